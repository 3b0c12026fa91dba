import Tensors

/// Returns the cross-entropy between softmax(logits) and the labels: `−log softmax(logits)[label]`.
///
/// With class weights w, sample weights s and label smoothing ε over C classes, the loss of sample n with label y is
///
///     s_n · ((1 − ε) · w_y · −log p_y + ε/C · Σ_c w_c · −log p_c)
///
/// The mean divides the sum by Σ_n s_n · w_y, as in PyTorch. The mean is NaN if all samples are ignored. The loss of an
/// ignored sample and its derivative are 0, even if its logits are NaN. Differentiable with respect to the logits.
/// Traps if a shape does not fit.
///
/// - Parameters:
///   - logits: `[..., classes]`; log-probabilities are also allowed. For sequences the shape is `[N, T, classes]`.
///   - labels: `[...]`, each in `0 ..< classes`. Another label traps unless its sample is ignored.
///   - classWeights: `[classes]`, constants; all 1 by default.
///   - sampleWeights: `[...]`, constants; all 1 by default. They may be negative, for example advantages in
///     reinforcement learning.
///   - mask: `[...]`, false for samples to ignore, such as padding.
///   - ignoreIndex: The label of samples to ignore.
///   - labelSmoothing: The part ε of the target distribution that is spread evenly over all classes, between 0 and 1.
///   - reduction: How the losses of the samples are combined.
/// - Returns: A scalar. If `reduction` is `.none`, one loss for each sample, `[...]`.
public func crossEntropy<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, _ labels: Tensor<Int>, classWeights: Tensor<Scalar>? = nil,
    sampleWeights: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil, ignoreIndex: Int? = nil,
    labelSmoothing: Double = 0, reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSmoothing(labelSmoothing)
    let options = ClassificationOptions(
        name: "crossEntropy", classWeights: classWeights, sampleWeights: sampleWeights, mask: mask,
        ignoreIndex: ignoreIndex)
    guard logits.rank == 2, options.areDefault else {
        let flat = FlatSamples(logits, labels, options)
        return flat.loss(flat.rows.logSoftmax(), labelSmoothing: labelSmoothing, reduction)
    }
    let logProbabilities: Tensor<Scalar> = logits.logSoftmax()
    let losses: Tensor<Scalar> = -pick(logProbabilities, labels, "crossEntropy")
    if labelSmoothing == 0 { return reduction(losses) }
    let even: Tensor<Scalar> = logProbabilities.mean(axis: 1)
    return reduction(losses * Scalar(1 - labelSmoothing) - even * Scalar(labelSmoothing))
}

