import Datasets
import Tensors

/// Labelled images for a classifier. A batch of N images is a tensor of normalized pixels `[N, 1, height, width]`, and
/// a tensor of labels `[N]`.
public struct ImageData: TrainingData {
    private let images: LabeledImages
    private let normalization: PixelNormalization
    private let augmentation: ImageAugmentation?

    /// Creates data from images.
    ///
    /// - Parameters:
    ///   - images: The images and their labels.
    ///   - normalization: The function from the byte of a pixel to a number.
    ///   - augmentation: The random changes of the images in training batches. By default, the images are not changed.
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
