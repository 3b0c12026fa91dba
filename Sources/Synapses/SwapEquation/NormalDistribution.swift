import Foundation

/// The number below which a standard normal variable lies with probability p, for 0 < p < 1.
///
/// By bisection of ½ erfc(−z/√2), to the last place that `Double` has: some sixty evaluations.
func normalQuantile(_ p: Double) -> Double {
    // In the lower tail erfc keeps its digits where the distribution function near 1 would not.
    if p > 0.5 { return -normalQuantile(1 - p) }
    return bisected(from: -40, to: 0) { 0.5 * erfc(-$0 / 2.0.squareRoot()) < p }
}

/// Where a condition that holds below some number and not above it changes, between two bounds.
func bisected(from lower: Double, to upper: Double, _ isBelow: (Double) -> Bool) -> Double {
    var (low, high): (Double, Double) = (lower, upper)
    while true {
        let middle: Double = low + (high - low) / 2
        if middle <= low || middle >= high { return middle }
        if isBelow(middle) { low = middle } else { high = middle }
    }
}
