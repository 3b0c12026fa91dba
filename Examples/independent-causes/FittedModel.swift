import ArgumentParser
import Statistics
import Tensors

/// The models that the program fits.
enum ModelKind: String, ExpressibleByArgument, CaseIterable, Codable {
    case causes, logistic
    case logBinomial = "log-binomial"
    case poisson

    /// The generalized linear model, or nil for independent causes.
    var linear: GeneralizedLinearModel? {
        switch self {
        case .causes: nil
        case .logistic: GeneralizedLinearModel(.logistic)
        case .logBinomial: GeneralizedLinearModel(.logBinomial)
        case .poisson: GeneralizedLinearModel(.poisson)
        }
    }

    /// The meaning of e^β in a table.
    var ratioName: String {
        switch self {
        case .causes: "probability"
        case .logistic: "odds ratio"
        case .logBinomial: "risk ratio"
        case .poisson: "rate ratio"
        }
    }
}

/// A fitted model.
enum FittedModel {
    case causes(IndependentCausesFit)
    case linear(GeneralizedLinearFit)

    var fit: any RiskFit {
        switch self {
        case .causes(let fit): fit
        case .linear(let fit): fit
        }
    }
}

/// The flags of the model.
struct ModelFlags: ParsableArguments {
    @Flag(help: "The event cannot occur without a cause: leave out the background risk.")
    var noBackground = false

    @Option(help: "The penalty of the rates: a number, or auto to choose it by cross-validation.")
    var penalty: String?

    @Option(help: "Add this number of events without a cause, such as 0.5, so that no risk is estimated as 0.")
    var pseudoEvents = 0.0

    @Option(help: "The confidence level of the intervals, between 0 and 1.")
    var confidence = 0.95

    @Option(help: "The seed of the random numbers for --penalty auto and --bootstrap.")
    var seed: UInt64 = 1

    func validate() throws {
        if !(confidence > 0 && confidence < 1) {
            throw ValidationError("--confidence: the level must be between 0 and 1, such as 0.95, not \(confidence)")
        }
        if !(pseudoEvents >= 0 && pseudoEvents.isFinite) {
            throw ValidationError("--pseudo-events: the number must be at least 0, such as 0.5, not \(pseudoEvents)")
        }
        guard let penalty, penalty != "auto" else { return }
        guard let number = Double(penalty), number >= 0, number.isFinite else {
            throw ValidationError("--penalty: '\(penalty)' must be a number of at least 0, or auto")
        }
    }

    /// Returns the model of independent causes, and a sentence about the chosen penalty.
    func model(_ prepared: PreparedData) throws -> (model: IndependentCauses, note: String?) {
        func model(_ penalty: Double) -> IndependentCauses {
            IndependentCauses(
                hasBackground: !noBackground, preventive: prepared.preventive, penalty: penalty,
                pseudoEvents: pseudoEvents)
        }
        guard penalty == "auto" else { return (model(penalty.flatMap { Double($0) } ?? 0), nil) }
        let units: Int = prepared.data.units.count
        if units < 2 {
            throw UnusableInput(description: "--penalty auto needs at least 2 rows or groups. Give a number.")
        }
        var generator = PhiloxGenerator(seed: seed)
        let folds: [[Int]] = prepared.data.folds(min(10, units), using: &generator)
        let choice: PenaltyChoice = try model(0).choosingPenalty(prepared.data, folds: folds)
        return (
            model(choice.best), "penalty chosen by \(folds.count)-fold cross-validation: \(Numbers.short(choice.best))"
        )
    }
}
