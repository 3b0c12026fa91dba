internal import CKernels

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
        require(
            (0 ..< shape[axis]).contains(constant),
            "gathered: the constant position \(constant) is out of range for axis \(axis) of shape \(shape)")
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
        let places: Tensor<Int> = indices.normalizedIndices(length: target[axis], "gathered", target)
        let result = Tensor(zeros: target)
        if result.count > 0 { result.addSlices(of: source, at: places, axis: axis) }
        return withDerivative(
            of: TensorOperation("scattered", self, indices, attributes: ["axis": .integer(axis)]), result,
            .by(self) { cotangent in cotangent.gathered(at: indices, axis: axis) })
    }

    /// Adds the slices of `source` at `places` along `axis` to this tensor's memory. This tensor and the operands must be
    /// contiguous.
    private func addSlices(of source: Tensor, at places: Tensor<Int>, axis: Int) {
        let outer: Int = shape.dimensions[..<axis].reduce(1, *)
        // A complex number is added as two real numbers.
        let inner: Int = shape.dimensions[(axis + 1)...].reduce(1, *) * (Scalar._isComplex ? 2 : 1)
        let (length, size): (Int, Int) = (shape.dimensions[axis], MemoryLayout<Scalar.Magnitude>.stride)
        let (from, to) = (UnsafeRawPointer(source.address), UnsafeMutableRawPointer(mutableAddress))
        let count: Int = places.count
        let perChunk: Int = Swift.max(1, Parallelism.elementsPerChunk / ((count + length) * inner))
        places.withInt64 { places in
            Parallelism.forEachRange(of: outer, length: perChunk) { range in
                let extents = synann_scattered_shape(
                    outer: range.count, count: count, length: length, inner: inner)
                synann_scatter_slices(
                    Scalar.Magnitude.kernelType, extents, places,
                    from + range.lowerBound * count * inner * size,
                    to + range.lowerBound * length * inner * size)
            }
        }
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
        if rank == 1 { return gatheredElements(at: indices) }
        let places: Tensor<Int> = indices.normalizedIndices(length: shape[axis], "gathered", shape)
        let target = Shape(
            shape.dimensions[..<axis] + indices.shape.dimensions + shape.dimensions[(axis + 1)...])
        guard target.elementCount > 0 else { return Tensor(uninitialized: target) }
        // Copying the whole tensor first is faster if many slices with distant elements are read.
        let readsMuch: Bool = 4 * target.elementCount >= count
        let regular: SelectedSlices<Scalar>? = slices(along: axis)
        let isRead: Bool = regular.map { $0.inner.stride == 1 || $0.inner.count == 1 || !readsMuch } ?? false
        let source: Tensor = isRead ? self : copied()
        guard let slices = source.slices(along: axis) else { fatalError("gathered: a copy has regular strides") }
        return Tensor(uninitialized: target) { result in
            guard let base = result.baseAddress else { return }
            withExtendedLifetime(source) { _ in
                places.withInt64 { places in slices.gather(places, indices.count, to: base) }
            }
        }
    }

    /// Returns the elements of this tensor of rank 1 at `indices`. A single pass checks the indices and reads the elements.
    private func gatheredElements(at indices: Tensor<Int>) -> Tensor {
        let places: Tensor<Int> = indices.contiguous()
        let axis = synann_indexed_axis(data: address, stride: 0, axis_stride: strides[0], length: count)
        return Tensor(uninitialized: indices.shape) { result in
            guard let target = result.baseAddress else { return }
            places.withInt64 { places in
                Parallelism.forEachRange(of: result.count, length: Parallelism.elementsPerChunk) { range in
                    let chosen: UnsafePointer<Int64> = places + range.lowerBound
                    let fault: Int = synann_gather_along(
                        MemoryLayout<Scalar>.stride, range.count, axis,
                        synann_strided_indices(data: chosen, stride: 1), target + range.lowerBound, 1)
                    require(
                        fault < 0,
                        "gathered: index \(fault < 0 ? 0 : chosen[fault]) is out of range for an axis of length \(count) of shape \(shape)"
                    )
                }
            }
        }
    }

    /// Returns this tensor in the shape `[outer, length, inner]`, where `length` is the length of `axis`. Returns `nil`
    /// if the axes before or after `axis` do not have a common stride.
    private func slices(along axis: Int) -> SelectedSlices<Scalar>? {
        func merged(_ axes: Range<Int>) -> (count: Int, stride: Int)? {
            let nest = LoopNest(shape: Shape(Array(shape.dimensions[axes])), strides: [Array(strides[axes])])
            return nest.outer.isEmpty ? (nest.rowLength, nest.rowStrides[0]) : nil
        }
        guard let outer = merged(0 ..< axis), let inner = merged(axis + 1 ..< rank) else { return nil }
        return SelectedSlices(address: address, outer: outer, axisStride: strides[axis], inner: inner)
    }
}

