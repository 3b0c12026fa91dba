import Tensors

/// How a `Trainer` makes its steps.
public struct TrainerOptions: Sendable, Hashable {
    /// Samples per batch. What is left over at the end of an epoch makes a smaller last batch; a single sample joins the
    /// batch before it, because batch normalisation has no variance of one.
    public var batchSize: Int
    /// Batches per step: the gradient of a step is the mean over the samples of so many batches, which takes the memory of
    /// one. What is left over at the end of an epoch makes a smaller last step.
    public var batchesPerStep: Int
    /// The greatest norm of a gradient, if there is a limit: see `clipped(toNorm:)`.
    public var gradientNormLimit: Double?
    /// The decay of the moving average of the model that is to be kept, if one is: see `MovingAverage`.
    public var averageDecay: Double?
    /// Seeds the order of the samples and what layers draw.
    public var seed: UInt64

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
