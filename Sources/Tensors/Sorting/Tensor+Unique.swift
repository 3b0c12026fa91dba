extension Tensor where Scalar: NumericScalar {
    /// The different elements, ascending, with all that can be said of them: the Array API's `unique_all`.
    public struct Unique: Sendable {
        /// The different elements, ascending. Every NaN counts as different from every other.
        public let values: Tensor
        /// The position, in row-major order, of the first element of each value.
        public let firstPositions: Tensor<Int>
        /// For each element, in its shape, the position of its value among `values`.
        public let inverse: Tensor<Int>
        /// The number of elements of each value.
        public let counts: Tensor<Int>
    }

    /// The different elements in ascending order, where each occurs, and how often.
    ///
    /// −0 equals 0, and every NaN differs from every other. `unique().values` is the Array API's `unique_values`,
    /// `counts` that of `unique_counts`, `inverse` that of `unique_inverse`.
    public func unique() -> Unique {
        let flat: Tensor = asConstant().contiguous().reshapedView(to: [count])
        let order: [Int] = flat.argsort().scalars
        var (starts, ranks): ([Int], [Int]) = ([], [Int](repeating: 0, count: count))
        let address: UnsafePointer<Scalar> = flat.address
        for (place, position) in order.enumerated() {
            if place == 0 || address[position] != address[order[place - 1]] { starts.append(place) }
            ranks[position] = starts.count - 1
        }
        let firsts = Tensor<Int>(starts.map { order[$0] })
        let ends: [Int] = Array(starts.dropFirst()) + (starts.isEmpty ? [] : [count])
        return Unique(
            values: flat.gathered(at: firsts), firstPositions: firsts, inverse: Tensor<Int>(ranks, shape: shape),
            counts: Tensor<Int>(zip(ends, starts).map { $0 - $1 }))
    }

    /// Whether each element is one of `elements`: NumPy's `isin`. NaN is none of any elements.
    public func isIn(_ elements: Tensor) -> Tensor<Bool> {
        let sorted: Tensor = elements.asConstant().flattened().sortedForSearch()
        if sorted.count == 0 { return Tensor<Bool>(repeating: false, shape: shape) }
        let places: Tensor<Int> = sorted.searchSorted(asConstant())
        let bounded: Tensor<Int> = select(places .== sorted.count, Tensor<Int>(0), places)
        return sorted.gathered(at: bounded) .== asConstant()
    }

    private func sortedForSearch() -> Tensor { gathered(at: argsort()) }
}
