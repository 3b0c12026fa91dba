internal import CKernels

extension Tensor {
    /// Returns the elements at `indices` along an axis: NumPy's `take_along_axis`, PyTorch's `gather`. Differentiable
    /// for real and complex scalars.
    ///
    ///     y[i, j] = x[i, indices[i, j]]        for axis 1
    ///
    /// So `x.takenAlong(x.argsort(axis: 1), axis: 1)` is x sorted along axis 1.
    ///
    /// - Parameters:
    ///   - indices: Positions along the axis; a negative index counts from the end. `indices` has the rank of this
    ///     tensor. Every axis of `indices` except `axis` has the length of the same axis of this tensor, or has length
    ///     1 and is broadcast. Traps if the shape of `indices` does not fit or an index is out of range.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    /// - Returns: A tensor of the shape of `indices` after broadcasting.
    public func takenAlong(_ indices: Tensor<Int>, axis: Int) -> Tensor {
        let gathering = AlongAxisGathering(indices: indices, axis: shape.normalized(axis: axis))
        _ = shape.indexed(by: indices, along: gathering.axis, "takenAlong")
        return Scalar._moved(self, by: gathering)
    }

    /// Writes `values` to the elements at `indices` along an axis: NumPy's `put_along_axis`. If an index occurs several
    /// times, its last value is kept. Real and complex tensors are differentiable with respect to the former elements
    /// and to the values.
    ///
    /// - Parameters:
    ///   - values: The new elements. Traps if they do not broadcast to the shape of `indices`.
    ///   - indices: Positions along the axis; a negative index counts from the end. `indices` has the rank of this
    ///     tensor. Every axis of `indices` except `axis` has the length of the same axis of this tensor, or has length
    ///     1 and is broadcast. Traps if the shape of `indices` does not fit or an index is out of range.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public mutating func putAlong(_ values: Tensor, at indices: Tensor<Int>, axis: Int) {
        let positions: Tensor<Int> = positions(of: indices, along: axis, "putAlong")
        require(
            Shape.broadcast(values.shape, positions.shape) == positions.shape,
            "putAlong: values of shape \(values.shape) do not broadcast to the indices' shape \(positions.shape)")
        Scalar._assign(values, to: &self, atElements: positions)
    }

    /// Returns the positions in row-major order of the elements at `indices` along an axis. Traps if `indices` do not
    /// have this tensor's rank, if another axis neither has this tensor's length nor length 1, or if an index or the
    /// axis is out of range. The message of the trap starts with `name`, except if the axis is out of range.
    func positions(of indices: Tensor<Int>, along axis: Int, _ name: String) -> Tensor<Int> {
        let axis: Int = shape.normalized(axis: axis)
        let others: Shape = shape.indexed(by: indices, along: axis, name)
        let strides: [Int] = shape.contiguousStrides
        let along: Tensor<Int> = indices.normalizedIndices(length: shape.dimensions[axis], name, shape)
        return (0 ..< rank).reduce((along * strides[axis]).broadcastView(to: others)) { positions, other in
            other == axis ? positions : positions + Tensor<Int>.steps(along: other, strides[other], others)
        }
    }
}

extension Shape {
    /// Returns the shape of the elements at `indices` along `axis`, which is counted from the first axis. Traps if
    /// `indices` do not have the rank of this shape, or if another axis has neither the length of this shape nor length
    /// 1; the message starts with `name`.
    fileprivate func indexed(by indices: Tensor<Int>, along axis: Int, _ name: String) -> Shape {
        var lengths: [Int] = dimensions
        if indices.rank == rank { lengths[axis] = indices.shape.dimensions[axis] }
        let result = Shape(lengths)
        require(
            indices.rank == rank && Shape.broadcast(indices.shape, result) == result,
            "\(name): indices of shape \(indices.shape) do not fit shape \(self) along axis \(axis)")
        return result
    }
}

/// The reading of elements at indices along an axis, which is counted from the first axis.
private struct AlongAxisGathering: _ElementMovement {
    let indices: Tensor<Int>
    let axis: Int

    func operation<Scalar>(on x: Tensor<Scalar>) -> TensorOperation {
        TensorOperation("gatheredElements", x, x.positions(of: indices, along: axis, "takenAlong"))
    }