/// A tensor in the shape `[outer, length, inner]`, from which slices along the second axis are selected.
private struct SelectedSlices<Scalar: TensorScalar> {
    let address: UnsafePointer<Scalar>
    let outer: (count: Int, stride: Int)
    let axisStride: Int
    let inner: (count: Int, stride: Int)

    /// Writes the slices at the `count` positions `places` to `target`, in the shape `[outer, count, inner]`.
    func gather(_ places: UnsafePointer<Int64>, _ count: Int, to target: UnsafeMutablePointer<Scalar>) {
        func gather(outer rows: Range<Int>, places range: Range<Int>) {
            let slices = synann_slices(
                data: address + rows.lowerBound * outer.stride, outer: rows.count, outer_stride: outer.stride,
                axis_stride: axisStride, inner: inner.count, inner_stride: inner.stride)
            synann_gather_slices(
                MemoryLayout<Scalar>.stride, slices, range.count, places + range.lowerBound,
                target + (rows.lowerBound * count + range.lowerBound) * inner.count, count)
        }
        let grain: Int = Parallelism.elementsPerChunk
        if outer.count == 1 {
            Parallelism.forEachRange(of: count, length: Swift.max(1, grain / inner.count)) {
                gather(outer: 0 ..< 1, places: $0)
            }
        } else {
            Parallelism.forEachRange(of: outer.count, length: Swift.max(1, grain / (count * inner.count))) {
                gather(outer: $0, places: 0 ..< count)
            }
        }
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Creates one-hot rows: for each index a row that is 1 at the index and 0 elsewhere. The shape is
    /// `[…, classCount]`, where `[…]` is the shape of `indices`. Traps if an index is not in `0 ..< classCount`, or
    /// if `classCount` is negative.
    public init(oneHot indices: Tensor<Int>, classCount: Int) {
        require(classCount >= 0, "oneHot: the number of classes, \(classCount), is negative")
        let rows: Tensor<Int> = indices.contiguous()
        let rowsPerChunk: Int = Swift.max(1, Parallelism.elementsPerChunk / Swift.max(1, classCount))
        // A thread writes the zeros and the ones of its rows, so that its cache contains the zeros.
        let result = Tensor(uninitialized: Shape(indices.shape.dimensions + [classCount])) { result in
            Parallelism.forEachRange(of: rows.count, length: rowsPerChunk) { range in
                let target = result.baseAddress.map { $0 + range.lowerBound * classCount }
                fill(target, with: 0, count: range.count * classCount)
                let fault: Int = withUnsafePointer(to: 1 as Scalar) { one in
                    rows.withInt64 {
                        synann_scatter_in_rows(
                            MemoryLayout<Scalar>.stride, range.count, classCount, $0 + range.lowerBound, one, target)
                    }
                }
                let index: Int = fault < 0 ? 0 : rows.address[range.lowerBound + fault]
                require(fault < 0, "oneHot: index \(index) is not one of \(classCount) classes")
            }
        }
        self = traced(result, TensorOperation("oneHot", indices, attributes: ["classCount": .integer(classCount)]))
    }
}
