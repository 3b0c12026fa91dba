import Tensors

/// Samples to train or test a model on, in batches of any type.
///
///     struct Sentences: TrainingData {
///         let ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>
///         var count: Int { labels.count }
///
///         func batch(_ indices: ArraySlice<Int>) -> (ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>) {
///             let rows = Tensor(Array(indices))
///             return (ids.gathered(at: rows), lengths.gathered(at: rows), labels.gathered(at: rows))
///         }
///     }
public protocol TrainingData<Batch>: Sendable {
    /// The type of a batch, the argument of a `Trainer`'s loss.
    associatedtype Batch

    /// The number of samples.
    var count: Int { get }

    /// The plural noun for the samples in progress lines. The default is `"samples"`.
    static var sampleName: String { get }

    /// Returns the samples at `indices` as a batch. The first axis of each tensor is the sample axis.
    func batch(_ indices: ArraySlice<Int>) -> Batch

    /// Returns the samples at `indices` as a batch for a training step. The method may vary the samples with random
    /// numbers from `generator`, as augmentation does. The default method calls `batch`.
    func trainingBatch(_ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator) -> Batch
}

/// A batch of inputs and their targets. `ArrayData` and `ImageData` make such batches.
public typealias LabeledBatch<Inputs, Targets> = (inputs: Inputs, targets: Targets)

/// A batch of inputs and the class number of each input.
public typealias ClassificationBatch<Scalar: RealScalar> = (inputs: Tensor<Scalar>, targets: Tensor<Int>)

extension TrainingData {
    public static var sampleName: String { "samples" }

    public func trainingBatch(_ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator) -> Batch {
        batch(indices)
    }
}

/// Data without samples.
struct NoData<Batch>: TrainingData {
    var count: Int { 0 }
    func batch(_ indices: ArraySlice<Int>) -> Batch { fatalError("TrainingData: there are no samples") }
}
