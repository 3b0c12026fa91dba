public import Tensors

/// The rates of independent causes, which predict risks without the data of the fit. They can be saved as JSON.
public struct CauseRates: Sendable, Hashable, Codable {
    /// The background risk, or nil if the model has none.
    public let background: CauseEstimate?
    /// The causes, in the order of the predictors.
    public let causes: [CauseEstimate]

    /// Creates rates. The initializer does not check the numbers.
    public init(background: CauseEstimate?, causes: [CauseEstimate]) {
        (self.background, self.causes) = (background, causes)
    }

    /// The background risk, if there is one, and the causes.
    public var estimates: [CauseEstimate] { (background.map { [$0] } ?? []) + causes }

    /// Returns the risk of each row: `[N, d]` → `[N]`. Other shapes trap.
    ///
    /// A rate that no row of the data determines counts as 0.
    ///
    /// - Parameters:
    ///   - predictors: The counts of the causes.
    ///   - exposure: The exposure of each row, `[N]`; nil for 1.
    public func risk(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> Tensor<Double> {
        hazards(predictors, exposure).risk
    }

    /// Returns the hazards of rows with the given counts of the causes.
    func hazards(_ predictors: Tensor<Double>, _ exposure: Tensor<Double>?) -> CauseHazards {
        require(
            predictors.rank == 2 && predictors.shape[1] == causes.count
                && (exposure.map { $0.shape == [predictors.shape[0]] } ?? true),
            "CauseRates: predictors \(predictors.shape) and exposure \(exposure?.shape ?? [predictors.shape[0]]) "
                + "for \(causes.count) causes")
        return CauseHazards(causes, background, predictors, exposure ?? Tensor(ones: [predictors.shape[0]]))
    }
}
