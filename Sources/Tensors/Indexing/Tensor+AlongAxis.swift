internal import CKernels

extension Tensor {
    /// The elements at `indices` along an axis: NumPy's `take_along_axis`, PyTorch's `gather`. Differentiable.
    ///
    ///     y[i, j] = x[i, indices[i, j]]        for axis 1
    ///
    /// So `x.takenAlong(x.argsort(axis: 1), axis: 1)` is x sorted.
    ///
    /// - Parameters:
    ///   - indices: Positions along the axis; negative ones count from the end. The rank is that of this tensor. Other
    ///     axes have this tensor's lengths, or broadcast to them. Anything else traps, and so does an index out of range.
    ///   - axis: The axis; a negative one counts from the end.
    /// - Returns: A tensor of the broadcast shape of `indices`.
    public func takenAlong(_ indices: Tensor<Int>, axis: Int) -> Tensor {
        gatheredElements(positions(of: indices, along: axis, "takenAlong"))
    }

    /// Writes `values` to the elements at `indices` along an axis: NumPy's `put_along_axis`. Differentiable with respect
    /// to the former elements and to the values. The last of equal indices wins.
    ///
    /// - Parameters:
    ///   - values: The new elements; they broadcast to the shape of `indices`, else the call traps.
    ///   - indices: Positions along the axis, as for `takenAlong`.
    ///   - axis: The axis; a negative one counts from the end.
    public mutating func putAlong(_ values: Tensor, at indices: Tensor<Int>, axis: Int) {
        let positions: Tensor<Int> = positions(of: indices, along: axis, "putAlong")
        require(
            Shape.broadcast(values.shape, positions.shape) == positions.shape,
            "putAlong: values of shape \(values.shape) do not broadcast to the indices' shape \(positions.shape)")
        Scalar._assign(values, to: &self, atElements: positions)
    }

    /// The positions in row-major order of the elements at `indices` along an axis.
    func positions(of indices: Tensor<Int>, along axis: Int, _ name: String) -> Tensor<Int> {
        let axis: Int = shape.normalized(axis: axis)
        var others: [Int] = shape.dimensions
        if indices.rank == rank { others[axis] = indices.shape.dimensions[axis] }
        require(
            indices.rank == rank && Shape.broadcast(indices.shape, Shape(others)) == Shape(others),
            "\(name): indices of shape \(indices.shape) do not fit shape \(shape) along axis \(axis)")
        let strides: [Int] = shape.contiguousStrides
        let along: Tensor<Int> = indices.normalizedIndices(length: shape.dimensions[axis], name, shape)
        return (0 ..< rank).reduce((along * strides[axis]).broadcastView(to: Shape(others))) { positions, other in
            other == axis ? positions : positions + Tensor<Int>.steps(along: other, strides[other], Shape(others))
        }
    }
}

extension Tensor<Int> {
    /// 0, step, 2 · step, … along an axis of a tensor of this shape, and length 1 along its other axes.
    static func steps(along axis: Int, _ step: Int, _ shape: Shape) -> Tensor<Int> {
        var dimensions = [Int](repeating: 1, count: shape.rank)
        dimensions[axis] = shape.dimensions[axis]
        return (Tensor(from: 0, to: dimensions[axis]) * step).reshapedView(to: Shape(dimensions))
    }
}

extension Tensor where Scalar: RealScalar {
    /// This tensor plus `values` at `indices` along an axis: PyTorch's `scatter_add`. Values at equal indices are added
    /// in their order. Differentiable with respect to both.
    ///
    /// - Parameters:
    ///   - values: The summands; they broadcast to the shape of `indices`, else the call traps.
    ///   - indices: Positions along the axis, as for `takenAlong`.
    ///   - axis: The axis; a negative one counts from the end.
    public func addingAlong(_ values: Tensor, at indices: Tensor<Int>, axis: Int) -> Tensor {
        let positions: Tensor<Int> = positions(of: indices, along: axis, "addingAlong")
        return addingElements(values.broadcast(to: positions.shape), at: positions)
    }

    /// The maxima of this tensor's elements and all `values` at `indices` along an axis: PyTorch's `scatter_reduce` with
    /// `amax`. Differentiable with respect to both; equal greatest elements share the gradient evenly.
    ///
    /// - Parameters:
    ///   - values: The values; they broadcast to the shape of `indices`, else the call traps.
    ///   - indices: Positions along the axis, as for `takenAlong`.
    ///   - axis: The axis; a negative one counts from the end.
    public func maximumAlong(_ values: Tensor, at indices: Tensor<Int>, axis: Int) -> Tensor {
        let positions: Tensor<Int> = positions(of: indices, along: axis, "maximumAlong")
        let values: Tensor = values.broadcast(to: positions.shape)
        var maxima: Tensor = asConstant()
        maxima.combineElements(SYNANN_SCATTER_GREATEST, values, at: positions)
        let (former, greatest): (Tensor, Tensor) = (self, maxima)
        func share(_ cotangent: Tensor) -> Tensor {
            let own = Tensor(former.asConstant() .== greatest)
            let others = Tensor(values.asConstant() .== greatest.gatheredElements(positions))
            return cotangent / own.addingElements(others, at: positions)
        }
        return withDerivative(
            of: TensorOperation("maximumAlong", self, values, positions), maxima,
            .by(self) { cotangent in
                select(former.asConstant() .== greatest, share(cotangent), Tensor(0))
            },
            .by(values) { cotangent in
                let isGreatest: Tensor<Bool> = values.asConstant() .== greatest.gatheredElements(positions)
                return select(isGreatest, share(cotangent).gatheredElements(positions), Tensor(0))
            })
    }
}
