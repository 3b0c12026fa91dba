internal import CKernels

/// Normalisation of each channel over the batch: `(x − μ) / √(σ² + ε) · scale + shift`, with mean μ and population
/// variance σ² (two-pass) of the channel over all other axes.
///
/// - Parameters:
///   - x: `[N, C]` or `[N, C, …]`.
///   - scale: `[C]`.
///   - shift: `[C]`.
///   - rectifies: Whether the result goes through ReLU, which saves its passes over memory.
/// - Returns: The result, and the statistics that it used (constants to the tape): NaN of a channel without a value.
///
/// Forward and backward are a fused kernel each, which reads a channel from memory once where it fits the cache. First-order.
public func batchNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar,
    rectifies: Bool = false
) -> (result: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>) {
    let layout = ChannelLayout(x, scale, shift, "batchNormalized")
    let source: Tensor<Scalar> = x.asConstant().contiguous()
    let (gain, offset): (Tensor<Scalar>, Tensor<Scalar>) = (
        scale.asConstant().contiguous(), shift.asConstant().contiguous()
    )
    let (mean, variance): (Tensor<Scalar>, Tensor<Scalar>) = (layout.perChannel(), layout.perChannel())
    let value = Tensor<Scalar>(uninitialized: x.shape)
    layout.forEachRangeOfChannels { channels in
        synann_normalize_batch(
            Scalar.kernelType, layout.batch, layout.channels, layout.inner, channels.lowerBound, channels.upperBound,
            source.address, Double(epsilon), gain.address, offset.address, rectifies ? 1 : 0, mean.mutableAddress,
            variance.mutableAddress, value.mutableAddress)
    }
    let result: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "batchNormalized", attributes: ["epsilon": .number(Double(epsilon)), "rectifies": .boolean(rectifies)]),
        value, inputs: [x, scale, shift]
    ) {
        cotangent, wanted in
        // Without a value, nothing depends on scale or shift; the kernel would multiply 0 by a mean of nothing.
        if source.count == 0 { return [source, Tensor(zeros: gain.shape), Tensor(zeros: offset.shape)] }
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let (byScale, byShift): (Tensor<Scalar>, Tensor<Scalar>) = (layout.perChannel(), layout.perChannel())
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: source.shape) : nil
        layout.forEachRangeOfChannels { channels in
            synann_normalize_batch_gradient(
                Scalar.kernelType, layout.batch, layout.channels, layout.inner, channels.lowerBound,
                channels.upperBound, cotangent.address, source.address, Double(epsilon), gain.address, offset.address,
                rectifies ? 1 : 0, mean.address, variance.address, byScale.mutableAddress, byShift.mutableAddress,
                byX?.mutableAddress)
        }
        return [byX, byScale, byShift]
    }
    return (result, mean, variance)
}

/// `(x − mean) / √(variance + ε) · scale + shift` with given statistics, as batch normalisation has it in inference.
/// Through ReLU where it `rectifies`. Differentiable by x, scale and shift.
public func normalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>,
    epsilon: Scalar, rectifies: Bool = false
) -> Tensor<Scalar> {
    let layout = ChannelLayout(x, scale, shift, "normalized")
    if Tape.recording == nil {
        let gain: Tensor<Scalar> = scale / (variance + epsilon).squareRoot()
        return layout.normalized(
            x.contiguous(), mean.contiguous(), gain.contiguous(), shift.contiguous(), rectifies: rectifies)
    }
    func operation() -> TensorOperation {
        TensorOperation(
            "normalized", x, mean, variance, scale, shift,
            attributes: ["epsilon": .number(Double(epsilon)), "rectifies": .boolean(rectifies)])
    }
    return withOperation(operation()) {
        let gain: Tensor<Scalar> = scale / (variance + epsilon).squareRoot()
        let channel: [Int] = [1, layout.channels] + [Int](repeating: 1, count: x.rank - 2)
        let value: Tensor<Scalar> =
            (x - mean.reshaped(to: channel)) * gain.reshaped(to: channel) + shift.reshaped(to: channel)
        return rectifies ? value.relu() : value
    }
}

/// A tensor `[N, C, …]` seen as `[batch, channels, inner]`.
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

    private var batchPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, channels * inner)) }

    func normalized<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ center: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, rectifies: Bool
    ) -> Tensor<Scalar> {
        Tensor(uninitialized: shape) { result in
            guard let target = result.baseAddress else { return }
            Parallelism.forEachRange(of: batch, length: batchPerChunk) { range in
                let start: Int = range.lowerBound * channels * inner
                synann_normalize(
                    Scalar.kernelType, range.count, channels, inner, x.address + start, center.address,
                    scale.address, shift.address, rectifies ? 1 : 0, target + start)
            }
        }
    }

    func perChannel<Scalar: RealScalar>() -> Tensor<Scalar> { Tensor(uninitialized: [channels]) }

    /// Cuts the channels into ranges. Channels of one pixel lie side by side, and are taken by whole vectors.
    func forEachRangeOfChannels(_ body: (Range<Int>) -> Void) {
        let wholeVectors: Int = inner == 1 ? 16 : 1
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, batch * inner * wholeVectors)) * wholeVectors
        Parallelism.forEachRange(of: channels, length: perChunk, body)
    }
}
