import Foundation
public import Tensors

/// The estimates of a model of independent causes in resampled data.
public struct CausesBootstrap: Sendable {
    /// The names of the causes, the background first if the model has one.
    public let names: [String]
    /// The rates: `[replicates, names]`. A rate is ∞ or NaN as in `CauseEstimate`.
    public let rates: Tensor<Double>

    /// Returns the percentile interval of a rate. Replicates in which no row determines the rate do not count. Traps for
    /// an unknown name, or unless the confidence level is above 0 and below 1.
    ///
    /// The interval is too short near the boundary 0, where the bootstrap is not consistent (D. W. K. Andrews,
    /// Econometrica 68 (2000) 399–405). `IndependentCausesFit.interval` is right there.
    public func interval(of name: String, confidence: Double = 0.95) -> ConfidenceInterval {
        requireLevel(confidence)
        guard let column = names.firstIndex(of: name) else {
            fatalError("CausesBootstrap: no cause '\(name)' among \(names)")
        }
        let sorted: [Double] = rates[.all, column].scalars.filter { !$0.isNaN }.sorted()
        func quantile(_ p: Double) -> Double {
            guard let last = sorted.indices.last else { return .nan }
            let position: Double = p * Double(last)
            let below = Int(position)
            let (low, high): (Double, Double) = (sorted[below], sorted[min(below + 1, last)])
            return low == high ? low : low + (position - Double(below)) * (high - low)
        }
        return ConfidenceInterval(
            lower: quantile((1 - confidence) / 2), upper: quantile((1 + confidence) / 2), confidence: confidence)
    }
}

extension IndependentCausesFit {
    /// Returns the estimates in data sets of rows drawn with replacement from the data. If the data has groups, whole
    /// groups are drawn.
    ///
    /// - Parameters:
    ///   - replicates: The number of data sets; a number below 1 traps.
    ///   - generator: The source of the random numbers. The same state gives the same estimates.
    /// - Throws: `RegressionError.notConverged` if a fit fails.
    public func bootstrap(
        replicates: Int = 1000, using generator: inout PhiloxGenerator
    ) throws(RegressionError) -> CausesBootstrap {
        require(replicates > 0, "bootstrap: \(replicates) replicates")
        let units: [[Int]] = data.units
        var rates: [Double] = []
        for _ in 0 ..< replicates {
            var draws: [Double] = .init(repeating: 0, count: data.rowCount)
            for _ in units { for row in units[generator.next(below: units.count)] { draws[row] += 1 } }
            let weights: Tensor<Double> = data.weights * Tensor(draws)
            let hasRows: Bool = weights.max().scalar > 0
            rates +=
                try hasRows
                ? model.fit(data.weighted(weights)).estimates.map(\.rate)
                : .init(repeating: .nan, count: estimates.count)
        }
        return CausesBootstrap(
            names: estimates.map(\.name), rates: Tensor(rates).reshaped(to: [replicates, estimates.count]))
    }
}
