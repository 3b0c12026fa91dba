internal import CKernels

/// Returns a batch with each group of channels of each sample normalized: `(x − μ) / √(σ² + ε) · scale + shift`.
///
/// The channels are divided into equal ranges, the groups. μ is the mean and σ² the population variance of a group of a
/// sample, over its channels and all other axes. A group with a single value gives the shift, because the value equals
/// its mean. With a single group, all channels are normalized together. With as many groups as channels, each channel
/// is normalized on its own, which is called instance normalization.
///
/// A fused kernel computes the forward pass, and another kernel computes the backward pass. Each kernel reads a group
/// from memory only once if the group fits in the cache. Differentiable once with respect to `x`, `scale` and `shift`:
/// a second derivative traps. Traps unless the shapes are as described below, and `groups` is positive and divides C.
///
/// Source: Y. Wu, K. He, "Group normalization", ECCV 2018.
///
/// - Parameters:
///   - x: A tensor of shape `[N, C]` or `[N, C, …]`, for N samples with C channels.
///   - groups: The number of groups.
///   - scale: The factor of each channel, a tensor of shape `[C]`, or `nil` for 1.
///   - shift: The summand of each channel, a tensor of shape `[C]`, or `nil` for 0. Both `scale` and `shift` are `nil`,
///     or none of them.
///   - epsilon: The number ε, which keeps the divisor from being 0.
/// - Returns: A tensor of the shape of `x`.
public func groupNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, groups: Int, scale: Tensor<Scalar>? = nil, shift: Tensor<Scalar>? = nil, epsilon: Scalar
) -> Tensor<Scalar> {
    require(
        x.rank >= 2 && groups >= 1 && x.shape[1] % groups == 0,
        "groupNormalized: \(groups) groups do not divide the channels of \(x.shape)")
    require(
        (scale == nil) == (shift == nil) && (scale ?? x).shape == (scale == nil ? x.shape : [x.shape[1]])
            && scale?.shape == shift?.shape,
        "groupNormalized: scale \(shapeText(scale)) and shift \(shapeText(shift)) do not fit the channels of \(x.shape)"
    )
    let layout = GroupLayout(x.shape, groups: groups)
    let source: Tensor<Scalar> = x.asConstant().contiguous()
    let (gain, offset): (Tensor<Scalar>?, Tensor<Scalar>?) = (
        scale?.asConstant().contiguous(), shift?.asConstant().contiguous()
    )
    let statistics: Shape = [layout.batch, groups]
    let (mean, variance): (Tensor<Scalar>, Tensor<Scalar>) = (
        Tensor(uninitialized: statistics), Tensor(uninitialized: statistics)
    )
    let value = Tensor<Scalar>(uninitialized: x.shape)
    layout.forEachRangeOfGroups { range in
        var operands: synann_group_normalization = layout.operands(source, gain, offset, Double(epsilon))
        synann_normalize_groups(
            Scalar.kernelType, &operands, range.lowerBound, range.upperBound, mean.mutableAddress,
            variance.mutableAddress, value.mutableAddress)
    }
    func operation() -> TensorOperation {
        TensorOperation(
            "groupNormalized", attributes: ["groups": .integer(groups), "epsilon": .number(Double(epsilon))])
    }
    let inputs: [Tensor<Scalar>] = [x] + [scale, shift].compactMap { $0 }
    return withDerivative(of: operation(), value, inputs: inputs) { cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let perChannel: Shape = [layout.batch, layout.groups * layout.channels]
        let (byScale, byShift): (Tensor<Scalar>, Tensor<Scalar>) = (
            Tensor(uninitialized: perChannel), Tensor(uninitialized: perChannel)
        )
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: source.shape) : nil
        layout.forEachRangeOfGroups { range in
            var operands: synann_group_normalization = layout.operands(source, gain, offset, Double(epsilon))
            var gradient = synann_group_normalization_gradient(
                cotangent: cotangent.address, mean: mean.address, variance: variance.address,
                by_scale: byScale.mutableAddress, by_shift: byShift.mutableAddress, by_x: byX?.mutableAddress)
            synann_normalize_groups_gradient(
                Scalar.kernelType, &operands, range.lowerBound, range.upperBound, &gradient)
        }
        if wanted.count == 1 { return [byX] }
        // In a group without values, the kernel multiplies the sum 0 by the NaN mean.
        let isEmpty: Bool = source.count == 0
        return [
            byX, isEmpty ? Tensor(zeros: [perChannel[1]]) : byScale.sum(axis: 0),
            isEmpty ? Tensor(zeros: [perChannel[1]]) : byShift.sum(axis: 0),
        ]
    }
}

/// Returns the shape of a parameter as a text, or "nil".
func shapeText<Scalar>(_ parameter: Tensor<Scalar>?) -> String { parameter.map { "\($0.shape)" } ?? "nil" }

/// The shape `[N, C, …]` of a tensor of N samples with C channels, as `[batch, groups, channels, inner]`, where
/// `channels` is the number of channels of a group, and `inner` the number of elements of a channel in a sample.
private struct GroupLayout {
    let batch, groups, channels, inner: Int

    init(_ shape: Shape, groups: Int) {
        (batch, self.groups, channels) = (shape[0], groups, shape[1] / groups)
        inner = shape.dimensions[2...].reduce(1, *)
    }

    func operands<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ scale: Tensor<Scalar>?, _ shift: Tensor<Scalar>?, _ epsilon: Double
    ) -> synann_group_normalization {
        synann_group_normalization(
            groups: groups, channels: channels, inner: inner, x: x.address, scale: scale?.address,
            shift: shift?.address, epsilon: epsilon)
    }

    /// Divides the groups of all samples into ranges, and calls `body` for each range on the library's threads.
    func forEachRangeOfGroups(_ body: (Range<Int>) -> Void) {
        let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, channels * inner))
        Parallelism.forEachRange(of: batch * groups, length: perChunk, body)
    }
}
