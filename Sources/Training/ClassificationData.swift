import Tensors

/// Labelled samples that a classifier is trained or measured on, fetched in batches.
public protocol ClassificationData<Scalar>: Sendable {
    associatedtype Scalar: RealScalar

    /// The number of samples.
    var count: Int { get }

    /// What the samples are called where they are counted, in the plural: `"samples"` unless a type has its own.
    static var sampleName: String { get }

    /// The samples at `indices`, the first axis being the batch, and their labels.
    func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Scalar>, labels: Tensor<Int>)

    /// The same for a step of training, where samples may be varied at random. `batch` unless a type has its own.
    func trainingBatch(
        _ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator
    ) -> (inputs: Tensor<Scalar>, labels: Tensor<Int>)
}

extension ClassificationData {
    public static var sampleName: String { "samples" }

    public func trainingBatch(
        _ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator
    ) -> (inputs: Tensor<Scalar>, labels: Tensor<Int>) {
        batch(indices)
    }
}
