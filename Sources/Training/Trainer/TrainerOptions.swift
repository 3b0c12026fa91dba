import Tensors

/// How a `Trainer` makes its steps.
public struct TrainerOptions: Sendable, Hashable {
    /// Samples per batch. The last batch of an epoch may be smaller. A last batch of one sample joins the batch before it,
    /// because batch normalization has no variance of one sample.
    public var batchSize: Int
    /// Batches per step. The gradient of a step is the mean over the samples of its batches; they need the memory of one
    /// batch. The last step of an epoch may have fewer batches.
    public var batchesPerStep: Int
    /// The greatest norm of a gradient; nil for no limit. See `clipped(toNorm:)`.
    public var gradientNormLimit: Double?
    /// The decay of a moving average of the model; nil for none. See `MovingAverage`.
    public var averageDecay: Double?
    /// The seed of the samples' order and of the layers' random numbers.
    public var seed: UInt64

    /// Traps if a size, a count or the limit is not positive.
    public init(
        batchSize: Int = 32, batchesPerStep: Int = 1, gradientNormLimit: Double? = nil, averageDecay: Double? = nil,
        seed: UInt64 = 0
    ) {
        require(batchSize > 0, "Trainer: the batch size \(batchSize) is not positive")
        require(batchesPerStep > 0, "Trainer: \(batchesPerStep) batches per step are not positive")
        require(
            gradientNormLimit.map { $0 > 0 } ?? true,
            "Trainer: the limit \(gradientNormLimit ?? 0) of the gradient's norm is not positive")
        (self.batchSize, self.batchesPerStep, self.seed) = (batchSize, batchesPerStep, seed)
        (self.gradientNormLimit, self.averageDecay) = (gradientNormLimit, averageDecay)
    }
}
