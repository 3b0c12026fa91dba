extension Tensor where Scalar: FieldScalar {
    /// The elements, in row-major order, under another shape. A view where the strides allow it, else a copy.
    /// Traps where the numbers of elements differ.
    public func reshaped(to target: Shape) -> Tensor {
        requireReshapable(to: target)
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation("reshape", self, attributes: ["shape": .integers(target.dimensions)]),
            reshapedView(to: target), .by(self) { cotangent in cotangent.reshaped(to: source) })
    }

    /// The same with one length given as −1, which is worked out from the others.
    public func reshaped(to dimensions: [Int]) -> Tensor { reshaped(to: resolvedShape(dimensions)) }

    /// All elements from `axis` on along one axis: `[2, 3, 4].flattened(from: 1)` is `[2, 12]`.
    public func flattened(from axis: Int = 0) -> Tensor {
        if rank == 0 { return reshaped(to: [1] as Shape) }
        let axis: Int = shape.normalized(axis: axis)
        let rest: Int = shape.dimensions[axis...].reduce(1, *)
        return reshaped(to: Shape(shape.dimensions[..<axis] + [rest]))
    }

    /// A view with the axes in another order: axis i of the result is axis `order[i]` of this tensor.
    public func permuted(_ order: [Int]) -> Tensor {
        let order: [Int] = normalizedPermutation(order)
        var inverse = [Int](repeating: 0, count: rank)
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        return withDerivative(
            of: TensorOperation("permute", self, attributes: ["order": .integers(order)]), permutedView(order),
            .by(self) { [inverse] cotangent in cotangent.permuted(inverse) })
    }

    /// A view with two axes exchanged, the last two unless others are named: the transpose of a matrix, or of each
    /// matrix of a stack.
    public func transposed(_ first: Int = -2, _ second: Int = -1) -> Tensor {
        permuted(exchangingAxes(first, second))
    }

    /// A view repeated along axes of length 1, and along new leading axes, without a copy.
    public func broadcast(to target: Shape) -> Tensor {
        requireBroadcastable(to: target)
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation("broadcast", self, attributes: ["shape": .integers(target.dimensions)]),
            broadcastView(to: target), .by(self) { cotangent in cotangent.summed(to: source) })
    }

    /// A view with an axis of length 1 put in at `axis`.
    public func expandingShape(at axis: Int) -> Tensor {
        let axis: Int = axis < 0 ? axis + rank + 1 : axis
        require((0 ... rank).contains(axis), "expandingShape: axis \(axis) is out of range for shape \(shape)")
        var dimensions: [Int] = shape.dimensions
        dimensions.insert(1, at: axis)
        return reshaped(to: Shape(dimensions))
    }

    /// A view without the axes of length 1.
    public func squeezingShape() -> Tensor { reshaped(to: Shape(shape.dimensions.filter { $0 != 1 })) }
}

extension Tensor where Scalar: IntegerScalar {
    /// The elements, in row-major order, under another shape.
    public func reshaped(to target: Shape) -> Tensor {
        requireReshapable(to: target)
        return traced(
            reshapedView(to: target),
            TensorOperation("reshape", self, attributes: ["shape": .integers(target.dimensions)]))
    }

    /// A view with the axes in another order.
    public func permuted(_ order: [Int]) -> Tensor {
        let order: [Int] = normalizedPermutation(order)
        return traced(
            permutedView(order), TensorOperation("permute", self, attributes: ["order": .integers(order)]))
    }

    /// A view with two axes exchanged.
    public func transposed(_ first: Int = -2, _ second: Int = -1) -> Tensor {
        permuted(exchangingAxes(first, second))
    }

    /// A view repeated along axes of length 1, and along new leading axes.
    public func broadcast(to target: Shape) -> Tensor {
        requireBroadcastable(to: target)
        return traced(
            broadcastView(to: target),
            TensorOperation("broadcast", self, attributes: ["shape": .integers(target.dimensions)]))
    }
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
        let normalized: [Int] = order.map(shape.normalized(axis:))
        require(
            normalized.sorted() == Array(0 ..< rank), "permuted: \(order) is no order of the axes of shape \(shape)")
        return normalized
    }

    private func exchangingAxes(_ first: Int, _ second: Int) -> [Int] {
        var order = Array(0 ..< rank)
        order.swapAt(shape.normalized(axis: first), shape.normalized(axis: second))
        return order
    }

    private func requireBroadcastable(to target: Shape) {
        require(
            Shape.broadcast(shape, target) == target, "broadcast: shape \(shape) does not broadcast to \(target)")
    }
}
