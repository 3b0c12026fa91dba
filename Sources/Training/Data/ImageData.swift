import Datasets
import Tensors

/// Labelled images for a classifier: normalized tensors of shape `[N, 1, height, width]`.
public struct ImageData: TrainingData {
    private let images: LabeledImages
    private let normalization: PixelNormalization
    private let augmentation: ImageAugmentation?

    /// - Parameter images: The images and their labels.
    /// - Parameter normalization: How a pixel becomes a number.
    /// - Parameter augmentation: How images are varied at every step of training. By default they are not varied.
    public init(
        _ images: LabeledImages, normalization: PixelNormalization, augmentation: ImageAugmentation? = nil
    ) {
        (self.images, self.normalization, self.augmentation) = (images, normalization, augmentation)
    }

    public static var sampleName: String { "images" }

    public var count: Int { images.count }

    public func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Float>, targets: Tensor<Int>) {
        let batch = images.batch(indices, normalization: normalization)
        return (batch.images, batch.labels)
    }

    public func trainingBatch(
        _ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator
    ) -> (inputs: Tensor<Float>, targets: Tensor<Int>) {
        let (inputs, targets): (Tensor<Float>, Tensor<Int>) = batch(indices)
        guard let augmentation else { return (inputs, targets) }
        return (augmentation(inputs, using: &generator), targets)
    }
}
