public import Tensors

extension RiskModel {
    /// Returns the held-out log loss of the model: each fold is predicted by a fit to the other folds.
    ///
    /// The log loss is the mean of −log P over the events and of −log(1 − P) over the other trials, in natural units. It
    /// is ∞ if a fit gives an event the risk 0, or another trial the risk 1. The constant model's log loss is the
    /// baseline.
    ///
    /// - Parameters:
    ///   - data: The rows.
    ///   - folds: The rows of each fold; `RegressionData.folds` makes them. Traps for a row outside of the data.
    /// - Throws: The error of the first fit that fails.
    public func crossValidatedLogLoss(
        _ data: RegressionData, folds: [[Int]]
    ) throws(RegressionError) -> Double {
        var (sum, trials): (Double, Double) = (0, 0)
        for fold in folds {
            let isHeldOut: Tensor<Double> = data.indicator(of: fold)
            let fit: Fit = try fit(data.weighted(data.weights * (1 - isHeldOut)))
            let held: RegressionData = data.weighted(data.weights * isHeldOut)
            let count: Double = (held.weights * held.trials).sum().scalar
            if count == 0 { continue }
            let risks: Tensor<Double> = fit.risk(data.predictors, exposure: data.exposure)
            sum += count * BinomialLikelihood(held).meanLogLoss(risks)
            trials += count
        }
        return sum / trials
    }

    /// Returns the leave-one-out log loss of the model: each trial is predicted by a fit to all other trials. With
    /// groups, each group is predicted by a fit to all other groups.
    ///
    /// The fits are exact, not an approximation. Trials with the same predictors, exposure and outcome have the same
    /// fit, so the number of fits is at most twice the number of distinct rows. See `crossValidatedLogLoss` for the log
    /// loss.
    ///
    /// - Throws: The error of the first fit that fails.
    public func leaveOneOutLogLoss(_ data: RegressionData) throws(RegressionError) -> Double {
        if data.groups != nil { return try crossValidatedLogLoss(data, folds: data.units) }
        let patterns: RegressionData = data.mergingEqualRows()
        let (events, trials): ([Double], [Double]) = (patterns.outcome.scalars, patterns.trials.scalars)
        var sum = 0.0
        for row in events.indices {
            let nonevents: Double = trials[row] - events[row]
            for (isEvent, count) in [(true, events[row]), (false, nonevents)] where count > 0 {
                let amount: Double = min(1, count)
                let rest: RegressionData = patterns.removing(amount, isEvent: isEvent, from: row)
                let position: Tensor<Double> = patterns.predictors[row ..< row + 1]
                let fit: Fit = try fit(rest)
                let risk: Tensor<Double> = fit.risk(position, exposure: patterns.exposure[row ..< row + 1])
                sum -= count * (isEvent ? risk.log() : (-risk).log1p()).scalar
            }
        }
        return sum / trials.reduce(0, +)
    }
}

extension RegressionData {
    /// Divides the rows at random into folds with about equal numbers of rows with and without events. A group stays in
    /// one fold. The number of folds is at most the number of rows or groups, and at least 2; other numbers trap.
    public func folds(_ count: Int, using generator: inout PhiloxGenerator) -> [[Int]] {
        if groups == nil {
            let labels: [Int] = outcome.scalars.map { $0 > 0 ? 1 : 0 }
            return Sampling.folds(rowCount, into: count, labels: labels, using: &generator)
        }
        let units: [[Int]] = self.units
        return Sampling.folds(units.count, into: count, labels: nil, using: &generator)
            .map { fold in fold.flatMap { units[$0] }.sorted() }
    }

    /// Returns 1 for the given rows and 0 for the others: `[N]`.
    func indicator(of rows: [Int]) -> Tensor<Double> {
        var indicator: [Double] = .init(repeating: 0, count: rowCount)
        for row in rows {
            require(indicator.indices.contains(row), "RegressionData: no row \(row) of \(rowCount)")
            indicator[row] = 1
        }
        return Tensor(indicator)
    }

    /// Returns data in which rows with equal predictors and exposure are one row with the sums of their events and
    /// trials, both times their weights. The order is that of first appearance.
    func mergingEqualRows() -> RegressionData {
        let width: Int = names.count
        let values: [Double] = predictors.scalars
        let (times, events, trials, weights) = (
            exposure.scalars, outcome.scalars, trials.scalars, weights.scalars
        )
        var places: [[Double]: Int] = [:]
        var (rows, sums): ([Int], [(events: Double, trials: Double)]) = ([], [])
        for row in 0 ..< rowCount where weights[row] > 0 {
            let key: [Double] = Array(values[row * width ..< (row + 1) * width]) + [times[row]]
            let place: Int = places[key] ?? rows.count
            if place == rows.count {
                places[key] = place
                rows.append(row)
                sums.append((0, 0))
            }
            sums[place].events += weights[row] * events[row]
            sums[place].trials += weights[row] * trials[row]
        }
        let indices = Tensor<Int>(rows)
        return RegressionData(
            checked: names, predictors.gathered(at: indices, axis: 0).contiguous(),
            outcome: Tensor(sums.map(\.events)), trials: Tensor(sums.map(\.trials)),
            exposure: exposure.gathered(at: indices, axis: 0).contiguous())
    }

    /// Returns the data without some trials of a row, which were events or not.
    fileprivate func removing(_ amount: Double, isEvent: Bool, from row: Int) -> RegressionData {
        let change: Tensor<Double> = indicator(of: [row]) * amount
        return RegressionData(
            checked: names, predictors, outcome: isEvent ? outcome - change : outcome, trials: trials - change,
            exposure: exposure)
    }
}
