/// The odds ratio `odds(x)/odds(y)` of two probabilities.
///
/// Computed as `(x/y)·((1 − y)/(1 − x))`, each complement rounded once: within 4 ulp. 1 where the probabilities are equal
/// and neither is 0 nor 1; ∞ where only odds(y) is 0 or only odds(x) is ∞; 0 where only odds(x) is 0 or only odds(y) is ∞;
/// NaN where both odds are 0, where both are ∞, and outside [0, 1].
///
/// It is the swap ratio of a synapse with α = β = 1: see `swapRatio` in the module `Synapses`.
public func oddsRatio(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? (x / y) * ((1 - y) / (1 - x)) : .nan
}

/// The relative risk `x/y` of two probabilities: ∞ where only y is 0; NaN where both are 0, and outside [0, 1].
public func relativeRisk(_ x: Double, _ y: Double) -> Double {
    isProbability(x) && isProbability(y) ? x / y : .nan
}

private func isProbability(_ p: Double) -> Bool { p >= 0 && p <= 1 }
