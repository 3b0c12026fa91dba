import Foundation
import Tensors

/// Returns the negative log-likelihood of counts t under Poisson distributions with predicted rates λ, `λ − t log λ`.
/// This loss omits the summand log t! unless `isFull` is true.
///
/// Differentiable with respect to prediction and target. Traps if the shapes of prediction and target differ.
///
/// - Parameters:
///   - prediction: log λ if `predictionIsLogarithm` is true, otherwise λ, of any shape. For a prediction λ the loss is
///     `λ − t log(λ + epsilon)`.
///   - target: The counts t, of the same shape.
///   - predictionIsLogarithm: Whether `prediction` is log λ.
///   - isFull: Whether to add log t!, which does not depend on the prediction. As in PyTorch, log t! is replaced by
///     Stirling's approximation `t log t − t + log(2πt) / 2` for t above 1, and by 0 for other t.
///   - epsilon: The number that is added to a prediction λ before the logarithm; not used for a prediction log λ. A
///     negative number traps.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of the prediction.
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
        // At t = 0 the loss is λ; 0 · log 0 would be NaN.
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
    // For t ≤ 1 the formula uses 2 instead of t, so that the unused branch contributes no NaN to the derivative.
    let large: Tensor<Scalar> = select(target .> 1, target, Tensor(2))
    let stirling: Tensor<Scalar> = large * large.log() - large + (large * Scalar(2 * Double.pi)).log() * 0.5
    return reduction(losses + select(target .> 1, stirling, Tensor(0)))
}

/// Returns the negative log-likelihood of targets under normal distributions with predicted means and variances:
/// `(log v + (target − mean)² / v) / 2`.
///
/// As in PyTorch, v = max(variance, epsilon), and the derivative with respect to the variance equals the derivative
/// with respect to v, even if the variance is less than epsilon. The loss is NaN if the variance is negative.
/// Differentiable with respect to mean, target and variance. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - mean: The predicted means, of any shape.
///   - target: The targets, of the same shape.
///   - variance: The predicted variances, in a shape that broadcasts to the shape of the means. An example is `[N, 1]`
///     for one variance per sample.
///   - isFull: Whether to add the constant `log(2π) / 2` to each loss.
///   - epsilon: The lower bound of v. A number that is not positive traps.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of the means.
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
    // The derivative with respect to the variance equals the derivative with respect to v, as in PyTorch.
    let v: Tensor<Scalar> = withDerivative(
        of: TensorOperation("boundedVariance", variance, attributes: ["epsilon": .number(epsilon)]), bounded,
        .by(variance) { cotangent in cotangent }
    ).broadcast(to: mean.shape)
    let distance: Tensor<Scalar> = mean - target
    let losses: Tensor<Scalar> = (v.log() + distance.squared() / v) * 0.5
    return reduction(isFull ? losses + Scalar(0.5 * log(2 * Double.pi)) : losses)
}
