extension Tensor {
    /// Creates a tensor of the elements of several tensors, joined in order along an existing axis. Differentiable for
    /// real and complex scalars.
    ///
    /// Traps if there is no tensor, if the ranks differ, or if two tensors differ in the length of another axis.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The axis along which the tensors are joined; a negative axis counts from the end. Traps if the axis is
    ///     out of range.
    public init(concatenating parts: [Tensor], axis: Int = 0) {
        guard let first = parts.first else { fatalError("concatenating: no tensors") }
        let axis: Int = first.shape.normalized(axis: axis)
        var total = 0
        var starts: [Int] = []
        for part in parts {
            require(
                part.rank == first.rank
                    && (0 ..< part.rank).allSatisfy { $0 == axis || part.shape[$0] == first.shape[$0] },
                "concatenating: shapes differ beyond axis \(axis): \(first.shape) and \(part.shape)")
            starts.append(total)
            total += part.shape[axis]
        }
        var dimensions: [Int] = first.shape.dimensions
        dimensions[axis] = total
        let order: [Int]? = parts.allSatisfy { $0.memoryOrder == first.memoryOrder } ? first.memoryOrder : nil
        var joined = Tensor(uninitialized: Shape(dimensions), memoryOrder: order)
        for (part, start) in zip(parts, starts) { joined.assign(part, toAxis: axis, from: start) }
        self = Scalar._recordConcatenation(joined, of: parts, axis: axis)
    }

    /// Creates a tensor of the elements of several tensors, joined in order along a new axis. Differentiable for real
    /// and complex scalars.
    ///
    /// Traps if there is no tensor, or if the shapes differ.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The position of the new axis; a negative position counts from the end of the result's axes. Traps if
    ///     the position is out of range.
    public init(stacking parts: [Tensor], axis: Int = 0) {
        self.init(concatenating: parts.map { $0.expandingShape(at: axis) }, axis: axis)
    }

    private mutating func assign(_ part: Tensor, toAxis axis: Int, from start: Int) {
        var window: Tensor = view(shape: part.shape, strides: strides, offset: offset + start * strides[axis])
        window.assignElements(of: part)
    }

    /// Returns a view of the positions `range` along an axis. Differentiable for real and complex scalars.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - range: The positions, counted from the start of the axis. Traps if the range is not within the axis.
    public func narrowed(axis: Int, to range: Range<Int>) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        require(
            range.lowerBound >= 0 && range.upperBound <= shape[axis],
            "narrowed: \(range) is out of range for axis \(axis) of shape \(shape)")
        var indices = [TensorIndex](repeating: .all, count: rank)
        indices[axis] = range.tensorIndex
        return self[indices]
    }
}
