import Datasets
import Tensors

/// Labelled images as a classifier's data: `[N, 1, height, width]`, normalised.
public struct ImageData: ClassificationData {
    private let images: LabeledImages
    private let normalization: PixelNormalization

    public init(_ images: LabeledImages, normalization: PixelNormalization) {
        (self.images, self.normalization) = (images, normalization)
    }

    public var count: Int { images.count }

    public func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Float>, labels: Tensor<Int>) {
        let batch = images.batch(indices, normalization: normalization)
        return (batch.images, batch.labels)
    }
}
