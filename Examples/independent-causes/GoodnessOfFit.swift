import Statistics
import Tensors

/// The deviance and the calibration of a fit.
struct GoodnessOfFit {
    let text: String

    init(_ fit: any RiskFit, _ data: RegressionData) {
        var lines: [String] = [
            "deviance \(Numbers.short(fit.deviance)), log-likelihood \(Numbers.short(fit.logLikelihood)), "
                + "AIC \(Numbers.short(fit.aic))"
        ]
        let calibration: CalibrationTable = fit.calibrationTable(data, groups: 5)
        var table = TextTable(["predicted risk", "persons", "expected", "observed"], rightAligned: [0, 1, 2, 3])
        for row in calibration.rows {
            table.add([
                "\(Numbers.percent(row.risks.lowerBound)) to \(Numbers.percent(row.risks.upperBound))",
                Numbers.count(row.trials), String(Numbers.short(row.expected)), Numbers.count(row.observed),
            ])
        }
        lines.append("\ncalibration\n" + table.description)
        text = lines.joined(separator: "\n")
    }
}
