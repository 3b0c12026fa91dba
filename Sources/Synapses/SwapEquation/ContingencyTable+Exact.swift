import Foundation

extension ContingencyTable {
    /// The odds ratio under which the group's events, given all margins, are just what is expected: the conditional
    /// maximum-likelihood estimate, as R's `fisher.test` and SciPy's `odds_ratio` give it. 0 or ∞ at the ends of what the
    /// margins allow, NaN where they allow one table only.
    ///
    /// Cost: some hundred passes over the tables with these margins. Relative error below 1e-11.
    public var conditionalOddsRatio: Double {
        let tables = ConditionalTables(self)
        if tables.count == 1 { return .nan }
        if tables.observed == 0 { return 0 }
        if tables.observed == tables.count - 1 { return .infinity }
        return exp(tables.logRatio { tables.mean($0) < Double(tables.observed) })
    }

    /// The exact interval of the odds ratio, given all margins: each end is the ratio under which tables as extreme as
    /// this one have the probability (1 − confidence)/2. It holds the true value at least as often as the confidence says.
    ///
    /// Cost and error: as `conditionalOddsRatio`.
    ///
    /// Source: R. A. Fisher, "Confidence limits for a cross-product ratio", 1962.
    public func exactInterval(confidence: Double) -> ClosedRange<Double> {
        let tail: Double = (1 - validated(confidence)) / 2
        let tables = ConditionalTables(self)
        let low: Double =
            tables.observed == 0 ? 0 : exp(tables.logRatio { tables.probability(of: tables.observed..., $0) < tail })
        let high: Double =
            tables.observed == tables.count - 1
            ? .infinity : exp(tables.logRatio { tables.probability(of: ...tables.observed, $0) > tail })
        return low ... high
    }
}

/// All tables with the same margins, by the group's number of events: Fisher's noncentral hypergeometric distribution.
private struct ConditionalTables {
    /// The logarithm of the number of ways to each table, up to a constant.
    private let logWays: [Double]
    /// The position of the table itself.
    let observed: Int

    var count: Int { logWays.count }

    init(_ table: ContingencyTable) {
        let group: Int = table.events + table.nonevents
        let reference: Int = table.referenceEvents + table.referenceNonevents
        let total: Int = table.events + table.referenceEvents
        let (least, most): (Int, Int) = (max(0, total - reference), min(group, total))
        observed = table.events - least
        // From table to table the ways change by (n₁ − k)(m − k) / ((k + 1)(n₂ − m + k + 1)): sums of few logarithms lose
        // less than differences of large log-factorials.
        var ways: [Double] = [0]
        for k in least ..< most {
            let up: Double = log(Double(group - k)) + log(Double(total - k))
            let down: Double = log(Double(k + 1)) + log(Double(reference - total + k + 1))
            ways.append(ways[ways.count - 1] + (up - down))
        }
        logWays = ways
    }

    /// Probabilities of all tables under a log odds ratio, up to a constant.
    private func weights(_ logRatio: Double) -> [Double] {
        var logs: [Double] = logWays
        var greatest = -Double.infinity
        for k in logs.indices {
            logs[k] += Double(k) * logRatio
            greatest = max(greatest, logs[k])
        }
        return logs.map { exp($0 - greatest) }
    }

    /// The expected position.
    func mean(_ logRatio: Double) -> Double {
        var (sum, moment): (Double, Double) = (0, 0)
        for (k, weight) in weights(logRatio).enumerated() {
            sum += weight
            moment += Double(k) * weight
        }
        return moment / sum
    }

    func probability(of range: some RangeExpression<Int>, _ logRatio: Double) -> Double {
        let weights: [Double] = weights(logRatio)
        return weights[range.relative(to: weights)].reduce(0, +) / weights.reduce(0, +)
    }

    /// The log odds ratio at which a condition that holds below it ends.
    func logRatio(_ isBelow: (Double) -> Bool) -> Double {
        var bound = 1.0
        // All that the margins allow is decided at ratios whose logarithm is a few times that of the counts.
        while bound < 700, isBelow(bound) || !isBelow(-bound) { bound *= 2 }
        return bisected(from: -bound, to: bound, isBelow)
    }
}
