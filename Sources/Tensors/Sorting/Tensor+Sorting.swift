internal import CKernels

// NaN follows all numbers, in ascending and in descending order. Equal elements keep their order, and −0 equals 0.

extension Tensor where Scalar: RealScalar {
    /// Returns the elements sorted along an axis. NaN follows all numbers, also in descending order; equal elements
    /// keep their order, and −0 equals 0. Differentiable.
    ///
    /// Cost: O(n) for an axis of length n, by radix sort. If the axis has at most 4096 elements and the tensor contains
    /// many sequences along the axis, a bitonic network sorts several sequences together, with O(n log² n) comparisons
    /// of vectors.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - descending: Whether the greatest elements come first.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
        if variable.node >= 0 { return takenAlong(argsort(axis: axis, descending: descending), axis: axis) }
        return sortedValues(axis, descending)
    }

    /// Returns the `count` greatest elements along an axis, in descending order, and their positions: PyTorch's `topk`.
    /// NaN follows all numbers; of equal elements, those with the lower position come first. The values are
    /// differentiable.
    ///
    /// - Parameters:
    ///   - count: The number of elements. Traps if the number is negative or greater than the length of the axis.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - least: Whether the function returns the least elements in ascending order instead.
    public func top(
        _ count: Int, axis: Int = -1, least: Bool = false
    ) -> (values: Tensor, positions: Tensor<Int>) {
        require(
            count >= 0 && count <= shape[axis], "top: \(count) elements of axis \(axis) of shape \(shape)")
        let positions: Tensor<Int> = topPositions(count, axis: axis, least: least)
        return (takenAlong(positions, axis: axis), positions)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns the elements sorted along an axis.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - descending: Whether the greatest elements come first.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor { sortedValues(axis, descending) }

    /// Returns the `count` greatest elements along an axis, in descending order, and their positions. Of equal
    /// elements, those with the lower position come first.
    ///
    /// - Parameters:
    ///   - count: The number of elements. Traps if the number is negative or greater than the length of the axis.
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - least: Whether the function returns the least elements in ascending order instead.
    public func top(
        _ count: Int, axis: Int = -1, least: Bool = false
    ) -> (values: Tensor, positions: Tensor<Int>) {
        require(
            count >= 0 && count <= shape[axis], "top: \(count) elements of axis \(axis) of shape \(shape)")
        let positions: Tensor<Int> = topPositions(count, axis: axis, least: least)
        return (takenAlong(positions, axis: axis), positions)
    }
}

extension Tensor where Scalar: NumericScalar {
    /// Returns the positions that sort the elements along an axis: `x.takenAlong(x.argsort(axis: 1), axis: 1)` is x
    /// sorted along axis 1. NaN follows all numbers, also in descending order; equal elements keep their order.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative axis counts from the end. Traps if the axis is out of range.
    ///   - descending: Whether the greatest elements come first.
    public func argsort(axis: Int = -1, descending: Bool = false) -> Tensor<Int> {
        let axis: Int = shape.normalized(axis: axis)
        let slabs = AxisSlabs(self, axis: axis)
        let result: Tensor<Int> = slabs.mapLines { source, target, layout in
            withSortScratch(slabs.length) { scratch in
                target.withMemoryRebound(to: Int64.self, capacity: 1) {
                    synann_argsort_lines(Scalar.kernelType, descending ? 1 : 0, &layout, source, $0, scratch)
                }
            }
        }
        return traced(result, sortOperation("argsort", axis, descending))
    }

    /// Returns for each value the position at which the value can be inserted into this sorted vector: NumPy's
    /// `searchsorted`. Traps unless this tensor is a vector. The elements of the vector must be in ascending order,
    /// with NaN last.
    ///
    /// - Parameters:
    ///   - values: The values, of any shape.
    ///   - right: Whether a value is inserted after the elements that are equal to it, instead of before them.
    /// - Returns: Positions from 0 to `count`, in the shape of `values`.
    public func searchSorted(_ values: Tensor, right: Bool = false) -> Tensor<Int> {
        require(rank == 1, "searchSorted: shape \(shape) is not that of a vector")
        let (sorted, wanted): (Tensor, Tensor) = (contiguous(), values.contiguous())
        let result = Tensor<Int>(uninitialized: values.shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: result.count, length: 1 << 10) { range in
                (target + range.lowerBound).withMemoryRebound(to: Int64.self, capacity: range.count) {
                    synann_search_sorted(
                        Scalar.kernelType, right ? 1 : 0, sorted.count, sorted.address, range.count,
                        wanted.address + range.lowerBound, $0)
                }
            }
        }
        return traced(
            result, TensorOperation("searchSorted", self, values, attributes: ["right": .boolean(right)]))
    }

    /// Returns the positions of the `count` greatest elements along `axis` in descending order. If `least` is true,
    /// returns the positions of the `count` least elements in ascending order. A negative axis counts from the end.
    /// Traps if the axis is out of range.
    fileprivate func topPositions(_ count: Int, axis: Int, least: Bool) -> Tensor<Int> {
        let axis: Int = shape.normalized(axis: axis)
        let limit = Int(SYNANN_TOP_LIMIT)
        // If many elements are wanted, sorting is faster than `synann_top_lines`.
        if count > limit || count * 4 > shape.dimensions[axis] || TraceRecorder.current != nil {
            return argsort(axis: axis, descending: !least).narrowed(axis: axis, to: 0 ..< count)
        }
        let slabs = AxisSlabs(self, axis: axis)
        return slabs.mapLines(to: count) { source, target, layout in
            withSortScratch(slabs.length + 4 * limit) { scratch in
                target.withMemoryRebound(to: Int64.self, capacity: 1) {
                    synann_top_lines(
                        Scalar.kernelType, least ? 1 : 0, count, &layout, source,
                        synann_top_positions(data: $0, line_stride: slabs.inner == 1 ? count : 1), scratch)
                }
            }
        }
    }

    fileprivate func sortedValues(_ axis: Int, _ descending: Bool) -> Tensor {
        let axis: Int = shape.normalized(axis: axis)
        let slabs = AxisSlabs(self, axis: axis)
        let result: Tensor = slabs.mapLines { source, target, layout in
            withSortScratch(slabs.length) { scratch in
                synann_sort_lines(Scalar.kernelType, descending ? 1 : 0, &layout, source, target, scratch)
            }
        }
        return traced(result, sortOperation("sorted", axis, descending))
    }

    private func withSortScratch(_ length: Int, _ body: (UnsafeMutableRawPointer) -> Void) {
        let memory = Tensor<UInt8>(uninitialized: [synann_sort_scratch_bytes(length)])
        body(UnsafeMutableRawPointer(memory.mutableAddress))
        withExtendedLifetime(memory) {}
    }

    private func sortOperation(_ name: String, _ axis: Int, _ descending: Bool) -> TensorOperation {
        TensorOperation(name, self, attributes: ["axis": .integer(axis), "descending": .boolean(descending)])
    }
}
