import Tensors

extension UnivariateDistribution {
    /// Returns the quantile of a discrete distribution: the least count k for which the lower tail P(X ≤ k) is at least
    /// p, or, if `isUpper`, the least count k for which the upper tail P(X > k) is at most p. The result is NaN for p
    /// outside of [0, 1].
    ///
    /// The method compares the tail that is at most ½, and allows a difference of 64 units of rounding. The quantile
    /// for a p that was computed as `cdf(k)` is therefore k, also for a p near 1.
    ///
    /// - Parameters:
    ///   - p: Probabilities of the lower tail, or of the upper tail if `isUpper`.
    ///   - isUpper: Whether p is a probability of the upper tail P(X > k).
    ///   - guess: Estimates of the result. If the distance from an estimate to the result is d, the search costs about
    ///     2·log₂ d evaluations of the tails.
    func leastCount(_ p: Tensor<Scalar>, isUpper: Bool, near guess: Tensor<Scalar>) -> Tensor<Scalar> {
        let p: Tensor<Scalar> = p.asConstant()
        let (lower, upper) = (support.lower.asConstant(), support.upper.asConstant())
        // For p = 0 and p = 1 the result is an end of the support. A search for this end could be endless.
        let isInside: Tensor<Bool> = (p .> 0) .&& (p .< 1) .&& (lower .== lower)
        let searched: Tensor<Scalar> = select(isInside, p, Tensor(0.5))
        let isSmall: Tensor<Bool> = searched .<= 0.5
        let level: Tensor<Scalar> = select(isSmall, searched, 1 - searched)
        let search = CountSearch(
            lower: lower, upper: upper, isDecided: !isInside,
            isReached: { k in
                let fuzz: Scalar = 64 * Scalar.ulpOfOne
                let isLower: Tensor<Bool> = isUpper ? !isSmall : isSmall
                // `lower` replaces the counts whose tail is not needed, because the tails at `lower` are cheap to
                // compute.
                let byLower: Tensor<Bool> = cdf(select(isLower, k, lower)) .>= level * (1 - fuzz)
                let byUpper: Tensor<Bool> = survival(select(isLower, lower, k)) .<= level * (1 + fuzz)
                return select(isLower, byLower, byUpper)
            })
        let found: Tensor<Scalar> = search.least(near: guess.asConstant())
        let (least, greatest) = isUpper ? (upper, lower) : (lower, upper)
        let ends: Tensor<Scalar> = select(p .== 0, least, select(p .== 1, greatest, Tensor(.nan)))
        return select(isInside, found, ends + (lower - lower))
    }
}

/// A search for the least whole number that satisfies a monotone condition, for every element of a tensor at once.
private struct CountSearch<Scalar: RealScalar> {
    let lower: Tensor<Scalar>
    let upper: Tensor<Scalar>
    /// Whether the result of each element is not needed.
    let isDecided: Tensor<Bool>
    /// Returns whether each count satisfies the condition. The condition is true at `upper` and false below `lower`.
    let isReached: (Tensor<Scalar>) -> Tensor<Bool>

    func least(near guess: Tensor<Scalar>) -> Tensor<Scalar> {
        // The comparisons of NaN are false, so a guess that is NaN becomes the lower end.
        let whole: Tensor<Scalar> = guess.floor()
        let raised: Tensor<Scalar> = select(whole .>= lower, whole, lower)
        var high: Tensor<Scalar> = select(raised .<= upper, raised, upper)
        high = select(isDecided, Tensor(0), high)
        var isHigh: Tensor<Bool> = isReached(high) .|| isDecided
        var low: Tensor<Scalar> = select(isHigh, lower - 1, high)
        var width: Scalar = 1
        while !isHigh.all(), width.isFinite {
            low = select(isHigh, low, high)
            high = select(isHigh, high, minimum(high + width, upper))
            isHigh = isHigh .|| isReached(high)
            width *= 2
        }
        (low, high) = lowered(low, high)
        return bisected(low, high)
    }

    /// Returns closer bounds `low` and `high` of the result. An element with `low` below the support tries counts below
    /// `high` at doubling distances, until a count does not satisfy the condition or is the lower end of the support.
    private func lowered(_ low: Tensor<Scalar>, _ high: Tensor<Scalar>) -> (Tensor<Scalar>, Tensor<Scalar>) {
        var (low, high) = (low, high)
        var isLow: Tensor<Bool> = (low .>= lower) .|| (high .<= lower) .|| isDecided
        var width: Scalar = 1
        while !isLow.all(), width.isFinite {
            let probe: Tensor<Scalar> = select(isLow, high, maximum(high - width, lower))
            let isReached: Tensor<Bool> = isReached(probe)
            low = select(isLow .|| isReached, low, probe)
            high = select(isLow, high, select(isReached, probe, high))
            isLow = isLow .|| (!isReached) .|| (high .<= lower)
            width *= 2
        }
        return (low, high)
    }

    private func bisected(_ low: Tensor<Scalar>, _ high: Tensor<Scalar>) -> Tensor<Scalar> {
        var (low, high) = (low, high)
        while true {
            let middle: Tensor<Scalar> = (low + (high - low) * 0.5).floor()
            let isOpen: Tensor<Bool> = (middle .> low) .&& (middle .< high) .&& !isDecided
            if !isOpen.any() { return high }
            let isReached: Tensor<Bool> = isReached(select(isOpen, middle, high))
            low = select(isOpen .&& !isReached, middle, low)
            high = select(isOpen .&& isReached, middle, high)
        }
    }
}
