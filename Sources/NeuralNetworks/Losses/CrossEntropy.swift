import Tensors

/// The cross-entropy between softmax(logits) and the labels: `−log softmax(logits)[label]`.
///
/// The mean over the samples unless reduced otherwise. With class weights w, sample weights s and label smoothing ε over
/// C classes, sample n with label y costs
///
///     s_n · ((1 − ε) · w_y · −log p_y + ε/C · Σ_c w_c · −log p_c)
///
/// and the mean divides the sum by Σ_n s_n · w_y, as PyTorch has it. It is NaN where nothing counts. Ignored samples cost 0
/// and leave all derivatives by their logits 0, whatever those hold, NaN included.
///
/// - Parameters:
///   - logits: `[..., classes]`; log-probabilities are logits too. Sequences are `[N, T, classes]`.
///   - labels: `[...]`, each in `0 ..< classes`; others trap, where the sample is not ignored.
///   - classWeights: `[classes]`, constants; all 1 unless given.
///   - sampleWeights: `[...]`, constants; all 1 unless given. May be negative, as advantages are.
///   - mask: `[...]`, false at samples to ignore, such as padding.
///   - ignoreIndex: A label that marks samples to ignore.
///   - labelSmoothing: The share of the target distribution that is spread evenly over all classes.
/// - Returns: A scalar, or one loss a sample, `[...]`, without reduction.
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

/// The cross-entropy between softmax(logits) and target distributions t, "soft targets": `−Σ_c t_c log softmax(logits)_c`.
///
/// With class weights w, sample weights s and label smoothing ε over C classes, sample n costs
/// `s_n · Σ_c w_c · ((1 − ε) t_c + ε/C) · −log p_c`, and the mean divides by Σ_n s_n, as PyTorch has it: by the number of
/// samples where these have no weights. A class of target 0 costs 0, also where its probability is 0.
///
/// - Parameters:
///   - logits: `[..., classes]`.
///   - targets: Of the same shape, the probabilities of the classes; their sum is not checked.
///   - classWeights: `[classes]`, constants; all 1 unless given.
///   - sampleWeights: `[...]`, constants; all 1 unless given.
///   - mask: `[...]`, false at samples to ignore, such as padding.
/// - Returns: A scalar, or one loss a sample, `[...]`, without reduction.
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

/// The negative log-likelihood `−log p[label]`, the mean over the samples unless reduced otherwise. Weights, masks and means
/// are those of `crossEntropy`.
///
/// - Parameters:
///   - logProbabilities: `[..., classes]`, as `logSoftmax` gives them.
///   - labels: `[...]`, each in `0 ..< classes`; others trap, where the sample is not ignored.
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

/// `weights · values`, 0 where the weight is, whatever the value: 0 · ∞ would be NaN. Of one shape.
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
