import Tensors

/// Returns Wilson's score interval of a probability, from the number of events among independent trials.
///
/// The ends are `(p + z²/2n ± z·√(p(1 − p)/n + z²/4n²))/(1 + z²/n)` with p = events/trials, n = trials and the
/// (1 + confidence)/2 quantile z of the standard normal distribution. The interval is [0, 1] without trials. Traps if the
/// number of events is not between 0 and the number of trials, or unless the confidence level is above 0 and below 1.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
/// Statistical Association 22 (1927) 209–212.
public func wilsonInterval(events: Double, trials: Double, confidence: Double = 0.95) -> ConfidenceInterval {
    requireLevel(confidence)
    require(events >= 0 && events <= trials, "wilsonInterval: \(events) events among \(trials) trials")
    if trials == 0 { return ConfidenceInterval(lower: 0, upper: 1, confidence: confidence) }
    let z: Double = -normalQuantile((1 - confidence) / 2)
    let p: Double = events / trials
    let square: Double = z * z / trials
    let middle: Double = (p + square / 2) / (1 + square)
    let distance: Double = z * (p * (1 - p) / trials + square / (4 * trials)).squareRoot() / (1 + square)
    return ConfidenceInterval(
        lower: max(0, middle - distance), upper: min(1, middle + distance), confidence: confidence)
}
