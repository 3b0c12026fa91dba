public import Tensors

/// A set of samples, which can be read in batches by the indices of the samples.
///
///     struct Sentences: DataSource {
///         let ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>
///         var count: Int { labels.count }
///
///         func batch(_ indices: ArraySlice<Int>) -> (ids: Tensor<Int>, lengths: Tensor<Int>, labels: Tensor<Int>) {
///             let rows = Tensor(Array(indices))
///             return (ids.gathered(at: rows), lengths.gathered(at: rows), labels.gathered(at: rows))
///         }
///     }
///
/// A source whose samples are files declares `batch` with `throws(MyError)`. The functions that read the source then
/// throw the same error. A source in memory throws nothing, and the functions that read it need no `try`.
///
/// `batch` may be called from several threads at once, and its result must depend only on the indices. For this reason
/// a training has the same bits at any number of threads, whether or not its batches are prepared ahead.
public protocol DataSource<Batch>: Sendable {
    /// The type of a batch, the argument of a `Trainer`'s loss.
    associatedtype Batch
    /// The type of the errors that `batch` throws; `Never` for a source that cannot fail.
    associatedtype Failure: Error = Never

    /// The number of samples in a pass over the source.
    var count: Int { get }

    /// The plural noun for the samples in progress lines. The default is `"samples"`.
    static var sampleName: String { get }

    /// The number of batches that other threads prepare while the caller uses a batch; 0 to make each batch when it is
    /// needed. The default is 0. Choose a positive number for a source that reads files.
    var batchesAhead: Int { get }

    /// Returns the samples at `indices` as a batch. The first axis of each tensor is the sample axis.
    func batch(_ indices: ArraySlice<Int>) throws(Failure) -> Batch

    /// Returns a batch for a training step, made from `batch` with random numbers from `generator`, as augmentation
    /// does. The default method returns `batch`.
    func augmented(_ batch: Batch, using generator: inout PhiloxGenerator) -> Batch

    /// Returns the indices of a pass over the source in a random order. The array has `count` elements. The default
    /// method returns a permutation of `0 ..< count`.
    func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int]
}

/// A batch of inputs and their targets. `ArrayData` and `ImageData` make such batches.
public typealias LabeledBatch<Inputs, Targets> = (inputs: Inputs, targets: Targets)

/// A batch of inputs and the class number of each input.
public typealias ClassificationBatch<Scalar: RealScalar> = (inputs: Tensor<Scalar>, targets: Tensor<Int>)

extension DataSource {
    public static var sampleName: String { "samples" }

    public var batchesAhead: Int { 0 }

    public func augmented(_ batch: Batch, using generator: inout PhiloxGenerator) -> Batch { batch }

    public func shuffledIndices(using generator: inout PhiloxGenerator) -> [Int] { generator.permutation(count) }
}
