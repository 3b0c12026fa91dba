import Files
import Foundation
import Statistics
import Tensors

/// A fit as the program saves it in a JSON file: what `predict` needs, and the estimates for other programs.
struct SavedFit: Codable {
    /// The kind of file.
    var format = "independent-causes fit, version 1"
    let model: ModelKind
    /// The name of the outcome's column.
    let outcome: String
    /// The column of the exposure, or nil.
    let exposure: String?
    let predictors: [PredictorCoding]
    /// The rates, if the model is one of independent causes.
    let rates: CauseRates?
    /// The coefficients of a generalized linear model.
    let prediction: LinearPrediction?
    let confidence: Double
    let estimates: [FitReport.Line]
    let logLikelihood, deviance, aic: Double
    let findings: [String]

    init(_ fitted: FittedModel, _ report: FitReport, _ prepared: PreparedData, _ findings: [String]) {
        (model, outcome, exposure) = (report.model, prepared.outcome, prepared.exposure)
        (predictors, confidence, estimates) = (prepared.codings, report.confidence, report.lines)
        switch fitted {
        case .causes(let fit): (rates, prediction) = (fit.rates, nil)
        case .linear(let fit): (rates, prediction) = (nil, fit.prediction)
        }
        (logLikelihood, deviance, aic) = (fitted.fit.logLikelihood, fitted.fit.deviance, fitted.fit.aic)
        self.findings = findings
    }

    /// Reads a saved fit.
    ///
    /// - Throws: `UnusableInput` if the file is not a saved fit.
    init(contentsOf path: String) throws {
        let bytes: Data
        do { bytes = Data(try FileContents.text(of: path).utf8) } catch {
            throw UnusableInput(description: "\(path): cannot be read: \(error.reason). Name a file that fit wrote.")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        guard let saved = try? decoder.decode(SavedFit.self, from: bytes), saved.isConsistent else {
            throw UnusableInput(
                description:
                    "\(path): not a fit of this program. Make one with: independent-causes fit … --output fit.json")
        }
        self = saved
    }

    /// Whether the rates or coefficients belong to the predictors, and products are those of other predictors.
    private var isConsistent: Bool {
        if format != "independent-causes fit, version 1" || !PredictorCoding.areConsistent(predictors) { return false }
        if let rates { return model == .causes && rates.causes.count == predictors.count }
        return prediction?.slopes.count == predictors.count
    }

    /// The file's contents.
    var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            return try encoder.encode(self) + Data("\n".utf8)
        }
    }

    /// Returns the risk of each row.
    func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>?) -> Tensor<Double> {
        rates?.risk(predictors, exposure: exposure) ?? prediction?.mean(predictors, exposure: exposure)
            ?? Tensor(zeros: [predictors.shape[0]]) + .nan
    }
}
