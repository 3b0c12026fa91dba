import Tensors

/// A set of images of the same shape, each with a class label. The images may be in memory or in files.
///
/// `ImageData` makes batches of an image source. A type that conforms needs only the four requirements without a
/// default.
public protocol ImageSource: Sendable {
    /// The type of the errors that reading an image throws; `Never` for images in memory.
    associatedtype Failure: Error = Never

    /// The shape of every image.
    var shape: ImageShape { get }
    /// The names of the classes. A label is a position in this array.
    var classNames: [String] { get }
    /// The class label of each image.
    var labels: [Int] { get }
    /// The number of batches that other threads prepare during a training; 0 for images in memory. The default is 0.
    var batchesAhead: Int { get }

    /// Returns the pixels of an image from 0 (black) to 255: `[channels, height, width]` in row-major order. Several
    /// threads may call the method at once. Traps if there is no image `index`.
    func pixels(of index: Int) throws(Failure) -> ArraySlice<UInt8>
}

extension ImageSource {
    /// The number of images.
    public var count: Int { labels.count }
    /// The number of classes. Every label is less than this number.
    public var classCount: Int { classNames.count }
    public var batchesAhead: Int { 0 }

    /// Returns the images at `indices` as a source, in this order. Traps if an index is out of range.
    public func selecting(_ indices: [Int]) -> ImageSubset<Self> { ImageSubset(self, indices) }

    /// Returns the first `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func prefix(_ limit: Int) -> ImageSubset<Self> { selecting(Array(0 ..< max(0, min(limit, count)))) }

    /// Returns the last `limit` images, or all images if there are fewer. Returns no images if `limit` is negative.
    public func suffix(_ limit: Int) -> ImageSubset<Self> {
        selecting(Array(count - max(0, min(limit, count)) ..< count))
    }

    /// Divides the images at random into two parts, as `DataSource.split` does with the labels of the images.
    public func split(
        fraction: Double, using generator: inout PhiloxGenerator
    ) -> (first: ImageSubset<Self>, second: ImageSubset<Self>) {
        let (first, second): ([Int], [Int]) = Sampling.split(
            count, fraction: fraction, labels: labels, using: &generator)
        return (selecting(first), selecting(second))
    }
}

/// Some images of another source, in a given order.
public struct ImageSubset<Base: ImageSource>: ImageSource {
    /// The source of the images.
    public let base: Base
    /// The positions of the images in `base`.
    public let indices: [Int]
    public let labels: [Int]

    init(_ base: Base, _ indices: [Int]) {
        let all: [Int] = base.labels
        labels = indices.map { index in
            require(all.indices.contains(index), "selecting: no image \(index) of \(all.count)")
            return all[index]
        }
        (self.base, self.indices) = (base, indices)
    }

    public var shape: ImageShape { base.shape }
    public var classNames: [String] { base.classNames }
    public var batchesAhead: Int { base.batchesAhead }

    public func pixels(of index: Int) throws(Base.Failure) -> ArraySlice<UInt8> { try base.pixels(of: indices[index]) }
}

/// An image source of any type. Its errors are `DatasetError`.
public struct AnyImageSource: ImageSource {
    public let shape: ImageShape
    public let classNames: [String]
    public let labels: [Int]
    /// Whether the wrapped source has its images in memory: its errors are `Never`.
    public let isInMemory: Bool
    private let ahead: @Sendable () -> Int
    private let read: @Sendable (Int) throws(DatasetError) -> ArraySlice<UInt8>

    /// Wraps a source whose errors are `DatasetError`.
    public init<Source: ImageSource>(_ source: Source) where Source.Failure == DatasetError {
        (shape, classNames, labels) = (source.shape, source.classNames, source.labels)
        isInMemory = false
        ahead = { source.batchesAhead }
        read = { (index: Int) throws(DatasetError) in try source.pixels(of: index) }
    }

    /// Wraps a source in memory.
    public init<Source: ImageSource>(_ source: Source) where Source.Failure == Never {
        (shape, classNames, labels) = (source.shape, source.classNames, source.labels)
        isInMemory = true
        ahead = { source.batchesAhead }
        read = { index in source.pixels(of: index) }
    }

    public var batchesAhead: Int { ahead() }

    public func pixels(of index: Int) throws(DatasetError) -> ArraySlice<UInt8> { try read(index) }
}
