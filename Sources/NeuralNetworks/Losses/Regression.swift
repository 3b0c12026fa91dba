import Tensors

/// Returns the squared errors `(prediction − target)²`, combined by `reduction`. Differentiable with respect to
/// prediction and target. Traps if the shapes of prediction and target differ.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - reduction: The way in which the errors of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the errors in the shape of the prediction.
public func meanSquaredError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanSquaredError")
    return reduction((prediction - target).squared())
}

/// Returns the absolute errors `|prediction − target|`, combined by `reduction`. The derivative is 0 where prediction
/// and target are equal. Differentiable with respect to prediction and target. Traps if the shapes of prediction and
/// target differ.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - reduction: The way in which the errors of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the errors in the shape of the prediction.
public func meanAbsoluteError<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "meanAbsoluteError")
    return reduction((prediction - target).abs())
}

/// Returns the Huber loss of the difference d = prediction − target: `d² / 2` if |d| ≤ delta, else
/// `delta · (|d| − delta / 2)`. The loss is quadratic for small errors and linear for outliers.
///
/// The derivative with respect to d is d limited to ±delta. Differentiable with respect to prediction and target. Traps
/// if the shapes of prediction and target differ.
///
/// Source: P. Huber, "Robust estimation of a location parameter", 1964.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - delta: The absolute difference above which the loss is linear. A number that is not positive traps.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of the prediction.
public func huberLoss<Scalar: RealScalar>(
    _ prediction: Tensor<Scalar>, _ target: Tensor<Scalar>, delta: Double = 1, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(prediction, target, "huberLoss")
    require(delta > 0, "huberLoss: delta \(delta) is not positive")
    let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (prediction.asConstant(), target.asConstant())
    // A single formula gives the derivative of both branches. The derivative of `select` would be 0 · ∞ = NaN at a
    // difference of ±∞.
    func slope(_ cotangent: Tensor<Scalar>) -> Tensor<Scalar> {
        if cotangent.isTracked || prediction.isTracked || target.isTracked {
            return cotangent * (prediction - target).clipped(to: -Scalar(delta) ... Scalar(delta))
        }
        return huberGradient(cotangent, a, b, delta)
    }
    let attributes: [String: TensorOperation.Attribute] = ["delta": .number(delta)]
    return reduction(
        withDerivative(
            of: TensorOperation("huberLoss", prediction, target, attributes: attributes), huberLosses(a, b, delta),
            .by(prediction) { slope($0) }, .by(target) { -slope($0) }))
}

/// Returns the smooth L1 loss of the difference d = prediction − target: `d² / (2 · beta)` if |d| < beta, else
/// `|d| − beta / 2`.
///
/// This loss is `huberLoss` with delta = beta, divided by beta. The derivative with respect to d is ±1 where |d| is at
/// least beta. If beta is 0, the loss is `|d|`. Differentiable with respect to prediction and target. Traps if the
/// shapes of prediction and target differ.
///
/// Source: R. Girshick, "Fast R-CNN", 2015.
///
/// - Parameters:
///   - prediction: The predictions, of any shape.
///   - target: The targets, of the same shape.
///   - beta: The absolute difference from which on the loss is linear. A negative number traps.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of the prediction.
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

/// Traps if the shapes differ. `name`, the name of the loss, is the start of the message.
func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String) {
    require(a.shape == b.shape, "\(name): prediction \(a.shape) and target \(b.shape) differ in shape")
}
