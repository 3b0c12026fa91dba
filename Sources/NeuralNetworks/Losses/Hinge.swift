import Tensors

/// `max(0, 1 − t·x)` for scores x and targets t of −1 or 1, the mean over all elements unless reduced otherwise: the loss of a
/// support vector machine. The derivative where it reaches 0 is 0.
///
/// - Parameters:
///   - scores: Any shape.
///   - targets: Of the same shape, each −1 or 1; others trap, NaN excepted.
public func hingeLoss<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    reduction(missingMargin(scores, targets, "hingeLoss"))
}

/// `max(0, 1 − t·x)²`: as `hingeLoss`, with a derivative that has no jump.
public func squaredHingeLoss<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    reduction(missingMargin(scores, targets, "squaredHingeLoss").squared())
}

/// `Σ_{c ≠ y} w_y · max(0, margin − x_y + x_c) / C`, or of its squares: a hinge for C classes, where every other class is to
/// stay behind the label y by a margin. The mean over the samples unless reduced otherwise; it divides by their number also
/// where the classes have weights, as PyTorch's `multi_margin_loss` does.
///
/// - Parameters:
///   - scores: `[..., classes]`.
///   - labels: `[...]`, each in `0 ..< classes`; others trap.
///   - isSquared: Whether the margins that are missing are squared: PyTorch's `p` of 2.
///   - classWeights: `[classes]`, constants; all 1 unless given.
public func multiMarginLoss<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ labels: Tensor<Int>, margin: Double = 1, isSquared: Bool = false,
    classWeights: Tensor<Scalar>? = nil, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    let options = ClassificationOptions(
        name: "multiMarginLoss", classWeights: classWeights, sampleWeights: nil, mask: nil, ignoreIndex: nil)
    let flat = FlatSamples(scores, labels, options)
    let classes: Int = scores.shape[-1]
    let own: Tensor<Scalar> = pick(flat.rows, flat.labels, "multiMarginLoss").reshaped(to: [flat.count, 1])
    let missing: Tensor<Scalar> = (flat.rows - own + Scalar(margin)).relu()
    let isOther: Tensor<Bool> = Tensor<Scalar>(oneHot: flat.labels, classCount: classes) .== 0
    let others: Tensor<Scalar> = select(isOther, isSquared ? missing.squared() : missing, Tensor(0))
    var losses: Tensor<Scalar> = others.sum(axis: 1) / Scalar(classes)
    if let classWeights {
        let weights: Tensor<Scalar> = classWeights.asConstant().gathered(at: flat.labels)
        losses = weighted(losses, by: weights)
    }
    return reduction(losses.reshaped(to: labels.shape))
}

private func missingMargin<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, _ name: String
) -> Tensor<Scalar> {
    requireSameShape(scores, targets, name)
    requireSigns(targets, name)
    return (1 - targets * scores).relu()
}

/// Traps where a target is neither −1 nor 1. NaN passes, and makes the loss NaN.
func requireSigns<Scalar: RealScalar>(_ targets: Tensor<Scalar>, _ name: String) {
    let size: Tensor<Scalar> = targets.asConstant().abs()
    let isOther: Tensor<Bool> = (size .< 1) .|| (size .> 1)
    if isOther.any() {
        let other: Scalar? = targets.scalars.first { abs($0) != 1 && !$0.isNaN }
        require(false, "\(name): the target \(other.map { "\($0)" } ?? "") is neither -1 nor 1")
    }
}
