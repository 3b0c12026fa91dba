/// An n-dimensional array of one scalar type: a value, copied on write, that can be sent between threads.
///
/// A tensor is a view of a block of memory: slices, transposes and broadcasts share the block and differ in
/// shape, strides and offset. Operations answer new tensors; in-place operators write in place where the tensor
/// is the only owner of its memory.
///
///     let a = Tensor<Float>([[1, 2], [3, 4]])
///     let b = a.transposed() + 1
public struct Tensor<Scalar: TensorScalar>: Sendable {
    var storage: Storage
    /// The position of the first element in the block.
    let offset: Int
    /// The length of each axis.
    public let shape: Shape
    /// For each axis the distance, in elements, between neighbours. 0 where an axis is broadcast, negative where it
    /// is reversed.
    public let strides: [Int]
    /// What the tensor is on the tape, if anything: see `Tape`.
    var variable: Variable = .none

    init(storage: Storage, offset: Int, shape: Shape, strides: [Int]) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides
    }

    /// A contiguous tensor whose elements `initialize` has to write, every one of them.
    ///
    /// The way in for kernels: the memory comes from the library's cache, 64-byte aligned, and holds anything.
    public init(uninitialized shape: Shape, initialize: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
        self.init(uninitialized: shape)
        initialize(UnsafeMutableBufferPointer(start: mutableAddress, count: count))
    }

    package init(uninitialized shape: Shape) {
        let (byteCount, overflows) = shape.elementCount.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
        require(
            !overflows && byteCount <= Int.max / 2,
            "out of memory: a tensor of shape \(shape) takes more bytes than there are addresses")
        self.init(
            storage: Storage(byteCount: byteCount),
            offset: 0, shape: shape, strides: shape.contiguousStrides)
    }

    /// The number of axes.
    public var rank: Int { shape.rank }

    /// The number of elements.
    public var count: Int { shape.elementCount }

    /// Whether the elements lie in memory one after the other in row-major order.
    public var isContiguous: Bool {
        var expected = 1
        for axis in stride(from: rank - 1, through: 0, by: -1) where shape.dimensions[axis] != 1 {
            guard strides[axis] == expected || shape.dimensions[axis] == 0 else { return count == 0 }
            expected *= shape.dimensions[axis]
        }
        return true
    }

    /// Where the first element lies. Only for reading, and only while the tensor lives.
    package var address: UnsafePointer<Scalar> { UnsafePointer(mutableAddress) }

    /// The same for writing, right after the tensor was made or made unique.
    package var mutableAddress: UnsafeMutablePointer<Scalar> {
        storage.address.assumingMemoryBound(to: Scalar.self) + offset
    }
}
