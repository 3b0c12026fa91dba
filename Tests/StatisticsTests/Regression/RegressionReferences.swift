import Foundation
import Statistics
import Tensors

/// The contents of Tests/References/regression.json: generalized linear models by statsmodels, and models of independent
/// causes by SciPy.
struct RegressionReferences: Decodable, Sendable {
    struct Model: Decodable, Sendable {
        let name: String
        let predictors: [[Double]]
        let outcome: [Double]
        let trials, exposure: [Double]?
        let coefficients, standardErrors, pValues: [Double]
        let deviance, nullDeviance, logLikelihood, dispersion: Double

        var data: RegressionData {
            get throws { try RegressionReferences.data(predictors, outcome, trials, exposure) }
        }
    }

    struct Causes: Decodable, Sendable {
        let name: String
        let predictors: [[Double]]
        let outcome, trials, exposure, rates: [Double]
        let logLikelihood: Double
        let intervals: [[Double]]

        var data: RegressionData {
            get throws { try RegressionReferences.data(predictors, outcome, trials, exposure) }
        }
    }

    struct LogComplement: Decodable, Sendable {
        let predictors: [[Double]]
        let outcome, rates: [Double]
        let logLikelihood, deviance: Double
    }

    struct Boundary: Decodable, Sendable {
        let predictors: [[Double]]
        let outcome, coefficients: [Double]
        let logLikelihood: Double
    }

    let models: [Model]
    let causes: [Causes]
    let logComplement: LogComplement
    let logBinomialAtBoundary: Boundary
    let criticalValues: [[Double]]

    static func data(
        _ predictors: [[Double]], _ outcome: [Double], _ trials: [Double]? = nil, _ exposure: [Double]? = nil
    ) throws -> RegressionData {
        try RegressionData(
            predictors: Tensor(predictors), names: (1 ... predictors[0].count).map { "x\($0)" },
            outcome: Tensor(outcome), trials: trials.map { Tensor($0) }, exposure: exposure.map { Tensor($0) })
    }

    static let all: RegressionReferences = {
        let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("References/regression.json")
        do {
            return try JSONDecoder().decode(RegressionReferences.self, from: Data(contentsOf: file))
        } catch {
            fatalError("cannot read \(file.path): \(error)")
        }
    }()
}

/// Returns whether two numbers differ by at most `tolerance` times the greater of 1 and their absolute value.
func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
    a == b || abs(a - b) <= tolerance * max(1, abs(a), abs(b))
}
