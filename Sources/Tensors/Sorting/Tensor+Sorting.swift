internal import CKernels

// NaN follows all numbers, ascending and descending. Equal elements keep their order, and −0 equals 0.

extension Tensor where Scalar: RealScalar {
    /// The elements sorted along an axis. Differentiable. NaN follows all numbers; equal elements keep their order.
    ///
    /// Cost: O(n) for n elements of an axis, by radix sort.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative one counts from the end. An axis that is out of range traps.
    ///   - descending: Whether the greatest elements come first.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor {
        if variable.node >= 0 { return takenAlong(argsort(axis: axis, descending: descending), axis: axis) }
        return sortedValues(axis, descending)
    }

    /// The `count` greatest elements along an axis, in descending order, and their positions: PyTorch's `topk`.
    /// Differentiable. NaN counts as less than all numbers.
    ///
    /// - Parameters:
    ///   - count: The number of elements, at most the length of the axis; otherwise the call traps.
    ///   - axis: The axis; a negative one counts from the end.
    ///   - least: Whether the least elements are wanted, in ascending order.
    public func top(
        _ count: Int, axis: Int = -1, least: Bool = false
    ) -> (values: Tensor, positions: Tensor<Int>) {
        require(
            count >= 0 && count <= shape[axis], "top: \(count) elements of axis \(axis) of shape \(shape)")
        let positions: Tensor<Int> = argsort(axis: axis, descending: !least)
            .narrowed(axis: axis, to: 0 ..< count)
        return (takenAlong(positions, axis: axis), positions)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// The elements sorted along an axis, the greatest first if `descending`.
    public func sorted(axis: Int = -1, descending: Bool = false) -> Tensor { sortedValues(axis, descending) }

    /// The `count` greatest elements along an axis, in descending order, and their positions; the least elements in
    /// ascending order if `least`. Traps if the axis has fewer elements.
    public func top(
        _ count: Int, axis: Int = -1, least: Bool = false
    ) -> (values: Tensor, positions: Tensor<Int>) {
        require(
            count >= 0 && count <= shape[axis], "top: \(count) elements of axis \(axis) of shape \(shape)")
        let positions: Tensor<Int> = argsort(axis: axis, descending: !least)
            .narrowed(axis: axis, to: 0 ..< count)
        return (takenAlong(positions, axis: axis), positions)
    }
}

extension Tensor where Scalar: NumericScalar {
    /// The positions that sort the elements along an axis: `x.takenAlong(x.argsort(axis: 1), axis: 1)` is x sorted.
    /// Equal elements keep their order; NaN follows all numbers.
    ///
    /// - Parameters:
    ///   - axis: The axis; a negative one counts from the end. An axis that is out of range traps.
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

    /// For each value the position at which it can be inserted into this sorted vector: NumPy's `searchsorted`.
    ///
    /// - Parameters:
    ///   - values: The values, of any shape.
    ///   - right: Whether a value goes behind elements that are equal to it, instead of before them.
    /// - Returns: Positions 0 … count, in the shape of `values`. Traps unless this tensor is a vector.
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
