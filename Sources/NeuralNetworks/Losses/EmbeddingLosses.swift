import Tensors

/// `1 − cos(a, b)` where the target is 1, and `max(0, cos(a, b) − margin)` where it is −1: draws pairs together or apart. The
/// mean over the pairs unless reduced otherwise.
///
/// `cos(a, b) = a·b / (√(|a|² + 10⁻¹²) · √(|b|² + 10⁻¹²))`, as PyTorch has it: 0 for a vector of zeros.
///
/// - Parameters:
///   - first: a, `[..., features]`.
///   - second: b, of the same shape.
///   - targets: `[...]`, each −1 or 1, constants; others trap, NaN excepted.
///   - margin: Between −1 and 1.
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
    // NaN is neither: it goes on through the sum.
    return reduction(select(target .== 1, 1 - cosine, apart) + select(target .== target, Tensor(0), target))
}

/// `max(0, d(anchor, positive) − d(anchor, negative) + margin)`: a sample of the anchor's kind is to be closer to it than one of
/// another kind, by a margin. The mean over the triplets unless reduced otherwise.
///
/// `d(a, b) = ‖a − b + 10⁻⁶‖₂`, as PyTorch has it: equal vectors have a finite derivative.
///
/// Source: V. Balntas and others, "Learning local feature descriptors with triplets and shallow convolutional neural
/// networks", 2016.
///
/// - Parameters:
///   - anchor: `[..., features]`, as are the next two.
///   - swap: Measures the negative's distance from the positive where that is less than that from the anchor.
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
