/// Returns the odds ratio `odds(x)/odds(y)` of two probabilities.
///
/// The function computes `(x/y)·((1 − y)/(1 − x))`, with a single rounding for each of the complements 1 − x and 1 − y.
/// The error is at most 4 ulp. The ratio is ∞ if x = 1 and y ≠ 1, or if y = 0 and x ≠ 0. The ratio is 0 if x = 0 and y
/// ≠ 0, or if y = 1 and x ≠ 1. The ratio is NaN if x and y are both 0 or both 1, or if x or y is outside of [0, 1].
///
/// The odds ratio equals the swap ratio of a synapse with α = β = 1: see `swapRatio` in the module `Synapses`.
public func oddsRatio(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? (x / y) * ((1 - y) / (1 - x)) : .nan
}

/// Returns the relative risk `x/y` of two probabilities. The relative risk is ∞ if only y is 0. The relative risk is
/// NaN if x and y are both 0, or if x or y is outside of [0, 1].
public func relativeRisk(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? x / y : .nan
}

private func isProbability(_ p: Double) -> Bool { p >= 0 && p <= 1 }
