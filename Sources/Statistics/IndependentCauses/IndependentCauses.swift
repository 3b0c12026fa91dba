import Tensors

/// A model of an event that several independent causes can bring about: the noisy-OR, also known as the additive-hazard
/// or log-complement binomial model.
///
/// The risk of an event of a row with the counts n_j of the causes and the exposure t is
///
///     s = t·(a + Σ_j γ_j·n_j)        P = 1 − e^(−s)
///
/// The background risk a and the rates γ_j are at least 0. One unit of cause j alone brings the event about with the
/// probability β_j = 1 − e^(−γ_j), so that P = 1 − (1 − λ)·Π_j (1 − β_j)^(n_j) for t = 1 and λ = 1 − e^(−a). This is
/// one minus the product of a synapse.
///
/// A preventive cause k stops the event with the probability δ_k = 1 − e^(−γ_k) for each unit. It multiplies the risk by
/// (1 − δ_k)^(n_k). The exposure does not change its effect.
///
/// The fit maximises the likelihood of k events among m trials in each row by Newton's method within the bounds, which
/// converges quadratically also if some rates are 0. Without preventive causes the log-likelihood is concave, and the
/// optimum is the global one. With preventive causes the fit takes the best of several starts. If every row with a cause
/// has only events, the estimate of its probability is 1, and its rate is ∞. A fit of N rows and d causes takes about
/// 2·N·d² arithmetic operations an iteration.
///
///     let fit = try IndependentCauses().fit(data)
///     for cause in fit.causes { print(cause.name, cause.probability) }
///
/// Sources: J. Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988 (the noisy-OR); P. W. Cheng, "From
/// covariation to causation", Psychological Review 104 (1997) 367–405 (preventive causes).
public struct IndependentCauses: RiskModel, Hashable {
    /// Whether the event can occur without any of the causes.
    public let hasBackground: Bool
    /// The names of the predictors that prevent the event.
    public let preventive: Set<String>
    /// The penalty λ: the fit minimises −log-likelihood + λ·Σ_j σ_j·γ_j, where σ_j is the root of the mean square of
    /// t·n_j. The background risk is not penalised.
    public let penalty: Double

    /// The number κ of events without a cause that the fit adds to the data, at the mean exposure. With κ = ½, a usual
    /// choice for a rare event, the background risk is never estimated as 0, so that no prediction is exactly 0.
    public let pseudoEvents: Double

    /// Creates a model. Traps if `penalty` or `pseudoEvents` is negative or not finite.
    public init(
        hasBackground: Bool = true, preventive: Set<String> = [], penalty: Double = 0, pseudoEvents: Double = 0
    ) {
        require(penalty >= 0 && penalty.isFinite, "IndependentCauses: the penalty must be at least 0, not \(penalty)")
        require(
            pseudoEvents >= 0 && pseudoEvents.isFinite,
            "IndependentCauses: the number of pseudo-events must be at least 0, not \(pseudoEvents)")
        (self.hasBackground, self.preventive) = (hasBackground, preventive)
        (self.penalty, self.pseudoEvents) = (penalty, pseudoEvents)
    }

    public var name: String { "independent causes" }

    /// The same model without a penalty and pseudo-events.
    var withoutPenalty: IndependentCauses { IndependentCauses(hasBackground: hasBackground, preventive: preventive) }

    /// Fits the rates to the data.
    ///
    /// - Throws: `RegressionError.outcomeOutsideTrials` if the number of events of a row is not between 0 and the number
    ///   of trials; `negative` for a negative count of a cause; `impossibleEvent` if a row with an event has neither a
    ///   cause nor background risk nor exposure; `reservedName` if a predictor is called `background` and the model has a
    ///   background risk; `notConverged`.
    public func fit(_ data: RegressionData) throws(RegressionError) -> IndependentCausesFit {
        try data.requireRisks()
        if hasBackground && data.names.contains(IndependentCausesFit.backgroundName) {
            throw .reservedName(IndependentCausesFit.backgroundName)
        }
        if let place = data.predictors.withUnsafeBuffer({ $0.firstIndex { $0 < 0 } }) {
            throw .negative(column: data.names[place % data.names.count], row: place / data.names.count)
        }
        let hasPrior: Bool = pseudoEvents > 0 && hasBackground
        let problem = CausesProblem(self, hasPrior ? data.addingEvents(pseudoEvents) : data)
        if let row = problem.impossibleEvent { throw .impossibleEvent(row: row) }
        guard let optimum = problem.minimum(), optimum.isConverged else {
            throw .notConverged(model: name, iterations: CausesProblem.stepLimit)
        }
        return IndependentCausesFit(self, data, problem, optimum)
    }

    /// Fits the rates of several outcomes of the same rows. Each outcome is the number of events, `[N]`, and replaces
    /// the outcome of `data`. Throws the error of the first outcome that cannot be fitted.
    public func fit(
        _ data: RegressionData, outcomes: [Tensor<Double>]
    ) throws(RegressionError) -> [IndependentCausesFit] {
        var fits: [IndependentCausesFit] = []
        for outcome in outcomes { fits.append(try fit(data.replacingOutcome(outcome))) }
        return fits
    }
}
