import Foundation
import Tensors

/// The negative log-likelihood of counts t under Poisson distributions with the predicted rates λ: `λ − t log λ`, the mean over
/// all elements unless reduced otherwise.
///
/// - Parameters:
///   - prediction: log λ; λ itself where `predictionIsLogarithm` is false, and then the loss is `λ − t log(λ + epsilon)`.
///   - target: The counts, of the same shape.
///   - isFull: Adds log t! by Stirling's formula, `t log t − t + log(2πt) / 2` for t above 1 and 0 for the others, as PyTorch
///     has it. It does not depend on the prediction.
public func poissonNegativeLogLikelihood<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, predictionIsLogarithm: Bool = true, isFull: Bool = false,
    epsilon: Double = 1e-8, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "poissonNegativeLogLikelihood")
    require(epsilon >= 0, "poissonNegativeLogLikelihood: epsilon \(epsilon) is negative")
    let epsilon = Scalar(epsilon)
    let (x, t): (Tensor<Scalar>, Tensor<Scalar>) = (prediction.asConstant(), target.asConstant())
    let rate: Tensor<Scalar> = predictionIsLogarithm ? x.exp() : x
    let logRate: Tensor<Scalar> = predictionIsLogarithm ? x : (x + epsilon).log()
    let losses: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "poissonNegativeLogLikelihood", prediction, target,
            attributes: [
                "predictionIsLogarithm": .boolean(predictionIsLogarithm), "epsilon": .number(Double(epsilon)),
            ]),
        // No count costs nothing but the rate: 0 · log 0 would be NaN.
        rate - select(t .== 0, Tensor(0), t * logRate),
        .by(prediction) { cotangent in
            if predictionIsLogarithm { return cotangent * (prediction.exp() - target) }
            let share: Tensor<Scalar> = target / (prediction + epsilon)
            return cotangent * (1 - select(target .== 0, Tensor(0), share))
        },
        .by(target) { cotangent in
            -cotangent * (predictionIsLogarithm ? prediction : (prediction + epsilon).log())
        })
    guard isFull else { return reduction(losses) }
    // Below 1 another number stands in, so that no NaN of the branch not taken reaches the derivative.
    let large: Tensor<Scalar> = select(target .> 1, target, Tensor(2))
    let stirling: Tensor<Scalar> = large * large.log() - large + (large * Scalar(2 * Double.pi)).log() * 0.5
    return reduction(losses + select(target .> 1, stirling, Tensor(0)))
}

/// The negative log-likelihood of targets under normal distributions with predicted means and variances:
/// `(log v + (target − mean)² / v) / 2`, the mean over all elements unless reduced otherwise.
///
/// As PyTorch has it, v is the variance, but no less than epsilon, and the derivative by the variance is that by v also where
/// the variance is less. NaN where a variance is negative.
///
/// - Parameters:
///   - mean: The predicted means.
///   - target: Of the same shape.
///   - variance: The predicted variances, broadcast to the means: `[N, 1]` for one a sample.
///   - isFull: Adds the constant `log(2π) / 2`.
public func gaussianNegativeLogLikelihood<Scalar: RealScalar>(
    _ mean: Tensor<Scalar>, _ target: Tensor<Scalar>, variance: Tensor<Scalar>, isFull: Bool = false,
    epsilon: Double = 1e-6, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(mean, target, "gaussianNegativeLogLikelihood")
    require(
        Shape.broadcast(variance.shape, mean.shape) == mean.shape,
        "gaussianNegativeLogLikelihood: variance \(variance.shape) does not broadcast to means \(mean.shape)")
    require(epsilon > 0, "gaussianNegativeLogLikelihood: epsilon \(epsilon) is not positive")
    let raw: Tensor<Scalar> = variance.asConstant()
    let bounded: Tensor<Scalar> = select(raw .< 0, Tensor(.nan), maximum(raw, Tensor(Scalar(epsilon))))
    // The value is bounded, the derivative passes as if it were not.
    let v: Tensor<Scalar> = withDerivative(
        of: TensorOperation("boundedVariance", variance, attributes: ["epsilon": .number(epsilon)]), bounded,
        .by(variance) { cotangent in cotangent }
    ).broadcast(to: mean.shape)
    let distance: Tensor<Scalar> = mean - target
    let losses: Tensor<Scalar> = (v.log() + distance.squared() / v) * 0.5
    return reduction(isFull ? losses + Scalar(0.5 * log(2 * Double.pi)) : losses)
}
