import Tensors

/// The frequency of an event against its predicted probability, bin by bin. A calibrated prediction gives the diagonal.
/// Bins without samples are omitted.
public struct ReliabilityCurve: Sendable, Hashable, Codable {
    /// The mean of the predicted probabilities in each bin.
    public let meanProbabilities: [Double]
    /// The fraction of the samples in each bin where the event happened.
    public let frequencies: [Double]
    /// The number of samples in each bin.
    public let counts: [Double]
}

/// How the bins of a curve are divided.
public enum BinStrategy: Sendable, Hashable {
    /// Bins of equal width from 0 to 1.
    case uniform
    /// Bins with equally many samples, as far as ties allow: their edges are quantiles of the probabilities.
    case quantile
}

/// Returns the reliability curve of predicted probabilities of a yes: scikit-learn's `calibration_curve`.
///
/// A probability on an edge belongs to the bin below it, as in scikit-learn. With NaN anywhere the curve is one bin of
/// NaN.
///
/// - Parameters:
///   - probabilities: Probabilities of 1, each from 0 to 1; others trap.
///   - targets: Of the same shape, each 0 or 1; others trap.
///   - bins: The number of bins; fewer than 1 trap.
///   - strategy: How the bins are divided.
public func reliabilityCurve<Scalar: RealScalar, Target: NumericScalar>(
    _ probabilities: Tensor<Scalar>, _ targets: Tensor<Target>, bins: Int = 5, strategy: BinStrategy = .uniform
) -> ReliabilityCurve {
    require(bins > 0, "reliabilityCurve: the number of bins, \(bins), must be positive")
    let samples = BinarySamples(probabilities, targets, weights: nil, "reliabilityCurve")
    if samples.hasNaN { return ReliabilityCurve(meanProbabilities: [.nan], frequencies: [.nan], counts: [.nan]) }
    if let other = samples.scores.first(where: { !(0 ... 1).contains($0) }) {
        fatalError("reliabilityCurve: \(other) is not a probability")
    }
    let edges: [Double] = innerEdges(samples.scores, bins, strategy)
    var counts = [Double](repeating: 0, count: bins)
    var (sums, hits): ([Double], [Double]) = (counts, counts)
    for (score, isPositive) in zip(samples.scores, samples.arePositive) {
        // The bin is the number of edges below the probability.
        let bin: Int = edges.count { $0 < score }
        counts[bin] += 1
        sums[bin] += score
        hits[bin] += isPositive ? 1 : 0
    }
    let filled: [Int] = counts.indices.filter { counts[$0] > 0 }
    return ReliabilityCurve(
        meanProbabilities: filled.map { sums[$0] / counts[$0] }, frequencies: filled.map { hits[$0] / counts[$0] },
        counts: filled.map { counts[$0] })
}

/// Returns the edges between bins, ascending.
private func innerEdges(_ probabilities: [Double], _ bins: Int, _ strategy: BinStrategy) -> [Double] {
    if strategy == .uniform { return (1 ..< bins).map { Double($0) / Double(bins) } }
    let sorted: [Double] = probabilities.sorted()
    guard let last = sorted.indices.last else { return [] }
    return (1 ..< bins).map { edge in
        // As NumPy's percentile: linear interpolation between neighbours.
        let position: Double = Double(edge) / Double(bins) * Double(last)
        let below = Int(position)
        let fraction: Double = position - Double(below)
        return sorted[below] + (sorted[min(below + 1, last)] - sorted[below]) * fraction
    }
}
