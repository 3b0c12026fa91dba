internal import CKernels

/// Returns a batch with each channel normalized: `(x − μ) / √(σ² + ε) · scale + shift`.
///
/// μ is the mean and σ² the population variance of the channel over all other axes. The mean is computed in a first
/// pass over the elements, the variance in a second pass.
///
/// If a `Trainer` cuts batches into shards, `x` is a part of a batch, and the mean and the variance are those of the
/// whole batch.
///
/// A fused kernel computes the forward pass, and another kernel computes the backward pass. Each kernel reads a channel
/// from memory only once if the channel fits in the cache. Differentiable once with respect to `x`, `scale` and
/// `shift`: a second derivative traps. Traps unless the shapes are as described below.
///
/// - Parameters:
///   - x: A tensor of shape `[N, C]` or `[N, C, …]`, for N samples with C channels.
///   - scale: The factor of each channel, a tensor of shape `[C]`.
///   - shift: The summand of each channel, a tensor of shape `[C]`.
///   - epsilon: The number ε, which keeps the divisor from being 0.
///   - appliesReLU: Whether the kernel applies ReLU to the result, which saves the passes over memory of a separate
///     ReLU.
/// - Returns: The result, of the shape of `x`, and the mean and the variance, of shape `[C]`. The mean and the variance
///   are constants for differentiation, and NaN for a channel without values.
public func batchNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar,
    appliesReLU: Bool = false
) -> (result: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>) {
    let layout = ChannelLayout(x, scale, shift, "batchNormalized")
    if let group = BatchGroups.current {
        let whole = synchronizedBatchNormalized(
            x, scale: scale, shift: shift, epsilon: epsilon, appliesReLU: appliesReLU, over: group)
        return (whole.result, whole.mean, whole.variance)
    }
    let source: Tensor<Scalar> = x.asConstant().contiguous()
    let (gain, offset): (Tensor<Scalar>, Tensor<Scalar>) = (
        scale.asConstant().contiguous(), shift.asConstant().contiguous()
    )
    let (mean, variance): (Tensor<Scalar>, Tensor<Scalar>) = (layout.perChannel(), layout.perChannel())
    let value = Tensor<Scalar>(uninitialized: x.shape)
    layout.forEachRangeOfChannels { channels in
        var operands: synann_normalization = layout.operands(
            source, gain, offset, epsilon: Double(epsilon), appliesReLU: appliesReLU)
        synann_normalize_batch(
            Scalar.kernelType, &operands, channels.lowerBound, channels.upperBound, mean.mutableAddress,
            variance.mutableAddress, value.mutableAddress)
    }
    let result: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "batchNormalized", attributes: ["epsilon": .number(Double(epsilon)), "appliesReLU": .boolean(appliesReLU)]),
        value, inputs: [x, scale, shift]
    ) {
        cotangent, wanted in
        // If `x` has no elements, all derivatives are 0. The kernel would multiply 0 by the NaN mean of an empty
        // channel.
        if source.count == 0 { return [source, Tensor(zeros: gain.shape), Tensor(zeros: offset.shape)] }
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let (byScale, byShift): (Tensor<Scalar>, Tensor<Scalar>) = (layout.perChannel(), layout.perChannel())
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: source.shape) : nil
        layout.forEachRangeOfChannels { channels in
            var operands: synann_normalization = layout.operands(
                source, gain, offset, epsilon: Double(epsilon), appliesReLU: appliesReLU)
            var gradient = synann_normalization_gradient(
                cotangent: cotangent.address, mean: mean.address, variance: variance.address,
                by_scale: byScale.mutableAddress, by_shift: byShift.mutableAddress, by_x: byX?.mutableAddress)
            synann_normalize_batch_gradient(
                Scalar.kernelType, &operands, channels.lowerBound, channels.upperBound, &gradient)
        }
        return [byX, byScale, byShift]
    }
    return (result, mean, variance)
}

/// Returns a batch normalized with given statistics, as in inference: `(x − mean) / √(variance + ε) · scale + shift`.
/// Differentiable. Traps unless the shapes are as described below.
///
/// - Parameters:
///   - x: A tensor of shape `[N, C]` or `[N, C, …]`, for N samples with C channels.
///   - mean: The mean of each channel, a tensor of shape `[C]`.
///   - variance: The variance of each channel, a tensor of shape `[C]`.
///   - scale: The factor of each channel, a tensor of shape `[C]`.
///   - shift: The summand of each channel, a tensor of shape `[C]`.
///   - epsilon: The number ε, which keeps the divisor from being 0.
///   - appliesReLU: Whether the function applies ReLU to the result.
/// - Returns: A tensor of the shape of `x`.
public func normalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>,
    epsilon: Scalar, appliesReLU: Bool = false
) -> Tensor<Scalar> {
    let layout = ChannelLayout(x, scale, shift, "normalized")
    require(
        mean.shape == scale.shape && variance.shape == scale.shape,
        "normalized: mean \(mean.shape) and variance \(variance.shape) do not fit the channels of \(x.shape)")
    if Tape.recording == nil {
        let gain: Tensor<Scalar> = scale / (variance + epsilon).squareRoot()
        return layout.normalized(
            x.contiguous(), mean.contiguous(), gain.contiguous(), shift.contiguous(), appliesReLU: appliesReLU)
    }
    func operation() -> TensorOperation {
        TensorOperation(
            "normalized", x, mean, variance, scale, shift,
            attributes: ["epsilon": .number(Double(epsilon)), "appliesReLU": .boolean(appliesReLU)])
    }
    return withOperation(operation()) {
        let gain: Tensor<Scalar> = scale / (variance + epsilon).squareRoot()
        let channel: [Int] = [1, layout.channels] + [Int](repeating: 1, count: x.rank - 2)
        let value: Tensor<Scalar> =
            (x - mean.reshaped(to: channel)) * gain.reshaped(to: channel) + shift.reshaped(to: channel)
        return appliesReLU ? value.relu() : value
    }
}
