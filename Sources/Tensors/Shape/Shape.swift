/// The lengths of a tensor's axes, outermost first. A scalar has the empty shape `[]`.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, RandomAccessCollection {
    /// The lengths.
    public private(set) var dimensions: [Int]

    /// Traps on a negative length, and where the product of the lengths other than 0 overflows `Int`: strides of an empty
    /// tensor are such products too.
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

    public init(arrayLiteral elements: Int...) { self.init(elements) }

    /// The number of axes.
    public var rank: Int { dimensions.count }

    /// The number of elements: the product of the lengths, 1 for a scalar.
    public var elementCount: Int {
        var product = 1
        for length in dimensions { product *= length }
        return product
    }

    /// The number of rows of a matrix that holds the last axis in its rows: the product of all lengths but the last.
    ///
    /// Not the number of elements divided by the last length, which says nothing where the last axis is empty.
    package var rowCount: Int { dimensions.dropLast().reduce(1, *) }

    public var startIndex: Int { 0 }
    public var endIndex: Int { dimensions.count }

    /// The length of an axis; a negative axis counts from the end.
    public subscript(axis: Int) -> Int { dimensions[normalized(axis: axis)] }

    /// `axis` in `0 ..< rank`, where a negative one counts from the end. Traps beyond.
    public func normalized(axis: Int) -> Int {
        let result: Int = axis < 0 ? axis + rank : axis
        require(result >= 0 && result < rank, "axis \(axis) is out of range for shape \(self)")
        return result
    }

    /// `axes` normalised and in ascending order. Traps on a repeated axis.
    func normalized(axes: [Int]) -> [Int] {
        let result = axes.map(normalized(axis:)).sorted()
        require(Set(result).count == result.count, "axes \(axes) name an axis of shape \(self) twice")
        return result
    }

    /// The strides, in elements, of a contiguous row-major array of this shape.
    var contiguousStrides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * Swift.max(dimensions[axis + 1], 1)
        }
        return strides
    }

    /// The shape without `axes`, or with length 1 in their place.
    func removing(axes: [Int], keepDimensions: Bool) -> Shape {
        var result: [Int] = []
        for axis in 0 ..< rank {
            if !axes.contains(axis) { result.append(dimensions[axis]) } else if keepDimensions { result.append(1) }
        }
        return Shape(result)
    }
}

extension Shape: CustomStringConvertible {
    public var description: String { dimensions.description }
}
