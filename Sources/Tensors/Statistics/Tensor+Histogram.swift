internal import CKernels

extension Tensor where Scalar: RealScalar {
    /// Returns the numbers of elements in bins of equal width: NumPy's `histogram`.
    ///
    /// A bin contains its lower edge; the last bin also contains its upper edge. Elements outside of the range, and
    /// NaN, are not counted.
    ///
    /// - Parameters:
    ///   - bins: The number of bins. Traps if the number is less than 1.
    ///   - range: The lower edge of the first bin and the upper edge of the last bin. `nil` is the range from the least
    ///     to the greatest element, or from 0 to 1 if there are no elements. If the two edges are equal, a range of
    ///     width 1 is used, with this edge in the middle. Traps if an edge is not finite; without a range, an infinite
    ///     element or NaN therefore traps.
    /// - Returns: The counts, a tensor of shape `[bins]`, and the edges of the bins, a tensor of shape `[bins + 1]`.
    public func histogram(bins: Int = 10, range: ClosedRange<Scalar>? = nil) -> (counts: Tensor<Int>, edges: Tensor) {
        require(bins >= 1, "histogram: \(bins) bins")
        let (low, high): (Scalar, Scalar) = histogramRange(range)
        let edges = Tensor(linearSpace: low, high, count: bins + 1)
        // The kernel computes a bin from the distance to the first edge, and corrects a rounding error of one bin. The
        // corrected bin is exact if the bins are much wider than the spacing of numbers.
        let spacing: Scalar = Swift.max(Swift.abs(low), Swift.abs(high)).ulp
        let fits: Bool = bins < 1 << 20 && (high / 2 - low / 2) / Scalar(bins) > 16 * spacing
        return (fits ? binCounts(between: edges) : histogram(edges: edges), edges)
    }

    /// Returns the numbers of elements between consecutive edges, which are finite and have the same distance up to
    /// rounding.
    private func binCounts(between edges: Tensor) -> Tensor<Int> {
        let bins: Int = edges.count - 1
        let source: Tensor = denseOrder.map(permutedView) ?? contiguous()
        let length: Int = Swift.max(8 * Parallelism.elementsPerChunk, 4 * bins)
        let chunks: Int = Swift.max(1, (count + length - 1) / length)
        let partial = Tensor<Int>(zeros: [chunks, bins])
        let target: UnsafeMutablePointer<Int> = partial.mutableAddress
        Parallelism.forEachRange(of: count, length: length) { range in
            (target + range.lowerBound / length * bins).withMemoryRebound(to: Int64.self, capacity: bins) {
                synann_histogram(
                    Scalar.kernelType, range.count, source.address + range.lowerBound, bins, edges.address, $0)
            }
        }
        return partial.sum(axis: 0)
    }

    /// Returns the numbers of elements between consecutive edges. A bin contains its lower edge; the last bin also
    /// contains its upper edge. Elements outside of the edges, and NaN, are not counted.
    ///
    /// - Parameter edges: A vector of at least two edges in ascending order. Traps for any other tensor, and if an edge
    ///   is NaN.
    /// - Returns: The counts, a tensor of shape `[edges.count − 1]`.
    public func histogram(edges: Tensor) -> Tensor<Int> {
        let limits: [Scalar] = edges.scalars
        require(
            edges.rank == 1 && limits.count >= 2 && zip(limits, limits.dropFirst()).allSatisfy { $0 <= $1 },
            "histogram: edges of shape \(edges.shape) are not a vector of at least two ascending numbers")
        let sorted: Tensor = asConstant().flattened().sorted()
        // In `sorted` NaN follows all numbers, so NaN comes after the last edge.
        var places: [Int] = sorted.searchSorted(edges.asConstant()).scalars
        let last = Tensor([limits[limits.count - 1]])
        places[places.count - 1] = sorted.searchSorted(last, right: true).scalars[0]
        return Tensor<Int>(zip(places.dropFirst(), places).map { $0 - $1 })
    }

    private func histogramRange(_ range: ClosedRange<Scalar>?) -> (Scalar, Scalar) {
        var (low, high): (Scalar, Scalar) = (0, 1)
        if let range {
            (low, high) = (range.lowerBound, range.upperBound)
        } else if count > 0 {
            (low, high) = (asConstant().min().scalar, asConstant().max().scalar)
        }
        require(low.isFinite && high.isFinite, "histogram: the range \(low) ... \(high) is not finite")
        return low == high ? (low - 0.5, high + 0.5) : (low, high)
    }
}

extension Tensor where Scalar: IntegerScalar {
    /// Returns for each integer 0, 1, 2, … the number of elements that are equal to it: NumPy's `bincount`. Traps if an
    /// element is negative.
    ///
    /// - Parameter minimumLength: The least length of the result.
    /// - Returns: A vector whose length is the greatest element plus 1, or `minimumLength` if this length is less or
    ///   there are no elements.
    public func binCounts(minimumLength: Int = 0) -> Tensor<Int> {
        let bins: Tensor<Int> = checkedBins("binCounts")
        let length: Int = Swift.max(minimumLength, bins.count == 0 ? 0 : bins.max().scalar + 1)
        let counts = Tensor<Int>(zeros: [length])
        let positions: Tensor<Int> = bins.denseOrder.map(bins.permutedView) ?? bins.contiguous()
        positions.withInt64 { positions in
            counts.mutableAddress.withMemoryRebound(to: Int64.self, capacity: length) {
                synann_count_positions(bins.count, positions, length, $0)
            }
        }
        return counts
    }

    /// Returns for each integer 0, 1, 2, … the sum of the weights of the elements that are equal to it. Differentiable
    /// with respect to the weights. Traps if an element is negative.
    ///
    /// - Parameters:
    ///   - weights: A weight for each element. Traps unless the shape is the shape of this tensor.
    ///   - minimumLength: The least length of the result.
    /// - Returns: A vector whose length is the greatest element plus 1, or `minimumLength` if this length is less or
    ///   there are no elements.
    public func binSums<Weight: RealScalar>(weights: Tensor<Weight>, minimumLength: Int = 0) -> Tensor<Weight> {
        require(
            weights.shape == shape, "binSums: weights of shape \(weights.shape) for elements of shape \(shape)")
        let bins: Tensor<Int> = checkedBins("binSums")
        let length: Int = Swift.max(minimumLength, bins.count == 0 ? 0 : bins.max().scalar + 1)
        return Tensor<Weight>(zeros: [length]).addingElements(weights, at: bins)
    }

    private func checkedBins(_ name: String) -> Tensor<Int> {
        let least: Scalar = count == 0 ? 0 : min().scalar
        require(least >= 0, "\(name): the element \(least) of shape \(shape) is negative")
        return Tensor<Int>(self)
    }
}
