internal import CKernels

/// Returns a batch with each channel normalized: `(x − μ) / √(σ² + ε) · scale + shift`.
///
/// μ is the mean and σ² the population variance of the channel over all other axes. The mean is computed in a first
/// pass over the elements, the variance in a second pass.
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

/// The shape `[N, C, …]` of a tensor of N samples with C channels, as `[batch, channels, inner]`, where `inner` is the
/// number of elements of a channel in a sample.
private struct ChannelLayout {
    let batch, channels, inner: Int
    private let shape: Shape

    init<Scalar>(_ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, _ name: String) {
        require(
            x.rank >= 2 && scale.shape == [x.shape[1]] && shift.shape == scale.shape,
            "\(name): scale \(scale.shape) and shift \(shift.shape) do not fit the channels of \(x.shape)")
        shape = x.shape
        (batch, channels) = (x.shape[0], x.shape[1])
        inner = x.shape.dimensions[2...].reduce(1, *)
    }

    /// The number of samples in a chunk of work.
    private var batchPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, channels * inner)) }

    func normalized<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ center: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>,
        appliesReLU: Bool
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: batchPerChunk) { range in
                let start: Int = range.lowerBound * channels * inner
                var operands: synann_normalization = operands(x, scale, shift, epsilon: 0, appliesReLU: appliesReLU)
                operands.batch = range.count
                operands.x = UnsafeRawPointer(x.address + start)
                synann_normalize(Scalar.kernelType, &operands, center.address, target + start)
            }
        }
    }

    /// Returns the operands of the kernels: all samples of `x`, a scale and a shift for each channel, the number ε, and
    /// whether the kernel applies ReLU.
    func operands<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, epsilon: Double, appliesReLU: Bool
    ) -> synann_normalization {
        synann_normalization(
            batch: batch, channels: channels, inner: inner, x: x.address, scale: scale.address, shift: shift.address,
            epsilon: epsilon, applies_relu: appliesReLU ? 1 : 0)
    }

    /// Returns an uninitialized tensor of shape `[channels]`.
    func perChannel<Scalar: RealScalar>() -> Tensor<Scalar> { Tensor(uninitialized: [channels]) }

    /// Divides all channels into ranges, and calls `body` for each range on the library's threads.
    ///
    /// If a channel of a sample is a single number, channels are neighbours in memory. The length of a range is then a
    /// multiple of 16, which fills whole vectors.
    func forEachRangeOfChannels(_ body: (Range<Int>) -> Void) {
        let wholeVectors: Int = inner == 1 ? 16 : 1
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, batch * inner * wholeVectors)) * wholeVectors
        Parallelism.forEachRange(of: channels, length: perChunk, body)
    }
}
