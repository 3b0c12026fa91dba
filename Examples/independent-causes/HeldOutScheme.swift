import Statistics
import Tensors

/// The way in which rows are held out.
struct HeldOutScheme {
    let name: String
    private let folds: [[Int]]?

    init(_ data: RegressionData, seed: UInt64) {
        let units: Int = data.units.count
        if units > 1000 {
            var generator = PhiloxGenerator(seed: seed)
            folds = data.folds(10, using: &generator)
            name = "10-fold log loss"
        } else {
            folds = nil
            name = data.groups == nil ? "leave-one-out log loss" : "leave-one-group-out log loss"
        }
    }

    func logLoss(_ model: some RiskModel, _ data: RegressionData) throws(RegressionError) -> Double {
        guard let folds else { return try model.leaveOneOutLogLoss(data) }
        return try model.crossValidatedLogLoss(data, folds: folds)
    }
}
