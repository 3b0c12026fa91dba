/// Returns the odds ratio `odds(x)/odds(y)` of two probabilities.
///
/// It is computed as `(x/y)·((1 − y)/(1 − x))`, with one rounding for each complement. The error is at most 4 ulp. The
/// ratio is ∞ if x is 1 and y is not, or if y is 0 and x is not. It is 0 if x is 0 and y is not, or if y is 1 and x is
/// not. It is NaN if x and y are both 0 or both 1, or if one of them is outside of [0, 1].
///
/// It is the swap ratio of a synapse with α = β = 1: see `swapRatio` in the module `Synapses`.
public func oddsRatio(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? (x / y) * ((1 - y) / (1 - x)) : .nan
}

/// Returns the relative risk `x/y` of two probabilities. It is ∞ if only y is 0. It is NaN if both are 0, or if x or y
/// is outside of [0, 1].
public func relativeRisk(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? x / y : .nan
}

private func isProbability(_ p: Double) -> Bool { p >= 0 && p <= 1 }
