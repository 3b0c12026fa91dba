import Tensors

/// `(prediction − target)²`, the mean over all elements unless reduced otherwise.
public func meanSquaredError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanSquaredError")
    return reduction((prediction - target).squared())
}

/// `|prediction − target|`, the mean over all elements unless reduced otherwise. The derivative at 0 is 0.
public func meanAbsoluteError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanAbsoluteError")
    return reduction((prediction - target).abs())
}

/// `d² / 2` where the difference |d| is at most delta, and `delta · (|d| − delta / 2)` beyond: squared for small errors,
/// linear for outliers. The mean over all elements unless reduced otherwise. The derivative by d is d moved into ±delta.
///
/// Source: P. Huber, "Robust estimation of a location parameter", 1964.
public func huberLoss<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, delta: Double = 1, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "huberLoss")
    require(delta > 0, "huberLoss: delta \(delta) is not positive")
    let delta = Scalar(delta)
    let difference: Tensor<Scalar> = prediction - target
    let magnitude: Tensor<Scalar> = difference.asConstant().abs()
    let linear: Tensor<Scalar> = (magnitude - delta / 2) * delta
    // One derivative for both forms: that of the form which was not chosen would be 0 · ∞ at ∞.
    return reduction(
        withDerivative(
            of: TensorOperation("huberLoss", difference, attributes: ["delta": .number(Double(delta))]),
            select(magnitude .<= delta, magnitude.squared() / 2, linear),
            .by(difference) { cotangent in cotangent * difference.clipped(to: -delta ... delta) }))
}

/// `d² / 2 beta` where the difference |d| is below beta, and `|d| − beta / 2` beyond: `huberLoss` divided by beta, so that
/// outliers have a slope of ±1 at any beta. With beta 0 it is `|d|`. The mean over all elements unless reduced otherwise.
///
/// Source: R. Girshick, "Fast R-CNN", 2015.
public func smoothL1Loss<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, beta: Double = 1, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "smoothL1Loss")
    require(beta >= 0, "smoothL1Loss: beta \(beta) is negative")
    if beta == 0 { return meanAbsoluteError(prediction, target, reduction: reduction) }
    let beta = Scalar(beta)
    let difference: Tensor<Scalar> = prediction - target
    let magnitude: Tensor<Scalar> = difference.asConstant().abs()
    return reduction(
        withDerivative(
            of: TensorOperation("smoothL1Loss", difference, attributes: ["beta": .number(Double(beta))]),
            select(magnitude .< beta, magnitude.squared() / (2 * beta), magnitude - beta / 2),
            .by(difference) { cotangent in cotangent * (difference / beta).clipped(to: -1 ... 1) }))
}

func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String) {
    require(a.shape == b.shape, "\(name): prediction \(a.shape) and target \(b.shape) differ in shape")
}
