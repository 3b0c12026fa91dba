import Statistics
import Tensors

/// A table of models that are fitted to the same rows.
struct Comparison {
    private let prepared: PreparedData
    private let scheme: HeldOutScheme
    private(set) var table: TextTable
    /// What the reader of the table must know.
    private(set) var remarks: [String] = []

    init(_ prepared: PreparedData, _ scheme: HeldOutScheme) {
        (self.prepared, self.scheme) = (prepared, scheme)
        table = TextTable(
            ["model", "coefficients", "deviance", "AIC", scheme.name], rightAligned: [1, 2, 3, 4])
    }

    /// Adds a line for a model. `data` contains the rows of the table, possibly with more predictors.
    mutating func add<Model: RiskModel>(_ model: Model, _ name: String, _ data: RegressionData) {
        let fit: Model.Fit
        do { fit = try model.fit(data) } catch {
            table.add([name, "–", "–", "–", "–"])
            return remarks.append("\(name) cannot be fitted: \(error.amongRows(prepared.rows))")
        }
        if let linear = fit as? GeneralizedLinearFit, !linear.separated.isEmpty {
            remarks.append(
                "\(name): the outcomes are separated by \(linear.separated.joined(separator: ", ")), so these coefficients "
                    + "are infinite.")
        }
        table.add([
            name, "\(fit.parameterCount)", Numbers.short(fit.deviance), Numbers.short(fit.aic),
            heldOutLogLoss(model, name, data),
        ])
    }

    private mutating func heldOutLogLoss(_ model: some RiskModel, _ name: String, _ data: RegressionData) -> String {
        do {
            let loss: Double = try scheme.logLoss(model, data)
            if loss.isNaN { remarks.append("\(name) predicts risks above 1 for some of the held-out rows.") }
            if loss == .infinity {
                remarks.append(
                    "\(name): a held-out row contradicts a risk that the other rows set to 0 or 1, so its log loss is "
                        + "infinite.")
            }
            return Numbers.short(loss)
        } catch {
            remarks.append("\(name) has no held-out log loss, because a fit without some of the rows fails: \(error)")
            return "–"
        }
    }
}
