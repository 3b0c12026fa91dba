internal import CKernels

// Elements and rows at single positions, as in `tensor[3, 5]`. Programs read and write them one by one, so these functions
// create no list of indices and no loops over several axes. The compiler makes a separate version of some functions for
// `Float` and `Double`, because generic code takes longer than the work on an element.

extension Tensor {
    /// The part at a single position of the first axis, as a view without this axis; a negative position counts from the
    /// end. The result is that of the subscript with any indices, which states the rules, in less time.
    ///
    /// Traps if the position is out of range or the tensor has no axis. Assignment broadcasts the new value to the shape
    /// of the part and traps if the value does not broadcast. For real and complex scalars, differentiable.
    public subscript(position: Int) -> Tensor {
        get { part(at: position) }
        set { assignPart(newValue, at: position) }
        _modify {
            var lent: LentPart<Scalar> = lendPart([position.tensorIndex])
            defer { takeBack(&lent) }
            yield &lent.part
        }
    }

    /// The part at single positions of the first and the second axis, as a view without these axes: an element of a
    /// matrix. A negative position counts from the end. The result is that of the subscript with any indices, which
    /// states the rules, in less time.
    ///
    /// Traps if a position is out of range or the tensor has less than two axes. Assignment broadcasts the new value to
    /// the shape of the part and traps if the value does not broadcast. For real and complex scalars, differentiable.
    public subscript(row: Int, column: Int) -> Tensor {
        get { part(at: row, column) }
        set { assignPart(newValue, at: row, column) }
        _modify {
            var lent: LentPart<Scalar> = lendPart([row.tensorIndex, column.tensorIndex])
            defer { takeBack(&lent) }
            yield &lent.part
        }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func part(at position: Int) -> Tensor {
        if mayBeRecorded || rank < 1 { return self[[position.tensorIndex]] }
        return part(at: offset + checked(position, 0) * strides[0], positions: 1)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func part(at row: Int, _ column: Int) -> Tensor {
        if mayBeRecorded || rank < 2 { return self[[row.tensorIndex, column.tensorIndex]] }
        return part(at: offset + checked(row, 0) * strides[0] + checked(column, 1) * strides[1], positions: 2)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private mutating func assignPart(_ value: Tensor, at position: Int) {
        guard rank >= 1, canAssignRun(value) else { return self[[position.tensorIndex]] = value }
        assignRun(value, from: offset + checked(position, 0) * strides[0], positions: 1)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private mutating func assignPart(_ value: Tensor, at row: Int, _ column: Int) {
        guard rank >= 2, canAssignRun(value) else { return self[[row.tensorIndex, column.tensorIndex]] = value }
        let start: Int = offset + checked(row, 0) * strides[0] + checked(column, 1) * strides[1]
        if rank == 2, value.rank == 0, isKnownUniquelyReferenced(&storage) {
            storage.address.assumingMemoryBound(to: Scalar.self)[start] = value.address.pointee
        } else {
            assignRun(value, from: start, positions: 2)
        }
    }

    /// Whether `assignRun` can write `value` to a part of this tensor.
    func canAssignRun(_ value: Tensor) -> Bool {
        !mayBeRecorded && !value.mayBeRecorded && isContiguous && value.isContiguous
    }

    /// Returns the place in memory of the first element at `indices`, or `nil` if an index is not a single position or
    /// there are more indices than axes. Traps if a position is out of range.
    func offset(atPositions indices: [any TensorIndexConvertible]) -> Int? {
        guard indices.count <= rank else { return nil }
        var start: Int = offset
        for axis in 0 ..< indices.count {
            guard case .position(let position) = indices[axis].tensorIndex.kind else { return nil }
            start += checked(position, axis) * strides[axis]
        }
        return start
    }

    /// Returns the view of the axes after the first `positions` axes, whose first element is at `start`. The tape does
    /// not record the view.
    func part(at start: Int, positions: Int) -> Tensor {
        if positions == rank { return view(shape: Shape(valid: []), strides: [], offset: start) }
        let rest = Shape(valid: Array(shape.dimensions[positions...]))
        // All contiguous vectors share the array of strides.
        let isVector: Bool = rest.rank == 1 && strides[positions] == 1
        return view(
            shape: rest, strides: isVector ? rest.contiguousStrides : Array(strides[positions...]), offset: start)
    }

    /// Writes `value`, broadcast, to the part that `part(at:positions:)` returns. This tensor and `value` must be
    /// contiguous. Traps if `value` does not broadcast to the shape of the part. The tape does not record the operation.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    mutating func assignRun(_ value: Tensor, from start: Int, positions: Int) {
        let place: Int = start - offset
        makeUnique()
        let axes: ArraySlice<Int> = shape.dimensions[positions...]
        let length: Int = axes.reduce(1, *)
        let isRepeated: Bool = value.rank == 0
        let isSmall: Bool = length <= Parallelism.elementsPerChunk
        guard isSmall, isRepeated || axes.elementsEqual(value.shape.dimensions) else {
            var window: Tensor = part(at: offset + place, positions: positions)
            return window.assignBroadcast(value)
        }
        synann_copy(
            MemoryLayout<Scalar>.stride, length, value.address, isRepeated ? 0 : 1, mutableAddress + place, 1)
    }
}
