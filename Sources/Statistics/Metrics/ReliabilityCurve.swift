import Tensors

/// The frequency of an event and the mean predicted probability of the event, in each bin of predicted probabilities.
/// For calibrated predictions the frequency equals the mean probability. Bins without samples are omitted.
public struct ReliabilityCurve: Sendable, Hashable, Codable {
    /// The mean of the predicted probabilities in each bin.
    public let meanProbabilities: [Double]
    /// The fraction of the samples in each bin for which the event happened.
    public let frequencies: [Double]
    /// The number of samples in each bin.
    public let counts: [Double]
}

/// The way in which the edges of the bins are chosen.
public enum BinStrategy: Sendable, Hashable {
    /// Bins of equal width from 0 to 1.
    case uniform
    /// Bins whose edges are quantiles of the probabilities. The bins contain about the same number of samples if no
    /// probabilities are equal.
    case quantile
}

/// Returns the reliability curve of predicted probabilities of the positive class, like scikit-learn's
/// `calibration_curve`.
///
/// A probability on an edge belongs to the bin below the edge, as in scikit-learn. If a probability or a target is NaN,
/// the curve has a single bin, whose values are all NaN.
///
/// - Parameters:
///   - probabilities: The probabilities that the target is 1, each from 0 to 1; any other value except NaN traps.
///   - targets: The targets, of the same shape; another shape traps. Each target is 0 or 1; any other value except NaN
///     traps.
///   - bins: The number of bins; a number below 1 traps.
///   - strategy: The way in which the edges of the bins are chosen.
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
        // The index of the bin is the number of edges below the probability.
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

/// Returns the `bins` − 1 edges between neighbouring bins in ascending order. Returns an empty list if the strategy is
/// `.quantile` and there are no probabilities.
private func innerEdges(_ probabilities: [Double], _ bins: Int, _ strategy: BinStrategy) -> [Double] {
    if strategy == .uniform { return (1 ..< bins).map { Double($0) / Double(bins) } }
    let sorted: [Double] = probabilities.sorted()
    guard let last = sorted.indices.last else { return [] }
    return (1 ..< bins).map { edge in
        // Linear interpolation between neighbours, as in NumPy's `percentile`.
        let position: Double = Double(edge) / Double(bins) * Double(last)
        let below = Int(position)
        let fraction: Double = position - Double(below)
        return sorted[below] + (sorted[min(below + 1, last)] - sorted[below]) * fraction
    }
}
