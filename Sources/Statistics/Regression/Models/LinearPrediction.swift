public import Tensors

/// The coefficients of a generalized linear model, which predict means without the data of the fit. They can be saved as
/// JSON.
public struct LinearPrediction: Sendable, Hashable, Codable {
    /// The distribution and the link function.
    public let family: GeneralizedLinearModel.Family
    /// The intercept β₀; 0 for a model without one.
    public let intercept: Double
    /// The coefficient of each predictor. With separated outcomes, large finite numbers whose risks are the limits.
    public let slopes: [Double]

    /// Returns the mean outcome of each row, for one trial: `[N, d]` → `[N]`. Other shapes trap.
    ///
    /// - Parameters:
    ///   - predictors: The predictors, in the order of the data to which the model was fitted.
    ///   - exposure: The exposure of each row, `[N]`; nil for 1. Only the Poisson model uses the exposure.
    public func mean(_ predictors: Tensor<Double>, exposure: Tensor<Double>? = nil) -> Tensor<Double> {
        require(
            predictors.rank == 2 && predictors.shape[1] == slopes.count
                && (exposure.map { $0.shape == [predictors.shape[0]] } ?? true),
            "LinearPrediction: predictors \(predictors.shape) and exposure \(exposure?.shape ?? [predictors.shape[0]]) "
                + "for \(slopes.count) coefficients")
        let means: Tensor<Double> = family.mean(matmul(predictors, Tensor(slopes)) + intercept)
        guard let exposure, family == .poisson else { return means }
        return means * exposure
    }
}

extension GeneralizedLinearModel.Family {
    /// Returns the mean for a linear predictor.
    func mean(_ eta: Tensor<Double>) -> Tensor<Double> { self == .logistic ? eta.sigmoid() : eta.exp() }
}
