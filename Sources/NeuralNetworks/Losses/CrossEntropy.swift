import Tensors

/// Returns the cross-entropy between softmax(logits) and the labels: `−log softmax(logits)[label]`.
///
/// With class weights w, sample weights s and label smoothing ε over C classes, the loss of sample n with label y is
/// the following sum, where p = softmax(logits) for this sample:
///
///     s_n · ((1 − ε) · w_y · −log p_y + ε/C · Σ_c w_c · −log p_c)
///
/// A sample is ignored if its mask is false or its label is `ignoreIndex`. The loss of an ignored sample and the
/// derivative of this loss are 0, even if the logits of the sample are NaN. The mean divides the sum of the losses by
/// Σ_n s_n · w_y over the samples that are not ignored, as in PyTorch. The mean is NaN if all samples are ignored.
/// Differentiable with respect to the logits. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - logits: The scores of the classes, `[..., classes]`; for sequences of T steps, `[N, T, classes]`.
///     Log-probabilities are also allowed.
///   - labels: The labels, `[...]`, each in `0 ..< classes`. Another label traps unless its sample is ignored.
///   - classWeights: A weight for each class, of shape `[classes]`, all 1 by default. The weights are constants.
///   - sampleWeights: A weight for each sample, of shape `[...]`, all 1 by default. The weights are constants. A weight
///     may be negative, for example an advantage in reinforcement learning.
///   - mask: A mask of shape `[...]`, false for samples to ignore, such as padding. By default no sample is ignored.
///   - ignoreIndex: The label of samples to ignore, or `nil`.
///   - labelSmoothing: ε, the part of the target distribution that is spread evenly over all classes. A number that is
///     not between 0 and 1 traps.
///   - reduction: The way in which the losses of the samples are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each sample.
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
    if labelSmoothing == 0 { return reduction(labelLosses(logits, labels, "crossEntropy")) }
    let logProbabilities: Tensor<Scalar> = logits.logSoftmax()
    let losses: Tensor<Scalar> = -pick(logProbabilities, labels, "crossEntropy")
    let even: Tensor<Scalar> = logProbabilities.mean(axis: 1)
    return reduction(losses * Scalar(1 - labelSmoothing) - even * Scalar(labelSmoothing))
}

/// Returns the cross-entropy between softmax(logits) and target distributions t ("soft targets"):
/// `−Σ_c t_c log softmax(logits)_c`.
///
/// With class weights w, sample weights s and label smoothing ε over C classes, the loss of sample n is
/// `s_n · Σ_c w_c · ((1 − ε) t_c + ε/C) · −log p_c`, where p = softmax(logits) for this sample. The mean divides the
/// sum of the losses by Σ_n s_n over the samples that are not ignored, as in PyTorch. If all s_n are 1, this divisor is
/// the number of these samples. A class with target 0 adds 0, even if the probability of the class is 0. Differentiable
/// with respect to logits and targets. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - logits: The scores of the classes, `[..., classes]`.
///   - targets: The probabilities of the classes, in the shape of the logits. The function does not check that the
///     probabilities of a sample sum to 1.
///   - classWeights: A weight for each class, of shape `[classes]`, all 1 by default. The weights are constants.
///   - sampleWeights: A weight for each sample, of shape `[...]`, all 1 by default. The weights are constants.
///   - mask: A mask of shape `[...]`, false for samples to ignore, such as padding. By default no sample is ignored.
///   - labelSmoothing: ε, the part of the target distribution that is spread evenly over all classes. A number that is
///     not between 0 and 1 traps.
///   - reduction: The way in which the losses of the samples are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each sample.
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

/// Returns the negative log-likelihood `−log p[label]` of the labels, where log p is `logProbabilities`. The weights,
/// the mask, `ignoreIndex` and the mean have the same meaning as in `crossEntropy`.
///
/// Differentiable with respect to the log-probabilities. Traps if a shape does not fit the descriptions below.
///
/// - Parameters:
///   - logProbabilities: The log-probabilities of the classes, `[..., classes]`, as `logSoftmax` returns.
///   - labels: The labels, `[...]`, each in `0 ..< classes`. Another label traps unless its sample is ignored.
///   - classWeights: A weight for each class, of shape `[classes]`, all 1 by default. The weights are constants.
///   - sampleWeights: A weight for each sample, of shape `[...]`, all 1 by default. The weights are constants.
///   - mask: A mask of shape `[...]`, false for samples to ignore, such as padding. By default no sample is ignored.
///   - ignoreIndex: The label of samples to ignore, or `nil`.
///   - reduction: The way in which the losses of the samples are combined; by default, the mean.
/// - Returns: A scalar; for the reduction `.none`, a tensor of shape `[...]` with the loss of each sample.
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

/// Returns the elementwise product of weights and values of the same shape. An element of the product is 0 where the
/// weight is 0, even if the value is ±∞ or NaN. Differentiable with respect to weights and values.
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
