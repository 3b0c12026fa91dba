import Tensors

/// Returns the binary cross-entropy `−t log p − (1 − t) log(1 − p)` of probabilities p and targets t.
///
/// As in PyTorch, logarithms below −100 are replaced by −100, and the derivative `(p − t) / (p (1 − p))` divides by at
/// least 10⁻¹². A certain but wrong prediction therefore has a finite loss. The loss is NaN if p is not between 0 and
/// 1. Differentiable with respect to p and t. Traps if the shapes of p and t differ.
///
/// - Parameters:
///   - probability: The probabilities p, of any shape, such as `[N, labels]`.
///   - target: The targets t between 0 and 1, of the same shape. The function does not check the range of t.
///   - weights: Constants that multiply the losses, all 1 by default. Traps unless the weights broadcast to the shape
///     of the losses. The mean divides by the number of elements and not by the sum of the weights, as in PyTorch.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of p.
public func binaryCrossEntropy<Scalar: RealScalar>(
    _ probability: Tensor<Scalar>, _ target: Tensor<Scalar>, weights: Tensor<Scalar>? = nil,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(probability, target)
    let (p, t): (Tensor<Scalar>, Tensor<Scalar>) = (probability.asConstant(), target.asConstant())
    let losses: Tensor<Scalar> = -(t * boundedLog(p) + (1 - t) * boundedLog(ofComplement: p))
    return reduction(
        applying(
            weights,
            to: withDerivative(
                of: TensorOperation("binaryCrossEntropy", probability, target), losses,
                .by(probability) { cotangent in
                    let spread: Tensor<Scalar> = probability * (1 - probability)
                    return cotangent * (probability - target) / maximum(spread, Tensor(1e-12))
                },
                .by(target) { cotangent in
                    cotangent * (boundedLog(ofComplement: probability) - boundedLog(probability))
                })))
}

/// Returns the binary cross-entropy of logits z and targets t, `w · t · log(1 + e⁻ᶻ) + (1 − t) · log(1 + eᶻ)`. The
/// probability is σ(z) = 1 / (1 + e⁻ᶻ), and w is the weight of positive targets, 1 by default.
///
/// The error is a few ulp for every z, and no NaN arises if z is ±∞. Without `positiveWeights` the loss is computed as
/// `log(1 + e^−|z|) + |z| · (t if z is negative, else 1 − t)`: no term is negative, so no digits cancel. In the equal
/// formula `log(1 + eᶻ) − t · z` digits would cancel if z is large and t is 1. For the same reason the derivative with
/// respect to z is computed as `(1 − t) · σ(z) − w · t · σ(−z)`, where σ is the logistic function and w is the weight
/// of positive targets. Differentiable with respect to z and t. Traps if the shapes of z and t differ.
///
/// - Parameters:
///   - logits: The logits z, of any shape, such as `[N, labels]`.
///   - target: The targets t between 0 and 1, of the same shape. The function does not check the range of t.
///   - weights: Constants that multiply the losses, all 1 by default. Traps unless the weights broadcast to the shape
///     of the losses. The mean divides by the number of elements and not by the sum of the weights, as in PyTorch.
///   - positiveWeights: Constants w that multiply the first term of each loss, all 1 by default. Traps unless w
///     broadcasts to the shape of the logits; an example is the shape `[labels]` for logits `[N, labels]`. Choose w
///     above 1 if positive targets are rare.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of z.
public func binaryCrossEntropy<Scalar: RealScalar>(
    logits: Tensor<Scalar>, _ target: Tensor<Scalar>, weights: Tensor<Scalar>? = nil,
    positiveWeights: Tensor<Scalar>? = nil, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSameShape(logits, target)
    if let positiveWeights {
        let positive: Tensor<Scalar> = broadcastConstant(positiveWeights, to: logits.shape, "positive weights")
        return reduction(applying(weights, to: unevenLosses(logits, target, positive)))
    }
    let (z, t): (Tensor<Scalar>, Tensor<Scalar>) = (logits.asConstant(), target.asConstant())
    let size: Tensor<Scalar> = z.abs()
    let disagreement: Tensor<Scalar> = select(z .< 0, t, 1 - t)
    // If the disagreement is 0 and |z| is ∞, the product would be NaN. Therefore `select` chooses 0.
    let losses: Tensor<Scalar> = (-size).softplus() + select(disagreement .== 0, Tensor(0), disagreement * size)
    return reduction(
        applying(
            weights,
            to: withDerivative(
                of: TensorOperation("binaryCrossEntropyWithLogits", logits, target), losses,
                .by(logits) { cotangent in
                    cotangent * ((1 - target) * logits.sigmoid() - target * (-logits).sigmoid())
                },
                .by(target) { cotangent in -cotangent * logits })))
}

/// Returns the losses `w · t · log(1 + e⁻ᶻ) + (1 − t) · log(1 + eᶻ)` of logits z and targets t, where w is the weight
/// `positive` of positive targets. z, t and w have the same shape.
private func unevenLosses<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ target: Tensor<Scalar>, _ positive: Tensor<Scalar>
) -> Tensor<Scalar> {
    let (z, t): (Tensor<Scalar>, Tensor<Scalar>) = (logits.asConstant(), target.asConstant())
    return withDerivative(
        of: TensorOperation("binaryCrossEntropyWithLogits", logits, target, positive),
        weighted((-z).softplus(), by: positive * t) + weighted(z.softplus(), by: 1 - t),
        .by(logits) { cotangent in
            cotangent * ((1 - target) * logits.sigmoid() - positive * target * (-logits).sigmoid())
        },
        .by(target) { cotangent in cotangent * (positive * (-logits).softplus() - logits.softplus()) })
}

/// Returns the losses times the weights of a binary cross-entropy. Traps unless the weights broadcast to the losses.
func applying<Scalar: RealScalar>(_ weights: Tensor<Scalar>?, to losses: Tensor<Scalar>) -> Tensor<Scalar> {
    weights.map { weighted(losses, by: broadcastConstant($0, to: losses.shape, "weights")) } ?? losses
}

private func broadcastConstant<Scalar: RealScalar>(
    _ weights: Tensor<Scalar>, to shape: Shape, _ what: String
) -> Tensor<Scalar> {
    require(
        Shape.broadcast(weights.shape, shape) == shape,
        "binaryCrossEntropy: \(what) \(weights.shape) do not broadcast to predictions \(shape)")
    return weights.asConstant().broadcast(to: shape)
}

private func boundedLog<Scalar: RealScalar>(_ p: Tensor<Scalar>) -> Tensor<Scalar> {
    maximum(p.log(), Tensor(-100))
}

private func boundedLog<Scalar: RealScalar>(ofComplement p: Tensor<Scalar>) -> Tensor<Scalar> {
    maximum((-p).log1p(), Tensor(-100))
}

private func requireSameShape<Scalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) {
    require(a.shape == b.shape, "binaryCrossEntropy: prediction \(a.shape) and target \(b.shape) differ in shape")
}
