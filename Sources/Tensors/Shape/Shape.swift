/// The lengths of a tensor's axes, outermost first. A scalar has the empty shape `[]`.
///
/// The shape is a collection of these lengths. The subscript also accepts negative axes, which count from the end.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, RandomAccessCollection {
    /// The lengths of the axes, outermost first.
    public private(set) var dimensions: [Int]

    /// Creates a shape from `dimensions`, the lengths of the axes, outermost first.
    ///
    /// Traps if a length is negative, or if the product of the lengths other than 0 overflows `Int`. The product omits
    /// lengths of 0, because it also bounds the strides: the strides of an empty tensor are products of the lengths
    /// other than 0.
    public init(_ dimensions: [Int]) {
        self.dimensions = dimensions
        var count = 1
        for length in dimensions {
            require(length >= 0, "shape: \(dimensions) has a negative length")
            let (product, overflows) = count.multipliedReportingOverflow(by: Swift.max(length, 1))
            require(!overflows, "shape: the number of elements of \(dimensions) overflows")
            count = product
        }
    }

    /// Creates a shape from lengths that are known to be valid.
    init(valid dimensions: [Int]) { self.dimensions = dimensions }

    /// Creates a shape from a literal such as `[2, 3]`. Traps if a length is negative, or if the product of the lengths
    /// other than 0 overflows `Int`.
    public init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The number of axes.
    public var rank: Int { dimensions.count }

    /// The number of elements: the product of the lengths, 1 for a scalar.
    public var elementCount: Int {
        var product = 1
        for length in dimensions { product *= length }
        return product
    }

    /// The number of rows along the last axis: the product of all lengths except the last.
    ///
    /// This product is also defined if the last length is 0. `elementCount` divided by the last length would then be 0
    /// / 0.
    package var rowCount: Int { dimensions.dropLast().reduce(1, *) }

    /// The position of the first axis: 0.
    public var startIndex: Int { 0 }

    /// The position after the last axis: `rank`.
    public var endIndex: Int { dimensions.count }

    /// The length of `axis`. A negative axis counts from the end. Traps if the axis is out of range.
    public subscript(axis: Int) -> Int { dimensions[normalized(axis: axis)] }

    /// Returns `axis` counted from the first axis, in `0 ..< rank`. A negative axis counts from the end. Traps if the
    /// axis is out of range.
    public func normalized(axis: Int) -> Int {
        let result: Int = axis < 0 ? axis + rank : axis
        require(result >= 0 && result < rank, "axis \(axis) is out of range for shape \(self)")
        return result
    }

    /// Returns `axes` counted from the first axis, in ascending order. A negative axis counts from the end. Traps if an
    /// axis is out of range or repeated.
    package func normalized(axes: [Int]) -> [Int] {
        if isAscending(axes) { return axes }
        let result = axes.map(normalized(axis:)).sorted()
        require(Set(result).count == result.count, "axes \(axes) name an axis of shape \(self) twice")
        return result
    }

    /// Returns whether `axes` are valid, counted from the first axis and in ascending order. The function makes no
    /// arrays, which would take longer than the reduction of a small tensor.
    private func isAscending(_ axes: [Int]) -> Bool {
        var last = -1
        for axis in axes {
            if axis <= last || axis >= rank { return false }
            last = axis
        }
        return true
    }

    /// The strides, in elements, of a contiguous row-major array of this shape. A length of 0 counts as 1.
    var contiguousStrides: [Int] {
        if rank == 1 { return Self.unitStride }
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * Swift.max(dimensions[axis + 1], 1)
        }
        return strides
    }

    /// The numbers of all axes, in ascending order.
    var allAxes: [Int] { rank < Self.firstAxes.count ? Self.firstAxes[rank] : Array(0 ..< rank) }

    /// The values of `allAxes` for the usual ranks, which all shapes share.
    private static let firstAxes: [[Int]] = [[], [0], [0, 1], [0, 1, 2], [0, 1, 2, 3]]

    /// Returns whether `strides` equals `contiguousStrides`, without a new array.
    func hasContiguousStrides(_ strides: [Int]) -> Bool {
        if strides.count != rank { return false }
        var expected = 1
        for axis in stride(from: rank - 1, through: 0, by: -1) {
            if strides[axis] != expected { return false }
            expected *= Swift.max(dimensions[axis], 1)
        }
        return true
    }

    /// The strides of a vector. All vectors share the array.
    private static let unitStride: [Int] = [1]

    /// Returns the shape without `axes`. If `keepDimensions` is true, the result keeps these axes with length 1
    /// instead. `axes` are counted from the first axis.
    func removing(axes: [Int], keepDimensions: Bool) -> Shape {
        if axes.count == rank && !keepDimensions { return Shape(valid: []) }
        var result: [Int] = []
        result.reserveCapacity(rank)
        for axis in 0 ..< rank {
            if !axes.contains(axis) { result.append(dimensions[axis]) } else if keepDimensions { result.append(1) }
        }
        return Shape(valid: result)
    }
}

extension Shape: CustomStringConvertible {
    /// The lengths in brackets: `[2, 3]`.
    public var description: String { dimensions.description }
}
