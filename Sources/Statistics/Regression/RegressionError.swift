/// An error that the values of the data of a regression cause. The description says what is wrong, in which row, and
/// what to do. Rows are counted from 0 in the cases and from 1 in the description.
public enum RegressionError: Error, Hashable, Sendable {
    /// No row has a positive weight.
    case noRows
    /// A number is NaN or infinite.
    case notFinite(column: String, row: Int)
    /// A number is negative in a column that must be at least 0.
    case negative(column: String, row: Int)
    /// The number of events is negative, or it exceeds the number of trials.
    case outcomeOutsideTrials(row: Int)
    /// The outcome is outside of the domain of the family: negative for Poisson, not positive for Gamma.
    case outcomeOutsideDomain(family: String, row: Int)
    /// The exposure is 0, and the model needs its logarithm.
    case noExposure(row: Int)
    /// A row contains an event, but no cause and no background risk that could have brought it about.
    case impossibleEvent(row: Int)
    /// A predictor is a linear combination of other predictors. `others` can contain `intercept`; it is empty for a
    /// column of zeros.
    case dependentPredictor(name: String, others: [String])
    /// A predictor has the name that a model gives to something else.
    case reservedName(String)
    /// The iterations did not reach the optimum.
    case notConverged(model: String, iterations: Int)
}

extension RegressionError: CustomStringConvertible {
    /// A sentence with the fault and a sentence of advice.
    public var description: String {
        switch self {
        case .noRows: "the data has no row of positive weight. Give at least one row."
        case .notFinite(let column, let row):
            "column '\(column)', row \(row + 1): the number is missing or infinite. Drop the row or fill the number in."
        case .negative(let column, let row):
            "column '\(column)', row \(row + 1): the number is negative. Give a number that is at least 0."
        case .outcomeOutsideTrials(let row):
            "row \(row + 1): the number of events is not between 0 and the number of trials. "
                + "Correct the outcome or the trials."
        case .outcomeOutsideDomain(let family, let row):
            "row \(row + 1): the outcome is outside of the domain of \(family). "
                + "Give outcomes that are \(family == "Gamma" ? "above 0" : "at least 0")."
        case .noExposure(let row): "row \(row + 1): the exposure is 0. Drop the row, or give an exposure above 0."
        case .impossibleEvent(let row):
            "row \(row + 1): the row has an event, but none of the causes, no exposure or no background risk. "
                + "Add the background risk or the missing cause."
        case .dependentPredictor(let name, let others):
            others.isEmpty
                ? "predictor '\(name)' is 0 in every row. Leave it out."
                : "predictor '\(name)' is a linear combination of \(others.joined(separator: ", ")). "
                    + "Leave one of them out."
        case .reservedName(let name): "predictor '\(name)' has the name of the model's own risk. Give it another name."
        case .notConverged(let model, let iterations):
            "\(model): no convergence after \(iterations) iterations. Leave out predictors, or add a penalty."
        }
    }
}

extension RegressionError {
    /// Returns this error about row `rows[row]` instead of `row`, for data that was made from these rows of a table. An
    /// error about no row is returned unchanged.
    package func amongRows(_ rows: [Int]) -> RegressionError {
        switch self {
        case .notFinite(let column, let row): .notFinite(column: column, row: rows[row])
        case .negative(let column, let row): .negative(column: column, row: rows[row])
        case .outcomeOutsideTrials(let row): .outcomeOutsideTrials(row: rows[row])
        case .outcomeOutsideDomain(let family, let row): .outcomeOutsideDomain(family: family, row: rows[row])
        case .noExposure(let row): .noExposure(row: rows[row])
        case .impossibleEvent(let row): .impossibleEvent(row: rows[row])
        case .noRows, .dependentPredictor, .reservedName, .notConverged: self
        }
    }
}
