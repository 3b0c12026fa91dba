import Tensors

/// Samples that a model is trained or measured on, fetched in batches of any type.
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
    /// What the loss of a `Trainer` is given.
    associatedtype Batch

    /// The number of samples.
    var count: Int { get }

    /// What the samples are called where they are counted, in the plural: `"samples"` unless a type has its own.
    static var sampleName: String { get }

    /// The samples at `indices`, the first axis of each tensor being the batch.
    func batch(_ indices: ArraySlice<Int>) -> Batch

    /// The same for a step of training, where samples may be varied at random. `batch` unless a type has its own.
    func trainingBatch(_ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator) -> Batch
}

/// Inputs and what is to be answered for them: the batches of `ArrayData` and `ImageData`.
public typealias LabeledBatch<Inputs, Targets> = (inputs: Inputs, targets: Targets)

/// Inputs and their classes.
public typealias ClassificationBatch<Scalar: RealScalar> = (inputs: Tensor<Scalar>, targets: Tensor<Int>)

extension TrainingData {
    public static var sampleName: String { "samples" }

    public func trainingBatch(_ indices: ArraySlice<Int>, using generator: inout PhiloxGenerator) -> Batch {
        batch(indices)
    }
}

/// No samples at all.
struct NoData<Batch>: TrainingData {
    var count: Int { 0 }
    func batch(_ indices: ArraySlice<Int>) -> Batch { fatalError("TrainingData: there are no samples") }
}
