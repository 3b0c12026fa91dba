import Tensors

/// Returns the squared error `(prediction − target)²`. Differentiable with respect to both operands. Traps if the
/// shapes differ.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - reduction: How the errors of all elements are combined.
/// - Returns: A scalar. If `reduction` is `.none`, the errors in the shape of the prediction.
public func meanSquaredError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanSquaredError")
    return reduction((prediction - target).squared())
}

/// Returns the absolute error `|prediction − target|`. The derivative at 0 is 0. Differentiable with respect to both
/// operands. Traps if the shapes differ.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - reduction: How the errors of all elements are combined.
/// - Returns: A scalar. If `reduction` is `.none`, the errors in the shape of the prediction.
public func meanAbsoluteError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanAbsoluteError")
    return reduction((prediction - target).abs())
}

/// Returns the Huber loss of the difference d = prediction − target: `d² / 2` if |d| ≤ delta, else
/// `delta · (|d| − delta / 2)`. The loss is quadratic for small errors and linear for outliers.
///
/// The derivative with respect to d is d limited to ±delta. Differentiable with respect to both operands. Traps if the
/// shapes differ.
///
/// Source: P. Huber, "Robust estimation of a location parameter", 1964.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - delta: The error at which the loss becomes linear, which must be positive.
///   - reduction: How the losses of all elements are combined.
/// - Returns: A scalar. If `reduction` is `.none`, the losses in the shape of the prediction.
public func huberLoss<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, delta: Double = 1, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "huberLoss")
    require(delta > 0, "huberLoss: delta \(delta) is not positive")
    let delta = Scalar(delta)
    let difference: Tensor<Scalar> = prediction - target
    let magnitude: Tensor<Scalar> = difference.asConstant().abs()
    let linear: Tensor<Scalar> = (magnitude - delta / 2) * delta
    // The derivative is one formula for both branches. Differentiating through `select` would give 0 · ∞ = NaN at d =
    // ±∞.
    return reduction(
        withDerivative(
            of: TensorOperation("huberLoss", difference, attributes: ["delta": .number(Double(delta))]),
            select(magnitude .<= delta, magnitude.squared() / 2, linear),
            .by(difference) { cotangent in cotangent * difference.clipped(to: -delta ... delta) }))
}

/// Returns the smooth L1 loss of the difference d = prediction − target: `d² / (2 · beta)` if |d| < beta, else
/// `|d| − beta / 2`.
///
/// This loss is `huberLoss` with delta = beta, divided by beta. Its derivative for outliers is ±1 for every beta. If
/// beta is 0, the loss is `|d|`. Differentiable with respect to both operands. Traps if the shapes differ.
///
/// Source: R. Girshick, "Fast R-CNN", 2015.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - beta: The error at which the loss becomes linear, at least 0.
///   - reduction: How the losses of all elements are combined.
/// - Returns: A scalar. If `reduction` is `.none`, the losses in the shape of the prediction.
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

/// Traps, with the name of the loss, if the shapes differ.
func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String) {
    require(a.shape == b.shape, "\(name): prediction \(a.shape) and target \(b.shape) differ in shape")
}
