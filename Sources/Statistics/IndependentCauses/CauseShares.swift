public import Tensors

/// The shares of the causes in the risk of each row. The columns are the causes in the order of the fit's `causes`.
///
/// N is the number of rows, and d is the number of causes. The columns of preventive causes are 0.
public struct CauseShares: Sendable {
    /// The share of each cause in the hazard s: `[N, d]`, t·γ_j·n_j/s. If an event occurs, this is the probability that
    /// cause j brought it about first, with the causes acting at random times. The shares and `background` add up to 1.
    /// The shares of a row without hazard are NaN.
    public let shares: Tensor<Double>
    /// The share of the background risk in the hazard: `[N]`.
    public let background: Tensor<Double>
    /// The probability that the cause was sufficient, given that the event occurred: `[N, d]`,
    /// (1 − e^(−t·γ_j·n_j))/(1 − e^(−s)). Several causes of one event can be sufficient, so a row can add up to more
    /// than 1.
    public let sufficient: Tensor<Double>
    /// The probability that the event would not have occurred without the cause, given that it occurred: `[N, d]`,
    /// 1 − risk without the cause/risk.
    public let necessary: Tensor<Double>
}

extension IndependentCausesFit {
    /// The shares of the causes in the risk of each row of the data.
    public var shares: CauseShares { rates.shares(data.predictors, exposure: data.exposure) }
}

extension CauseRates {
    /// Returns the shares of the causes in the risk of rows: `[N, d]`. Other shapes trap.
    ///
    /// If the rates of several causes of a row are ∞, these causes share the hazard equally, and the other causes have
    /// the share 0.
    ///
    /// - Parameters:
    ///   - predictors: The counts of the causes, in the order of `causes`.
    ///   - exposure: The exposure of each row, `[N]`; nil for 1.
    public func shares(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> CauseShares {
        let hazards: CauseHazards = hazards(predictors, exposure)
        let active: Tensor<Double> = hazards.activeHazards
        let total: Tensor<Double> = hazards.total
        // A certain cause has the hazard ∞. The quotient ∞/∞ becomes one part of the certain causes.
        let isInfinite: Tensor<Bool> = active .== .infinity
        let certain: Tensor<Double> = select(isInfinite, Tensor(1), Tensor(0))
        let isBackgroundInfinite: Tensor<Double> = select(hazards.background .== .infinity, Tensor(1), Tensor(0))
        let certainCount: Tensor<Double> = certain.sum(axis: 1) + isBackgroundInfinite
        let isCertain: Tensor<Bool> = certainCount .> 0
        let shares: Tensor<Double> = select(
            isCertain.expandingShape(at: 1), certain / certainCount.expandingShape(at: 1),
            active / total.expandingShape(at: 1))
        let background: Tensor<Double> = select(
            isCertain, isBackgroundInfinite / certainCount, hazards.background / total)
        let occurrence: Tensor<Double> = -(-total).expm1()
        let risk: Tensor<Double> = hazards.risk
        let necessary: [Tensor<Double>] = causes.indices.map { column in
            causes[column].role == .preventive
                ? risk * 0 : 1 - hazards.risk(without: column) / risk
        }
        return CauseShares(
            shares: shares, background: background,
            sufficient: -(-active).expm1() / occurrence.expandingShape(at: 1),
            necessary: necessary.isEmpty ? active : Tensor(stacking: necessary, axis: 1))
    }
}
