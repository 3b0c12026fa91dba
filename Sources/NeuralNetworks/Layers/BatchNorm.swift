import Differentiation
import Tensors

/// Batch normalisation of N samples with C channels. The input is `[N, C]` (PyTorch's BatchNorm1d) or `[N, C, …]`
/// (BatchNorm2d for images). The layer normalises each channel to mean 0 and variance 1, then multiplies the channel by
/// a learned scale and adds a learned shift.
///
/// Training uses the statistics of the batch and also updates the running statistics:
/// `running ← (1 − momentum) · running + momentum · batch`, where the batch variance is the unbiased estimate.
/// Inference uses the running statistics. If a `Trainer` cuts batches into shards, the statistics are those of the whole
/// batch, as in PyTorch's SyncBatchNorm.
///
/// Training traps if a channel has fewer than two values, because a single value has no variance. Examples are an input
/// `[1, C]`, and a batch of a single image with a single pixel. A `Trainer` avoids such batches. If a `Trainer` cannot
/// avoid such a batch, the `TrainingRun` throws an error.
///
/// Source: S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015.
public struct BatchNorm<Scalar: RealScalar>: Module {
    /// The scale of each channel, of shape `[C]` for C channels; initially 1.
    public var weight: Tensor<Scalar>
    /// The shift of each channel, of shape `[C]` for C channels; initially 0.
    public var bias: Tensor<Scalar>
    /// The running mean of each channel, of shape `[C]` for C channels; initially 0.
    public var runningMean: Buffer<Scalar>
    /// The running variance of each channel, of shape `[C]` for C channels; initially 1.
    public var runningVariance: Buffer<Scalar>
    private let momentum: Double
    /// The number added to each variance before the square root.
    public let epsilon: Double
    /// Whether the layer applies ReLU to its result, in the same pass over memory.
    public let appliesReLU: Bool

    /// Creates a layer with scale 1 and shift 0.
    ///
    /// - Parameters:
    ///   - channels: C, the number of channels.
    ///   - momentum: The weight of each batch in the running statistics, between 0 and 1; other numbers are not
    ///     rejected.
    ///   - epsilon: The number added to each variance before the square root.
    ///   - appliesReLU: Whether the layer applies ReLU to its result, in the same pass over memory.
    public init(_ channels: Int, momentum: Double = 0.1, epsilon: Double = 1e-5, appliesReLU: Bool = false) {
        weight = Tensor(ones: [channels])
        bias = Tensor(zeros: [channels])
        runningMean = Buffer(Tensor(zeros: [channels]))
        runningVariance = Buffer(Tensor(ones: [channels]))
        self.momentum = momentum
        self.epsilon = epsilon
        self.appliesReLU = appliesReLU
    }

    /// Returns the normalised input, in the input's shape. In training, the call also updates the running statistics.
    /// Traps if the input has fewer than two axes, or if the length of its second axis is not the number of channels.
    /// Traps in training if a channel has fewer than two values. The derivative in training is first-order: a second
    /// derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        guard Mode.current == .training else {
            return normalized(
                input, mean: runningMean.value, variance: runningVariance.value, scale: weight, shift: bias,
                epsilon: Scalar(epsilon), appliesReLU: appliesReLU)
        }
        // `batchNormalized` traps if the number of channels of the input is not the number of channels of the layer.
        let fits: Bool = input.rank >= 2 && weight.shape == [input.shape[1]]
        let own: Int = fits ? input.shape[0] * input.shape.dropFirst(2).reduce(1, *) : 0
        guard let group = BatchGroups.current else {
            if fits, own < 2 { return rejected(input) }
            let (result, mean, variance) = batchNormalized(
                input, scale: weight, shift: bias, epsilon: Scalar(epsilon), appliesReLU: appliesReLU)
            updateStatistics(mean, variance, perChannel: own)
            return result
        }
        let (result, mean, variance, count) = synchronizedBatchNormalized(
            input, scale: weight, shift: bias, epsilon: Scalar(epsilon), appliesReLU: appliesReLU, over: group)
        if count < 2 { return rejected(input) }
        updateStatistics(mean, variance, perChannel: count)
        return result
    }

    /// Rejects a batch with fewer than two values per channel, and returns NaN in the shape of the input.
    private func rejected(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        Mode.rejectBatch(
            "BatchNorm: training needs more than one value per channel, not an input of shape \(input.shape)")
        return Tensor(repeating: .nan, shape: input.shape)
    }

    /// Adds the mean and the population variance of a batch with `perChannel` values per channel to the running
    /// statistics.
    private func updateStatistics(_ mean: Tensor<Scalar>, _ variance: Tensor<Scalar>, perChannel: Int) {
        runningMean.update(blend(runningMean.latest, mean))
        runningVariance.update(
            blend(runningVariance.latest, variance * Scalar(Double(perChannel) / Double(perChannel - 1))))
    }

    private func blend(_ running: Tensor<Scalar>, _ batch: Tensor<Scalar>) -> Tensor<Scalar> {
        running * Scalar(1 - momentum) + batch * Scalar(momentum)
    }

    /// Visits `weight` and `bias`, and the running statistics under PyTorch's names `running_mean` and `running_var`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&weight, "weight")
        visitor.visit(&bias, "bias")
        visitor.visit(&runningMean, "running_mean")
        visitor.visit(&runningVariance, "running_var")
    }
}
