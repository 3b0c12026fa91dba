import Tensors

/// Returns the hinge loss of scores x and targets t, `max(0, 1 − t·x)`. Support vector machines minimize this loss.
///
/// The derivative at t·x = 1 is 0. Differentiable with respect to x and t. Traps if the shapes of x and t differ.
///
/// - Parameters:
///   - scores: The scores x, of any shape.
///   - targets: The targets t, of the same shape, each −1 or 1. Another number traps, except NaN, which makes the loss
///     NaN.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of x.
public func hingeLoss<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    reduction(missingMargin(scores, targets, "hingeLoss"))
}

/// Returns the squared hinge loss of scores x and targets t, `max(0, 1 − t·x)²`. The derivative of this loss is
/// continuous.
///
/// Differentiable with respect to x and t. Traps if the shapes of x and t differ.
///
/// - Parameters:
///   - scores: The scores x, of any shape.
///   - targets: The targets t, of the same shape, each −1 or 1. Another number traps, except NaN, which makes the loss
///     NaN.
///   - reduction: The way in which the losses of all elements are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, the losses in the shape of x.
public func squaredHingeLoss<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    reduction(missingMargin(scores, targets, "squaredHingeLoss").squared())
}

/// Returns the hinge loss of a sample with scores x for C classes and label y,
/// `Σ_{c ≠ y} w_y · max(0, margin − x_y + x_c) / C`, where w_y is the weight of class y.
///
/// The loss is 0 if the label's score exceeds every other score by at least the margin. The mean divides by the number
/// of samples, even if the classes have weights, as in PyTorch's `multi_margin_loss`. Differentiable with respect to
/// the scores. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - scores: The scores x, `[..., classes]`.
///   - labels: The labels y, `[...]`, each in `0 ..< classes`; another label traps.
///   - margin: The least difference x_y − x_c for which the term of class c is 0.
///   - isSquared: Whether each term `max(…)` is squared, as with `p=2` in PyTorch.
///   - classWeights: w. A weight for each class, of shape `[classes]`, all 1 by default. The weights are constants.
///   - reduction: The way in which the losses of the samples are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each sample.
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

/// Returns `max(0, 1 − t·x)` for scores x and targets t. Traps if the shapes differ, or if a target is not −1, 1 or
/// NaN; the message starts with `name`.
private func missingMargin<Scalar: RealScalar>(
    _ scores: Tensor<Scalar>, _ targets: Tensor<Scalar>, _ name: String
) -> Tensor<Scalar> {
    requireSameShape(scores, targets, name)
    requireSigns(targets, name)
    return (1 - targets * scores).relu()
}

/// Traps if a target is neither −1 nor 1; the message starts with `name`. NaN is allowed and makes the loss NaN.
func requireSigns<Scalar: RealScalar>(_ targets: Tensor<Scalar>, _ name: String) {
    let size: Tensor<Scalar> = targets.asConstant().abs()
    let isOther: Tensor<Bool> = (size .< 1) .|| (size .> 1)
    if isOther.any() {
        let other: Scalar? = targets.scalars.first { abs($0) != 1 && !$0.isNaN }
        require(false, "\(name): the target \(other.map { "\($0)" } ?? "") is neither -1 nor 1")
    }
}
