import Tensors

/// Returns the cosine embedding loss of pairs of vectors: `1 − cos(a, b)` for the target 1, and
/// `max(0, cos(a, b) − margin)` for the target −1.
///
/// `cos(a, b) = a·b / (√(|a|² + 10⁻¹²) · √(|b|² + 10⁻¹²))` as in PyTorch. The cosine is 0 if a or b is a vector of
/// zeros. Differentiable with respect to a and b. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - first: The vectors a, `[..., features]`.
///   - second: The vectors b, of the same shape.
///   - targets: The targets, `[...]`, each −1 or 1. The targets are constants. Another number traps, except NaN, which
///     makes the loss NaN.
///   - margin: The cosine above which a pair with the target −1 has a loss. A margin that is not between −1 and 1
///     traps.
///   - reduction: The way in which the losses of the pairs are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each pair.
public func cosineEmbeddingLoss<Scalar: RealScalar>(
    _ first: Tensor<Scalar>, _ second: Tensor<Scalar>, _ targets: Tensor<Scalar>, margin: Double = 0,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    require(
        first.rank > 0 && first.shape == second.shape
            && targets.shape.dimensions[...] == first.shape.dimensions.dropLast(),
        "cosineEmbeddingLoss: \(first.shape), \(second.shape) and targets \(targets.shape) must be [..., features] twice and [...]"
    )
    require((-1 ... 1).contains(margin), "cosineEmbeddingLoss: margin \(margin) is not within -1 and 1")
    requireSigns(targets, "cosineEmbeddingLoss")
    let lengths: [Tensor<Scalar>] = [first, second].map { ($0.squared().sum(axis: -1) + Scalar(1e-12)).squareRoot() }
    let cosine: Tensor<Scalar> = (first * second).sum(axis: -1) / lengths[0] / lengths[1]
    let target: Tensor<Scalar> = targets.asConstant()
    let apart: Tensor<Scalar> = (cosine - Scalar(margin)).relu()
    // A NaN target equals neither 1 nor −1. The added summand is NaN for such a target, so the loss is NaN.
    return reduction(select(target .== 1, 1 - cosine, apart) + select(target .== target, Tensor(0), target))
}

/// Returns the triplet margin loss: `max(0, d(anchor, positive) − d(anchor, negative) + margin)`.
///
/// d is the distance `d(a, b) = ‖a − b + 10⁻⁶‖₂`, as in PyTorch. The summand 10⁻⁶ makes the distance differentiable for
/// equal vectors. The loss is 0 if d(anchor, negative) − d(anchor, positive) is at least the margin. Differentiable
/// with respect to anchor, positive and negative. Traps if the shapes differ, or if the tensors have no axis.
///
/// Source: V. Balntas et al., "Learning local feature descriptors with triplets and shallow convolutional neural
/// networks", 2016.
///
/// - Parameters:
///   - anchor: The vectors to compare with `positive` and `negative`, `[..., features]`.
///   - positive: A sample of the anchor's class, of the same shape.
///   - negative: A sample of another class, of the same shape.
///   - margin: The margin in the formula. A margin that is not positive traps.
///   - swap: Whether min(d(anchor, negative), d(positive, negative)) replaces d(anchor, negative) in the formula.
///   - reduction: The way in which the losses of the triplets are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each triplet.
public func tripletMarginLoss<Scalar: RealScalar>(
    anchor: Tensor<Scalar>, positive: Tensor<Scalar>, negative: Tensor<Scalar>, margin: Double = 1, swap: Bool = false,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    require(
        anchor.rank > 0 && anchor.shape == positive.shape && anchor.shape == negative.shape,
        "tripletMarginLoss: anchor \(anchor.shape), positive \(positive.shape) and negative \(negative.shape) differ in shape, or have no axis"
    )
    require(margin > 0, "tripletMarginLoss: margin \(margin) is not positive")
    let near: Tensor<Scalar> = distance(anchor, positive)
    var far: Tensor<Scalar> = distance(anchor, negative)
    if swap { far = minimum(far, distance(positive, negative)) }
    return reduction((near - far + Scalar(margin)).relu())
}

private func distance<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    (a - b + Scalar(1e-6)).squared().sum(axis: -1).squareRoot()
}
