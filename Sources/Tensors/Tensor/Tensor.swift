/// An n-dimensional array whose elements have the same scalar type. A tensor is a value: it is copied on write, and it
/// can be sent between threads.
///
/// A tensor is a view of a block of memory. Slices, transposes and broadcasts share the block and differ in shape,
/// strides and offset. Operations return new tensors. Operators such as `+=` can write in place if the tensor is the
/// only owner of its memory; otherwise they write to new memory.
///
///     let a = Tensor<Float>([[1, 2], [3, 4]])
///     let b = a.transposed() + 1
public struct Tensor<Scalar: TensorScalar>: Sendable {
    var storage: Storage
    /// The position of the tensor's first element in the block of memory, counted in elements.
    let offset: Int
    /// The length of each axis.
    public let shape: Shape
    /// The distance in memory between neighbouring elements along each axis, counted in elements. The distance is 0 if
    /// the axis is broadcast, and negative if the axis is reversed.
    public let strides: [Int]
    /// The place of the tensor on the tape, or `.none` for a constant: see `Tape`.
    var variable: Variable = .none

    init(storage: Storage, offset: Int, shape: Shape, strides: [Int]) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides
    }

    /// Creates a contiguous tensor of the given shape. The closure `initialize` receives the memory of the tensor and
    /// must write every element.
    ///
    /// This initializer is meant for the results of kernels. The memory comes from the library's cache, is aligned to
    /// 64 bytes and has arbitrary contents. Traps if the number of bytes exceeds half of `Int.max`.
    public init(uninitialized shape: Shape, initialize: (UnsafeMutableBufferPointer<Scalar>) -> Void) {
        self.init(uninitialized: shape)
        initialize(UnsafeMutableBufferPointer(start: mutableAddress, count: count))
    }

    /// Creates a contiguous tensor of the given shape with arbitrary contents. Traps if the number of bytes exceeds
    /// half of `Int.max`.
    package init(uninitialized shape: Shape) {
        self.init(uninitialized: shape, strides: shape.contiguousStrides)
    }

    /// Creates a contiguous tensor of the shape of `other`, a tensor of any scalar type, with arbitrary contents. The
    /// tensors share the array of strides if the strides of `other` are the usual strides of a contiguous tensor.
    init<Other>(uninitializedLike other: Tensor<Other>) {
        let areUsual: Bool = other.shape.hasContiguousStrides(other.strides)
        self.init(uninitialized: other.shape, strides: areUsual ? other.strides : other.shape.contiguousStrides)
    }

    private init(uninitialized shape: Shape, strides: [Int]) {
        let (byteCount, overflows) = shape.elementCount.multipliedReportingOverflow(by: MemoryLayout<Scalar>.stride)
        require(
            !overflows && byteCount <= Int.max / 2,
            "out of memory: a tensor of shape \(shape) needs more bytes than there are addresses")
        self.init(
            storage: Storage(byteCount: byteCount),
            offset: 0, shape: shape, strides: strides)
    }

    /// The number of axes.
    public var rank: Int { shape.rank }

    /// The number of elements.
    public var count: Int { shape.elementCount }

    /// Whether the elements are contiguous in memory, in row-major order. The value is true for a tensor without
    /// elements.
    public var isContiguous: Bool {
        var (expected, axis): (Int, Int) = (1, rank)
        while axis > 0 {
            axis -= 1
            let length: Int = shape.dimensions[axis]
            if length == 1 { continue }
            if strides[axis] != expected { return count == 0 }
            expected *= length
        }
        return true
    }

    /// The address of the first element, for reading. The address is valid while the tensor exists.
    package var address: UnsafePointer<Scalar> { UnsafePointer(mutableAddress) }

    /// The address of the first element, for writing. The tensor must be the only owner of its memory: the tensor is
    /// new, or `makeUnique` was called.
    package var mutableAddress: UnsafeMutablePointer<Scalar> {
        storage.address.assumingMemoryBound(to: Scalar.self) + offset
    }
}
