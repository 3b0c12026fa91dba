internal import CKernels

// Elements and rows at single positions, as in `tensor[3, 5]`. Programs read and write them one by one, so these functions
// create no list of indices and no loops over several axes.

extension Tensor {
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
        if positions == rank { return view(shape: [], strides: [], offset: start) }
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
