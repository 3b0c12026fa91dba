import ArgumentParser
import Statistics
import Tensors

/// Compares models on the same rows.
struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare independent causes with other models on the same rows.",
        discussion: """
            Prints deviance, AIC and held-out log loss of the constant risk, independent causes, logistic regression and \
            the log-binomial model. A smaller log loss is better. Up to 1000 distinct rows it is the exact leave-one-out \
            log loss; above, that of 10-fold cross-validation. With --groups, whole groups are held out. With --exposure, \
            logistic regression and the log-binomial model get the logarithm of the exposure as a predictor.
            """)

    @OptionGroup var columns: DataFlags
    @OptionGroup var flags: ModelFlags

    @Option(
        help: "Forecast instead: fit the rows up to a value of a column, such as day=12, and predict the later rows.")
    var forecast: String?

    func validate() throws {
        guard let forecast else { return }
        let parts: [Substring] = forecast.split(separator: "=", maxSplits: 1)
        if parts.count != 2 || Double(parts[1]) == nil {
            throw ValidationError("--forecast: '\(forecast)' must be a column and a number, such as day=12")
        }
    }

    func run() throws {
        let prepared = try PreparedData(columns, cut: forecast)
        if prepared.isLater != nil { return try printForecast(prepared) }
        let (causes, note): (IndependentCauses, String?) = try flags.model(prepared)
        var comparison = Comparison(prepared, HeldOutScheme(prepared.data, seed: flags.seed))
        let linearData: RegressionData = try prepared.dataWithLogExposure
        comparison.add(ConstantRisk(), "constant risk", prepared.data)
        comparison.add(causes, "independent causes", prepared.data)
        comparison.add(GeneralizedLinearModel(.logistic), "logistic regression", linearData)
        comparison.add(GeneralizedLinearModel(.logBinomial), "log-binomial", linearData)
        print(Headline(prepared).text + "\n")
        print(comparison.table)
        for remark in (note.map { [$0] } ?? []) + comparison.remarks { print("note: \(remark)") }
    }

    /// Prints the log loss of the later rows, which the models have not seen.
    private func printForecast(_ prepared: PreparedData) throws {
        let (causes, note): (IndependentCauses, String?) = try flags.model(prepared)
        let isLater: Tensor<Double> = select(prepared.isLater ?? Tensor(false), Tensor(1), Tensor(0))
        let rows: [Int] = isLater.scalars.indices.filter { isLater.scalars[$0] > 0 }
        if rows.isEmpty || rows.count == prepared.data.rowCount {
            throw UnusableInput(
                description:
                    "--forecast: \(rows.isEmpty ? "no row is later" : "all rows are later"). Give another number.")
        }
        print(Headline(prepared).text)
        print("\(prepared.data.rowCount - rows.count) rows to fit, \(rows.count) later rows to predict\n")
        var table = TextTable(["model", "log loss of the later rows"], rightAligned: [1])
        var remarks: [String] = note.map { [$0] } ?? []
        func add(_ model: some RiskModel, _ name: String) {
            do {
                let loss: Double = try model.crossValidatedLogLoss(prepared.data, folds: [rows])
                table.add([name, loss.isNaN ? "–" : Numbers.decimals(loss)])
                if loss.isNaN { remarks.append("\(name) predicts risks above 1 for some of the later rows.") }
            } catch {
                table.add([name, "–"])
                remarks.append("\(name) cannot be fitted: \(error)")
            }
        }
        add(ConstantRisk(), "constant risk")
        add(causes, "independent causes")
        add(GeneralizedLinearModel(.logistic), "logistic regression")
        add(GeneralizedLinearModel(.logBinomial), "log-binomial")
        print(table)
        for remark in remarks { print("note: \(remark)") }
    }
}
