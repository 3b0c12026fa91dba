internal import CKernels

/// Returns a part of a batch with each channel normalized by the statistics of the whole batch. The threads of `group`
/// compute the other parts at the same time, each with a call of this function: this is synchronized batch
/// normalization.
///
/// The derivative is that of the whole batch: the sum of the losses of all parts. So the caller multiplies the mean loss
/// of each part by the part's share of the samples. The gradients with respect to `scale` and `shift` are those of the
/// part's own cotangent, and their sum over the parts is the gradient of the whole batch. The derivative is
/// differentiable once: a second derivative traps. The shapes are those of `batchNormalized`; other shapes trap.
///
/// - Returns: The part's result. The mean and the variance of the whole batch, of shape `[C]`, which are NaN for a
///   channel without values. `count`, the number of values of a channel in the whole batch.
package func synchronizedBatchNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Scalar, appliesReLU: Bool,
    over group: any BatchGroup
) -> (result: Tensor<Scalar>, mean: Tensor<Scalar>, variance: Tensor<Scalar>, count: Int) {
    let part = BatchPart(x, scale, shift, epsilon: Double(epsilon), appliesReLU: appliesReLU)
    let moments: ChannelMoments = part.moments().combined(over: group)
    let (mean, variance): (Tensor<Scalar>, Tensor<Scalar>) = (
        Tensor(moments.mean.map { Scalar($0) }), Tensor(moments.variance.map { Scalar($0) })
    )
    let result: Tensor<Scalar> = withDerivative(
        of: TensorOperation(
            "batchNormalized", attributes: ["epsilon": .number(Double(epsilon)), "appliesReLU": .boolean(appliesReLU)]),
        part.normalized(mean, variance), inputs: [x, scale, shift]
    ) { cotangent, wanted in
        part.derivatives(cotangent.contiguous(), mean, variance, count: moments.count, byX: wanted[0], over: group)
    }
    return (result, mean, variance, Int(moments.count))
}

/// The operands of a part of a batch, as constants in contiguous memory.
private struct BatchPart<Scalar: RealScalar> {
    let layout: ChannelLayout
    let (x, scale, shift): (Tensor<Scalar>, Tensor<Scalar>, Tensor<Scalar>)
    let epsilon: Double
    let appliesReLU: Bool

    init(_ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, epsilon: Double, appliesReLU: Bool) {
        layout = ChannelLayout(x, scale, shift, "batchNormalized")
        (self.x, self.scale, self.shift) = (
            x.asConstant().contiguous(), scale.asConstant().contiguous(), shift.asConstant().contiguous()
        )
        (self.epsilon, self.appliesReLU) = (epsilon, appliesReLU)
    }

    private var operands: synann_normalization {
        layout.operands(x, scale, shift, epsilon: epsilon, appliesReLU: appliesReLU)
    }

    func moments() -> ChannelMoments {
        ChannelMoments(count: layout.batch * layout.inner, channels: layout.channels) { mean, variance in
            layout.forEachRangeOfChannels { channels in
                var operands: synann_normalization = operands
                synann_part_statistics(
                    Scalar.kernelType, &operands, channels.lowerBound, channels.upperBound, mean, variance)
            }
        }
    }

    func normalized(_ mean: Tensor<Scalar>, _ variance: Tensor<Scalar>) -> Tensor<Scalar> {
        let value = Tensor<Scalar>(uninitialized: x.shape)
        layout.forEachRangeOfChannels { channels in
            var operands: synann_normalization = operands
            synann_normalize_part(
                Scalar.kernelType, &operands, channels.lowerBound, channels.upperBound, mean.address, variance.address,
                value.mutableAddress)
        }
        return value
    }

    /// Returns the derivatives with respect to x, the scale and the shift. `count` is the number of values of a channel
    /// in the whole batch, whose mean and variance are `mean` and `variance`.
    func derivatives(
        _ cotangent: Tensor<Scalar>, _ mean: Tensor<Scalar>, _ variance: Tensor<Scalar>, count: Double, byX: Bool,
        over group: any BatchGroup
    ) -> [Tensor<Scalar>?] {
        let (byScale, byShift): (Tensor<Scalar>, Tensor<Scalar>) = (layout.perChannel(), layout.perChannel())
        let byX: Tensor<Scalar>? = byX ? Tensor(uninitialized: x.shape) : nil
        let gradient = synann_normalization_gradient(
            cotangent: cotangent.address, mean: mean.address, variance: variance.address,
            by_scale: byScale.mutableAddress, by_shift: byShift.mutableAddress, by_x: byX?.mutableAddress)
        let channels: Int = layout.channels
        // Σ g of each channel, then Σ g (x − mean) of each channel.
        var sums = [Double](repeating: 0, count: 2 * channels)
        if x.count > 0 {
            sums.withUnsafeMutableBufferPointer { sums in
                guard let sum = sums.baseAddress else { return }
                layout.forEachRangeOfChannels { range in
                    var (operands, gradient): (synann_normalization, synann_normalization_gradient) = (
                        operands, gradient
                    )
                    synann_part_gradient_sums(
                        Scalar.kernelType, &operands, range.lowerBound, range.upperBound, &gradient, sum,
                        sum + channels)
                }
            }
        }
        sums = group.reduce(sums) { left, right in left.indices.map { left[$0] + right[$0] } }
        guard x.count > 0 else { return [byX, Tensor(zeros: scale.shape), Tensor(zeros: shift.shape)] }
        guard byX != nil else { return [nil, byScale, byShift] }
        sums.withUnsafeBufferPointer { sums in
            guard let sum = sums.baseAddress else { return }
            layout.forEachRangeOfChannels { range in
                var (operands, gradient): (synann_normalization, synann_normalization_gradient) = (operands, gradient)
                synann_part_gradient(
                    Scalar.kernelType, &operands, range.lowerBound, range.upperBound, &gradient, count, sum,
                    sum + channels)
            }
        }
        return [byX, byScale, byShift]
    }
}
