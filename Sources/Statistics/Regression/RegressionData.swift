public import Tensors

/// The rows that a regression is fitted to: predictors, outcomes, and what is known about each row.
///
/// N is the number of rows, and d is the number of predictors.
public struct RegressionData: Sendable {
    /// The names of the predictors.
    public let names: [String]
    /// The predictors: `[N, d]`.
    public let predictors: Tensor<Double>
    /// The outcomes: `[N]`. For a risk model, the number of events among `trials`.
    public let outcome: Tensor<Double>
    /// The number of trials of each row: `[N]`. Only risk models use the trials.
    public let trials: Tensor<Double>
    /// The exposure of each row: `[N]`, such as days or person-years.
    public let exposure: Tensor<Double>
    /// The weight of each row: `[N]`. A row of weight w counts as w equal rows.
    public let weights: Tensor<Double>
    /// The group of each row, such as the family of a person; nil if each row is a group of its own. The bootstrap draws
    /// whole groups, and cross-validation keeps a group in one fold.
    public let groups: [Int]?

    /// The number of rows.
    public var rowCount: Int { outcome.count }

    /// Creates the data of a regression. Shapes that do not fit together trap.
    ///
    /// - Parameters:
    ///   - predictors: The predictors: `[N, d]`.
    ///   - names: The names of the d predictors, each a different name; a repeated name traps.
    ///   - outcome: The outcomes: `[N]`.
    ///   - trials: The number of trials of each row, `[N]`; nil for 1.
    ///   - exposure: The exposure of each row, `[N]`, at least 0; nil for 1.
    ///   - weights: The weight of each row, `[N]`, at least 0; nil for 1.
    ///   - groups: The group of each row; nil if each row is a group of its own.
    /// - Throws: `RegressionError.noRows` without a row of positive weight, `notFinite` if a number is NaN or infinite,
    ///   and `negative` for a negative number of trials, exposure or weight.
    public init(
        predictors: Tensor<Double>, names: [String], outcome: Tensor<Double>, trials: Tensor<Double>? = nil,
        exposure: Tensor<Double>? = nil, weights: Tensor<Double>? = nil, groups: [Int]? = nil
    ) throws(RegressionError) {
        let rows: Int = outcome.count
        require(
            outcome.rank == 1 && predictors.shape == [rows, names.count],
            "RegressionData: \(names.count) names, predictors \(predictors.shape) and outcome \(outcome.shape)")
        require(Set(names).count == names.count, "RegressionData: two predictors have the same name: \(names)")
        require(groups.map { $0.count == rows } ?? true, "RegressionData: \(groups?.count ?? 0) groups, \(rows) rows")
        self.names = names
        self.predictors = predictors.asConstant().contiguous()
        self.outcome = outcome.asConstant().contiguous()
        self.trials = try Self.column(trials, rows, "trials")
        self.exposure = try Self.column(exposure, rows, "exposure")
        self.weights = try Self.column(weights, rows, "weights")
        self.groups = groups
        try Self.requireFinite(self.outcome, "outcome")
        try requireFinitePredictors()
        if !self.weights.withUnsafeBuffer({ $0.contains { $0 > 0 } }) { throw RegressionError.noRows }
    }

    private static func column(
        _ column: Tensor<Double>?, _ rows: Int, _ name: String
    ) throws(RegressionError) -> Tensor<Double> {
        guard let column else { return Tensor(ones: [rows]) }
        require(column.shape == [rows], "RegressionData: \(name) \(column.shape) for \(rows) rows")
        let values: Tensor<Double> = column.asConstant().contiguous()
        try requireFinite(values, name)
        if let row = values.withUnsafeBuffer({ $0.firstIndex { $0 < 0 } }) {
            throw RegressionError.negative(column: name, row: row)
        }
        return values
    }

    private static func requireFinite(_ column: Tensor<Double>, _ name: String) throws(RegressionError) {
        if let row = column.withUnsafeBuffer({ $0.firstIndex { !$0.isFinite } }) {
            throw RegressionError.notFinite(column: name, row: row)
        }
    }

    private func requireFinitePredictors() throws(RegressionError) {
        if let place = predictors.withUnsafeBuffer({ $0.firstIndex { !$0.isFinite } }) {
            throw RegressionError.notFinite(column: names[place % names.count], row: place / names.count)
        }
    }
}

extension RegressionData {
    /// Creates data from values that another instance has checked.
    init(checked names: [String], _ predictors: Tensor<Double>, from data: RegressionData, weights: Tensor<Double>) {
        (self.names, self.predictors, self.weights) = (names, predictors, weights)
        (outcome, trials, exposure, groups) = (data.outcome, data.trials, data.exposure, data.groups)
    }

    /// Creates data of weight 1 from values that another instance has checked.
    init(
        checked names: [String], _ predictors: Tensor<Double>, outcome: Tensor<Double>, trials: Tensor<Double>,
        exposure: Tensor<Double>
    ) {
        (self.names, self.predictors, self.outcome) = (names, predictors, outcome)
        (self.trials, self.exposure, weights, groups) = (trials, exposure, Tensor(ones: [outcome.count]), nil)
    }

    /// Returns the data with other weights: `[N]`.
    func weighted(_ weights: Tensor<Double>) -> RegressionData {
        RegressionData(checked: names, predictors, from: self, weights: weights)
    }

    /// Returns the data with some of the predictors, in the given order. Traps for a name that is not a predictor.
    public func selecting(_ chosen: [String]) -> RegressionData {
        let places: [Int] = chosen.map(position)
        return RegressionData(
            checked: chosen, predictors.gathered(at: Tensor(places), axis: 1).contiguous(), from: self,
            weights: weights)
    }

    /// Returns the data with one more predictor, the product of two predictors, named `first:second`. The product of
    /// two 0/1 columns is a cause that acts only where both are present. Traps for a name that is not a predictor.
    public func addingProduct(of first: String, _ second: String) -> RegressionData {
        let product: Tensor<Double> = predictors[.all, position(first)] * predictors[.all, position(second)]
        return RegressionData(
            checked: names + ["\(first):\(second)"],
            Tensor(concatenating: [predictors, product.reshaped(to: [rowCount, 1])], axis: 1), from: self,
            weights: weights)
    }

    /// The rows that stay together when rows are drawn or held out: the rows of each group in ascending order of the
    /// groups, or each row alone.
    package var units: [[Int]] {
        guard let groups else { return (0 ..< rowCount).map { [$0] } }
        return Dictionary(grouping: groups.indices) { groups[$0] }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Returns the position of a predictor. Traps for a name that is not a predictor.
    func position(_ name: String) -> Int {
        guard let position = names.firstIndex(of: name) else {
            fatalError("RegressionData: no predictor '\(name)' among \(names)")
        }
        return position
    }

    /// Throws `outcomeOutsideTrials` unless each outcome is between 0 and the number of trials.
    func requireRisks() throws(RegressionError) {
        let rows: Int? = outcome.withUnsafeBuffer { events in
            trials.withUnsafeBuffer { trials in events.indices.first { events[$0] < 0 || events[$0] > trials[$0] } }
        }
        if let rows { throw .outcomeOutsideTrials(row: rows) }
    }
}

extension RegressionData {
    /// Returns the data with another outcome: `[N]`. Traps for another shape. Throws `notFinite` if an outcome is NaN or
    /// infinite.
    public func replacingOutcome(_ outcome: Tensor<Double>) throws(RegressionError) -> RegressionData {
        try RegressionData(
            predictors: predictors, names: names, outcome: outcome, trials: trials, exposure: exposure,
            weights: weights, groups: groups)
    }
}
