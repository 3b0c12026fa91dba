extension Tensor {
    /// Returns the slices at `indices` along an axis: NumPy's `take`, ONNX's `Gather`. Differentiable for real and
    /// complex scalars. If an index occurs several times, the gradients of all its occurrences are added.
    ///
    /// - Parameters:
    ///   - indices: The positions of the slices; a negative index counts from the end. Traps if an index is out of
    ///     range.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    /// - Returns: A tensor whose shape has the axes of `indices` in place of `axis`.
    public func gathered(at indices: Tensor<Int>, axis: Int = 0) -> Tensor {
        Scalar._moved(self, by: Gathering(indices: indices, axis: shape.normalized(axis: axis)))
    }
}

private struct Gathering: _ElementMovement {
    let indices: Tensor<Int>
    let axis: Int

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("gathered", x, indices, attributes: ["axis": .integer(axis)])
    }
    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> { x.gatheredValue(at: indices, axis: axis) }
    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        cotangent.scattered(to: source, at: indices, axis: axis)
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns the slices at `indices` along an axis. The slice at the position `constantAt`, counted from the start of
    /// the axis, is a constant: the derivative with respect to this slice is 0. If `constantAt` is `nil`, no slice is a
    /// constant. Differentiable. Traps if an index or the axis is out of range.
    package func gathered(at indices: Tensor<Int>, axis: Int = 0, constantAt constant: Int?) -> Tensor {
        guard let constant else { return gathered(at: indices, axis: axis) }
        let axis: Int = shape.normalized(axis: axis)
        let source: Shape = shape
        return withDerivative(
            of: TensorOperation("gathered", self, indices, attributes: ["axis": .integer(axis)]),
            gatheredValue(at: indices, axis: axis),
            .by(self) { cotangent in
                let derivative: Tensor = cotangent.scattered(to: source, at: indices, axis: axis)
                var isLearned = [Scalar](repeating: 1, count: source[axis])
                isLearned[constant] = 0
                let trailing = [Int](repeating: 1, count: source.rank - axis - 1)
                return derivative.masked(byPositive: Tensor(isLearned).reshaped(to: Shape([source[axis]] + trailing)))
            })
    }
}

extension Tensor where Scalar: FieldScalar {
    /// Returns zeros of shape `target` to which the slices of this tensor are added at `indices` along `axis`: the
    /// adjoint of `gathered`. Differentiable. Traps unless this tensor has the shape that `gathered` would return, or
    /// if an index is out of range.
    func scattered(to target: Shape, at indices: Tensor<Int>, axis: Int) -> Tensor {
        let source: Tensor = reshapedForGather(indices, axis, target).contiguous()
        let positions: [Int] = normalizedPositions(indices, length: target[axis])
        let inner: Int = target.dimensions[(axis + 1)...].reduce(1, *)
        let outer: Int = target.dimensions[..<axis].reduce(1, *)
        let result = Tensor(zeros: target)
        for block in 0 ..< outer {
            for (place, position) in positions.enumerated() {
                let from = source.address + (block * positions.count + place) * inner
                let to = result.mutableAddress + (block * target[axis] + position) * inner
                for element in 0 ..< inner { to[element] += from[element] }
            }
        }
        return withDerivative(
            of: TensorOperation("scattered", self, indices, attributes: ["axis": .integer(axis)]), result,
            .by(self) { cotangent in cotangent.gathered(at: indices, axis: axis) })
    }

    private func reshapedForGather(_ indices: Tensor<Int>, _ axis: Int, _ target: Shape) -> Tensor {
        let expected = Shape(
            target.dimensions[..<axis] + indices.shape.dimensions + target.dimensions[(axis + 1)...])
        require(shape == expected, "gathered: the derivative has shape \(shape), the result \(expected)")
        return asConstant()
    }
}

extension Tensor {
    fileprivate func gatheredValue(at indices: Tensor<Int>, axis: Int) -> Tensor {
        let positions: [Int] = normalizedPositions(indices, length: shape[axis])
        let target = Shape(
            shape.dimensions[..<axis] + indices.shape.dimensions + shape.dimensions[(axis + 1)...])
        let inner: Int = shape.dimensions[(axis + 1)...].reduce(1, *)
        let outer: Int = shape.dimensions[..<axis].reduce(1, *)
        let length: Int = shape[axis]
        let source: Tensor = contiguous()
        return Tensor(uninitialized: target) { result in
            guard let base = result.baseAddress, inner > 0 else { return }
            for block in 0 ..< outer {
                for (place, position) in positions.enumerated() {
                    (base + (block * positions.count + place) * inner)
                        .update(from: source.address + (block * length + position) * inner, count: inner)
                }
            }
        }
    }

    fileprivate func normalizedPositions(_ indices: Tensor<Int>, length: Int) -> [Int] {
        indices.scalars.map { index in
            let position: Int = index < 0 ? index + length : index
            require(
                position >= 0 && position < length,
                "gathered: index \(index) is out of range for an axis of length \(length) of shape \(shape)")
            return position
        }
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Creates one-hot rows: for each index a row that is 1 at the index and 0 elsewhere. The shape is
    /// `[…, classCount]`, where `[…]` is the shape of `indices`. Traps if an index is not in `0 ..< classCount`.
    public init(oneHot indices: Tensor<Int>, classCount: Int) {
        let positions: [Int] = indices.scalars
        let result = Tensor(zeros: Shape(indices.shape.dimensions + [classCount]))
        for (row, position) in positions.enumerated() {
            require(
                position >= 0 && position < classCount, "oneHot: index \(position) is not below \(classCount)")
            result.mutableAddress[row * classCount + position] = 1
        }
        self = traced(result, TensorOperation("oneHot", indices, attributes: ["classCount": .integer(classCount)]))
    }
}
