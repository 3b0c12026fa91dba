extension Tensor {
    /// The tensors joined along an existing axis, in order. Differentiable.
    ///
    /// Traps if there is no tensor, or if the shapes differ in another axis.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The axis; a negative axis counts from the end.
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
        var joined = Tensor(uninitialized: Shape(dimensions))
        for (part, start) in zip(parts, starts) { joined.assign(part, toAxis: axis, from: start) }
        self = Scalar._recordConcatenation(joined, of: parts, axis: axis)
    }

    /// Joins tensors along a new axis, in order. Differentiable.
    ///
    /// Traps if there is no tensor, or if the shapes differ.
    ///
    /// - Parameters:
    ///   - parts: The tensors, at least one.
    ///   - axis: The position of the new axis; a negative axis counts from the end of the result's axes.
    public init(stacking parts: [Tensor], axis: Int = 0) {
        self.init(concatenating: parts.map { $0.expandingShape(at: axis) }, axis: axis)
    }

    private mutating func assign(_ part: Tensor, toAxis axis: Int, from start: Int) {
        var window: Tensor = view(shape: part.shape, strides: strides, offset: offset + start * strides[axis])
        window.assignElements(of: part)
    }

    /// A view of the positions `range` along an axis. Differentiable.
    ///
    /// Traps if the range is not within the axis.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end.
    ///   - range: The positions, counted from the start.
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
