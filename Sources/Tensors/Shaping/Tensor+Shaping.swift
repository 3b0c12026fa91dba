extension Tensor {
    /// Returns the elements, in row-major order, in the shape `target`: a view if the strides allow it, otherwise a
    /// copy. Differentiable for real and complex scalars. Traps if the numbers of elements differ.
    public func reshaped(to target: Shape) -> Tensor {
        requireReshapable(to: target)
        if !TapesUnderWay.exist { return reshapedView(to: target) }
        return Scalar._moved(self, by: Reshaping(target: target))
    }

    /// Returns the elements, in row-major order, in the shape `dimensions`. At most one length may be −1; its value
    /// follows from the number of elements. Differentiable for real and complex scalars. Traps if several lengths are
    /// −1, if no value of this length fits, or if the numbers of elements differ.
    public func reshaped(to dimensions: [Int]) -> Tensor { reshaped(to: resolvedShape(dimensions)) }

    /// Returns the tensor with the axes from `axis` to the last merged into a single axis. `flattened(from: 1)` changes
    /// the shape `[2, 3, 4]` to `[2, 12]`. The shape of a scalar becomes `[1]`. A negative axis counts from the end.
    /// Differentiable for real and complex scalars. Traps if the axis is out of range.
    public func flattened(from axis: Int = 0) -> Tensor {
        if rank == 0 { return reshaped(to: [1] as Shape) }
        let axis: Int = shape.normalized(axis: axis)
        let rest: Int = shape.dimensions[axis...].reduce(1, *)
        return reshaped(to: Shape(shape.dimensions[..<axis] + [rest]))
    }

    /// Returns a view with the axes in another order: axis i of the result is axis `order[i]` of this tensor. A
    /// negative axis counts from the end. Differentiable for real and complex scalars. Traps if `order` is not a
    /// permutation of the axes.
    public func permuted(_ order: [Int]) -> Tensor {
        let order: [Int] = normalizedPermutation(order)
        return TapesUnderWay.exist ? Scalar._moved(self, by: Permutation(order: order)) : permutedView(order)
    }

    /// Returns a view with the axes `first` and `second` exchanged. By default these are the last two axes, so a
    /// matrix, or each matrix of a stack, is transposed. A negative axis counts from the end. Differentiable for real
    /// and complex scalars. Traps if an axis is out of range.
    public func transposed(_ first: Int = -2, _ second: Int = -1) -> Tensor {
        let (first, second): (Int, Int) = (shape.normalized(axis: first), shape.normalized(axis: second))
        if TapesUnderWay.exist { return permuted(exchangingAxes(first, second)) }
        var (dimensions, newStrides): ([Int], [Int]) = (shape.dimensions, strides)
        dimensions.swapAt(first, second)
        newStrides.swapAt(first, second)
        return view(shape: Shape(valid: dimensions), strides: newStrides)
    }

    /// Returns a view of shape `target`, in which the elements are repeated along axes of length 1 and along new
    /// leading axes, by NumPy's rule. Differentiable for real and complex scalars. Traps if the shape does not
    /// broadcast to `target`.
    public func broadcast(to target: Shape) -> Tensor {
        requireBroadcastable(to: target)
        if !TapesUnderWay.exist { return broadcastView(to: target) }
        return Scalar._moved(self, by: Broadcasting(target: target))
    }

    /// Returns the tensor with a new axis of length 1 at the position `axis` of the result. A negative axis counts from
    /// the end of the result's axes. Differentiable for real and complex scalars. Traps if the axis is out of range.
    public func expandingShape(at axis: Int) -> Tensor {
        let axis: Int = axis < 0 ? axis + rank + 1 : axis
        require((0 ... rank).contains(axis), "expandingShape: axis \(axis) is out of range for shape \(shape)")
        var dimensions: [Int] = shape.dimensions
        dimensions.insert(1, at: axis)
        return reshaped(to: Shape(dimensions))
    }

    /// Returns the tensor without any of its axes of length 1. Differentiable for real and complex scalars.
    public func squeezingShape() -> Tensor { reshaped(to: Shape(shape.dimensions.filter { $0 != 1 })) }
}

extension Tensor {
    private func requireReshapable(to target: Shape) {
        require(
            target.elementCount == count,
            "reshaped: \(shape) has \(count) elements, \(target) has \(target.elementCount)")
    }

    private func resolvedShape(_ dimensions: [Int]) -> Shape {
        guard let target = Shape.resolving(dimensions, elementCount: count) else {
            fatalError("reshaped: the \(count) elements of \(shape) do not fill \(dimensions)")
        }
        return target
    }

    private func normalizedPermutation(_ order: [Int]) -> [Int] {
        var isNormalized = true
        var found: UInt64 = 0
        for axis in order {
            if axis < 0 { isNormalized = false }
            let axis: Int = shape.normalized(axis: axis)
            if axis < 64 { found |= 1 << UInt64(axis) }
        }
        // The bits of `found` represent the axes, so that the usual ranks need no sorted array.
        let isPermutation: Bool =
            rank <= 64
            ? order.count == rank && found.nonzeroBitCount == rank
            : order.map(shape.normalized(axis:)).sorted() == Array(0 ..< rank)
        require(isPermutation, "permuted: \(order) is no order of the axes of shape \(shape)")
        return isNormalized ? order : order.map(shape.normalized(axis:))
    }

    private func exchangingAxes(_ first: Int, _ second: Int) -> [Int] {
        var order = Array(0 ..< rank)
        order.swapAt(first, second)
        return order
    }

    private func requireBroadcastable(to target: Shape) {
        require(
            Shape.broadcast(shape, target) == target, "broadcast: shape \(shape) does not broadcast to \(target)")
    }
}

private struct Reshaping: _ElementMovement {
    let target: Shape

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("reshape", x, attributes: ["shape": .integers(target.dimensions)])
    }
    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.reshapedView(to: target) }
    func adjoint<Scalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        cotangent.reshaped(to: source)
    }
}

private struct Permutation: _ElementMovement {
    let order: [Int]

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("permute", x, attributes: ["order": .integers(order)])
    }
    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.permutedView(order) }
    func adjoint<Scalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        var inverse = [Int](repeating: 0, count: order.count)
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        return cotangent.permuted(inverse)
    }
}

private struct Broadcasting: _ElementMovement {
    let target: Shape

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("broadcast", x, attributes: ["shape": .integers(target.dimensions)])
    }
    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.broadcastView(to: target) }
    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        cotangent.summed(to: source)
    }
}