    func adjoint<Scalar: FieldScalar>(_ cotangent: Tensor<Scalar>, to source: Shape) -> Tensor<Scalar> {
        let zeros = Tensor<Scalar>(zeros: source)
        return zeros.addingElements(cotangent, at: zeros.positions(of: indices, along: axis, "takenAlong"))
    }

    func moved<Scalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        let shape: Shape = x.shape.indexed(by: indices, along: axis, "takenAlong")
        let places: Tensor<Int> = indices.asConstant().broadcastView(to: shape)
        // The result has the memory order of the indices, so that the result is written and the indices are read in
        // long runs.
        let order: [Int] = places.memoryOrder ?? Array(0 ..< shape.rank)
        let result = Tensor<Scalar>(uninitialized: shape, memoryOrder: places.memoryOrder)
        var strides: [Int] = x.strides
        strides[axis] = 0
        let nest = LoopNest(
            shape: Shape(order.map { shape.dimensions[$0] }),
            strides: [result.strides, places.strides, strides].map { strides in order.map { strides[$0] } })
        let (length, axisStride, size): (Int, Int, Int) = (
            x.shape.dimensions[axis], x.strides[axis], MemoryLayout<Scalar>.stride
        )
        let (from, to, chosen) = (x.address, result.mutableAddress, places.address)
        nest.forEachPiece { offsets, count in
            chosen.withMemoryRebound(to: Int64.self, capacity: 1) { chosen in
                let fault: Int = synann_gather_along(
                    size, count,
                    synann_indexed_axis(
                        data: from + offsets[2], stride: nest.rowStrides[2], axis_stride: axisStride, length: length),
                    synann_strided_indices(data: chosen + offsets[1], stride: nest.rowStrides[1]), to + offsets[0],
                    nest.rowStrides[0])
                require(
                    fault < 0,
                    "takenAlong: index \(fault < 0 ? 0 : chosen[offsets[1] + fault * nest.rowStrides[1]]) is out of range for an axis of length \(length) of shape \(x.shape)"
                )
            }
        }
        return result
    }
}

extension Tensor<Int> {
    /// Returns the numbers 0, step, 2 · step, … along `axis`, a number for each position of this axis in `shape`. The
    /// other axes of the result have length 1.
    static func steps(along axis: Int, _ step: Int, _ shape: Shape) -> Tensor<Int> {
        var dimensions = [Int](repeating: 1, count: shape.rank)
        dimensions[axis] = shape.dimensions[axis]
        return (Tensor(from: 0, to: dimensions[axis]) * step).reshapedView(to: Shape(dimensions))
    }
}

extension Tensor where Scalar: RealScalar {
    /// Returns this tensor with `values` added at `indices` along an axis: PyTorch's `scatter_add`. If an index occurs
    /// several times, its values are added in order. Differentiable with respect to this tensor and `values`.
    ///
    /// - Parameters:
    ///   - values: The summands. Traps if they do not broadcast to the shape of `indices`.
    ///   - indices: Positions along the axis; a negative index counts from the end. `indices` has the rank of this
    ///     tensor. Every axis of `indices` except `axis` has the length of the same axis of this tensor, or has length
    ///     1 and is broadcast. Traps if the shape of `indices` does not fit or an index is out of range.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    public func addingAlong(_ values: Tensor, at indices: Tensor<Int>, axis: Int) -> Tensor {
        let positions: Tensor<Int> = positions(of: indices, along: axis, "addingAlong")
        return addingElements(values.broadcast(to: positions.shape), at: positions)
    }

    /// Returns this tensor with each element at `indices` along an axis replaced by the maximum of the element and all
    /// `values` with this index: PyTorch's `scatter_reduce` with `amax`. The maximum is NaN if the element or a value
    /// is NaN.
    ///
    /// Differentiable with respect to this tensor and `values`. If several numbers are greatest, the gradient is
    /// divided equally between them. The gradient of a NaN maximum is 0.
    ///
    /// - Parameters:
    ///   - values: The values to compare with the elements. Traps if they do not broadcast to the shape of `indices`.
    ///   - indices: Positions along the axis; a negative index counts from the end. `indices` has the rank of this
    ///     tensor. Every axis of `indices` except `axis` has the length of the same axis of this tensor, or has length
    ///     1 and is broadcast. Traps if the shape of `indices` does not fit or an index is out of range.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
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