/// Returns the cross-entropy between softmax(logits) and target distributions t ("soft targets"):
/// `−Σ_c t_c log softmax(logits)_c`.
///
/// With class weights w, sample weights s and label smoothing ε over C classes, the loss of sample n is
/// `s_n · Σ_c w_c · ((1 − ε) t_c + ε/C) · −log p_c`. The mean divides the sum by Σ_n s_n, which is the number of
/// samples if all weights are 1. PyTorch does the same. A class with target 0 adds 0, even if its probability is 0.
/// Differentiable with respect to logits and targets. Traps if a shape does not fit.
///
/// - Parameters:
///   - logits: `[..., classes]`.
///   - targets: The probabilities of the classes, in the same shape. Their sum is not checked.
///   - classWeights: `[classes]`, constants; all 1 by default.
///   - sampleWeights: `[...]`, constants; all 1 by default.
///   - mask: `[...]`, false for samples to ignore, such as padding.
///   - labelSmoothing: The part ε of the target distribution that is spread evenly over all classes, between 0 and 1.
///   - reduction: How the losses of the samples are combined.
/// - Returns: A scalar. If `reduction` is `.none`, one loss for each sample, `[...]`.
public func crossEntropy<Scalar: RealScalar>(
    _ logits: Tensor<Scalar>, probabilities targets: Tensor<Scalar>, classWeights: Tensor<Scalar>? = nil,
    sampleWeights: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil, labelSmoothing: Double = 0,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    requireSmoothing(labelSmoothing)
    require(
        logits.rank > 0 && logits.shape == targets.shape,
        "crossEntropy: logits \(logits.shape) and probabilities \(targets.shape) differ in shape, or have no axis")
    let samples = Shape(Array(logits.shape.dimensions.dropLast()))
    let options = ClassificationOptions(
        name: "crossEntropy", classWeights: classWeights, sampleWeights: sampleWeights, mask: mask, ignoreIndex: nil)
    let flat = FlatSamples(logits, Tensor<Int>(zeros: samples), options)
    let classes: Int = logits.shape[-1]
    var target: Tensor<Scalar> = targets.reshaped(to: [flat.count, classes])
    if let kept = flat.kept { target = select(kept.expandedForClasses(), target, Tensor(0)) }
    if labelSmoothing > 0 { target = target * Scalar(1 - labelSmoothing) + Scalar(labelSmoothing / Double(classes)) }
    if let classWeights { target = target * classWeights.asConstant() }
    let losses: Tensor<Scalar> = -expectation(target, flat.rows.logSoftmax()).sum(axis: 1)
    return flat.reduced(losses, counting: flat.sampleWeights ?? Tensor(ones: [flat.count]), reduction)
}

/// Returns the negative log-likelihood `−log p[label]`. Weights, mask and mean have the same meaning as in
/// `crossEntropy`.
///
/// Differentiable with respect to the log-probabilities. Traps if a shape does not fit.
///
/// - Parameters:
///   - logProbabilities: `[..., classes]`, the result of `logSoftmax`.
///   - labels: `[...]`, each in `0 ..< classes`. Another label traps unless its sample is ignored.
///   - classWeights: `[classes]`, constants; all 1 by default.
///   - sampleWeights: `[...]`, constants; all 1 by default.
///   - mask: `[...]`, false for samples to ignore, such as padding.
///   - ignoreIndex: The label of samples to ignore.
///   - reduction: How the losses of the samples are combined.
/// - Returns: A scalar. If `reduction` is `.none`, one loss for each sample, `[...]`.
public func negativeLogLikelihood<Scalar: RealScalar>(
    _ logProbabilities: Tensor<Scalar>, _ labels: Tensor<Int>, classWeights: Tensor<Scalar>? = nil,
    sampleWeights: Tensor<Scalar>? = nil, mask: Tensor<Bool>? = nil, ignoreIndex: Int? = nil,
    reduction: LossReduction = .mean
) -> Tensor<Scalar> {
    let options = ClassificationOptions(
        name: "negativeLogLikelihood", classWeights: classWeights, sampleWeights: sampleWeights, mask: mask,
        ignoreIndex: ignoreIndex)
    guard logProbabilities.rank == 2, options.areDefault else {
        let flat = FlatSamples(logProbabilities, labels, options)
        return flat.loss(flat.rows, labelSmoothing: 0, reduction)
    }
    return reduction(-pick(logProbabilities, labels, "negativeLogLikelihood"))
}

/// Returns `weights · values` for two tensors of the same shape. The product is 0 where the weight is 0, even if the
/// value is ±∞ or NaN.
private func expectation<Scalar: RealScalar>(_ weights: Tensor<Scalar>, _ values: Tensor<Scalar>) -> Tensor<Scalar> {
    withDerivative(
        of: TensorOperation("expectation", weights, values),
        select(weights.asConstant() .== 0, Tensor(0), weights.asConstant() * values.asConstant()),
        .by(weights) { cotangent in cotangent * values },
        .by(values) { cotangent in cotangent * weights })
}

private func requireSmoothing(_ labelSmoothing: Double) {
    require(
        (0 ... 1).contains(labelSmoothing), "crossEntropy: label smoothing \(labelSmoothing) is not within 0 and 1")
}
