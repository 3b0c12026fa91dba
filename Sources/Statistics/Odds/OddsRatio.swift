/// Returns the odds ratio `odds(x)/odds(y)` of two probabilities.
///
/// Computed as `(x/y)·((1 − y)/(1 − x))`, with each complement rounded once: within 4 ulp. ∞ where odds(x) is ∞ and
/// odds(y) is not, and where odds(y) is 0 and odds(x) is not. 0 where odds(x) is 0 and odds(y) is not, and where
/// odds(y) is ∞ and odds(x) is not. NaN where both odds are 0, where both are ∞, and outside of [0, 1].
///
/// It is the swap ratio of a synapse with α = β = 1: see `swapRatio` in the module `Synapses`.
public func oddsRatio(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? (x / y) * ((1 - y) / (1 - x)) : .nan
}

/// Returns the relative risk `x/y` of two probabilities: ∞ where only y is 0; NaN where both are 0, and outside of [0,
/// 1].
public func relativeRisk(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? x / y : .nan
}

private func isProbability(_ p: Double) -> Bool { p >= 0 && p <= 1 }
