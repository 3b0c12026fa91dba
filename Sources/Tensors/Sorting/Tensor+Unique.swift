internal import CKernels

extension Tensor where Scalar: NumericScalar {
    /// The distinct elements of a tensor in ascending order, with their positions and the numbers of their occurrences:
    /// the Array API's `unique_all`.
    public struct Unique: Sendable {
        /// The distinct elements, in ascending order. Each NaN counts as a distinct element.
        public let values: Tensor
        /// For each of the `values`, the position of its first occurrence in the tensor, in row-major order.
        public let firstPositions: Tensor<Int>
        /// For each element of the tensor, the position of its value in `values`. The shape is the shape of the tensor.
        public let inverse: Tensor<Int>
        /// For each of the `values`, the number of its occurrences in the tensor.
        public let counts: Tensor<Int>
    }

    /// Returns the distinct elements in ascending order, their first positions, and the number of their occurrences.
    /// The results are constants for differentiation.
    ///
    /// −0 equals 0, and each NaN counts as a distinct element. In the Array API, `unique().values` is `unique_values`,
    /// `unique().counts` is `unique_counts`, and `unique().inverse` is `unique_inverse`.
    public func unique() -> Unique {
        let flat: Tensor = asConstant().contiguous().reshapedView(to: [count])
        let order: Tensor<Int> = flat.argsort().contiguous()
        let (starts, runs) = (Tensor<Int>(uninitialized: [count + 1]), Tensor<Int>(uninitialized: shape))
        let found: Int = order.withInt64 { order in
            starts.mutableAddress.withMemoryRebound(to: Int64.self, capacity: count + 1) { starts in
                runs.mutableAddress.withMemoryRebound(to: Int64.self, capacity: count) { runs in
                    synann_find_runs(Scalar.kernelType, count, flat.address, order, starts, runs)
                }
            }
        }
        starts.mutableAddress[found] = count
        let firsts: Tensor<Int> = order.gathered(at: starts.narrowed(axis: 0, to: 0 ..< found))
        return Unique(
            values: flat.gathered(at: firsts), firstPositions: firsts, inverse: runs,
            counts: starts.narrowed(axis: 0, to: 1 ..< found + 1) - starts.narrowed(axis: 0, to: 0 ..< found))
    }

    /// Returns for each element whether it equals one of `elements`: NumPy's `isin`. The result is false for NaN.
    public func isIn(_ elements: Tensor) -> Tensor<Bool> {
        let sorted: Tensor = elements.asConstant().flattened().sortedForSearch()
        if sorted.count == 0 { return Tensor<Bool>(repeating: false, shape: shape) }
        let places: Tensor<Int> = sorted.searchSorted(asConstant())
        let bounded: Tensor<Int> = select(places .== sorted.count, Tensor<Int>(0), places)
        return sorted.gathered(at: bounded) .== asConstant()
    }

    private func sortedForSearch() -> Tensor { gathered(at: argsort()) }
}
