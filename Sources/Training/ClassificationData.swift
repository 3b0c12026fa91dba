import Tensors

/// Labelled samples that a classifier is trained or measured on, fetched in batches.
public protocol ClassificationData<Scalar>: Sendable {
    associatedtype Scalar: RealScalar

    /// The number of samples.
    var count: Int { get }

    /// The samples at `indices`, the first axis being the batch, and their labels.
    func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Scalar>, labels: Tensor<Int>)
}
