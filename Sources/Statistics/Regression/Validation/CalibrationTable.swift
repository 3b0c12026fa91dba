import Tensors

/// A comparison of predicted risks with observed frequencies, in groups of rows with similar risks.
public struct CalibrationTable: Sendable, Hashable {
    /// A group of rows.
    public struct Row: Sendable, Hashable {
        /// The least and the greatest predicted risk of the group.
        public let risks: ClosedRange<Double>
        /// The number of trials.
        public let trials: Double
        /// The expected number of events: the sum of the predicted risks.
        public let expected: Double
        /// The observed number of events.
        public let observed: Double
    }

    /// The groups, in ascending order of the risks.
    public let rows: [Row]
}

extension RiskFit {
    /// Returns the calibration table of the fit's risks for the rows of `data`.
    ///
    /// The groups have about equal numbers of trials, and rows with equal risks are in the same group. So the number of
    /// groups can be less than `groups`. Rows without weight or trials do not count.
    ///
    /// - Parameters:
    ///   - data: The rows, with the predictors of the fit.
    ///   - groups: The number of groups; a number below 1 traps.
    public func calibrationTable(_ data: RegressionData, groups: Int = 10) -> CalibrationTable {
        require(groups > 0, "calibrationTable: \(groups) groups")
        let risks: [Double] = risk(data.predictors, exposure: data.exposure).scalars
        let trials: [Double] = (data.trials * data.weights).scalars
        let events: [Double] = (data.outcome * data.weights).scalars
        let order: [Int] = risks.indices.filter { trials[$0] > 0 }.sorted { risks[$0] < risks[$1] }
        let size: Double = order.reduce(0.0) { $0 + trials[$1] } / Double(groups)
        var rows: [CalibrationTable.Row] = []
        var (first, done): (Int, Double) = (0, 0)
        var (expected, observed, total): (Double, Double, Double) = (0, 0, 0)
        for (place, row) in order.enumerated() {
            expected += trials[row] * risks[row]
            observed += events[row]
            total += trials[row]
            let isLast: Bool = place + 1 == order.count
            // The tolerance allows for the rounding error of risks that are equal in exact arithmetic.
            let isTied: Bool = !isLast && risks[order[place + 1]] - risks[row] <= 1e-12
            guard isLast || (done + total >= size * Double(rows.count + 1) * (1 - 1e-12) && !isTied) else { continue }
            rows.append(
                .init(
                    risks: risks[order[first]] ... risks[row], trials: total, expected: expected, observed: observed))
            (first, done) = (place + 1, done + total)
            (expected, observed, total) = (0, 0, 0)
        }
        return CalibrationTable(rows: rows)
    }
}
