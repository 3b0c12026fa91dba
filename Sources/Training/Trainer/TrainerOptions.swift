import Tensors

/// The options of a `Trainer`, which determine how the trainer makes its steps.
public struct TrainerOptions: Sendable, Hashable {
    /// The number of samples in a batch. The last batch of an epoch may be smaller. If a single sample is left after
    /// the last full batch, this sample joins the last full batch, because batch normalization cannot compute a
    /// variance from one sample. With a batch size of 1, every sample is a batch.
    public var batchSize: Int
    /// The number of batches in a step. The gradient of a step is the mean over the samples of its batches. The batches
    /// are computed one after another, so they need the memory of a single batch. The last step of an epoch may have
    /// fewer batches.
    public var batchesPerStep: Int
    /// The greatest norm of a gradient; nil for no limit. See `clipped(toNorm:)`.
    public var gradientNormLimit: Double?
    /// The decay of a moving average of the model; nil for none. See `MovingAverage`.
    public var averageDecay: Double?
    /// The seed of the random numbers for the order of the samples, for augmentation and for layers.
    public var seed: UInt64
    /// The number of shards into which every batch is cut; 1 for whole batches. A number below 1 traps.
    ///
    /// A shard is a contiguous part of a batch. The lengths of the shards differ by at most one sample, and shards are
    /// empty if a batch has fewer samples. The shards of a step are computed at the same time, each on a thread of its
    /// own, and the loss and the gradient of the batch are sums over the shards in a fixed order. Batch normalization
    /// uses the statistics of the whole batch. The loss must be a mean over samples: the loss of a batch is the mean of
    /// the shards' losses, weighted by their numbers of samples.
    ///
    /// The bits of a training depend on the number of shards, because the sums are rounded in another order and each
    /// shard draws its own random numbers. They do not depend on the number of threads, or of the processes that share
    /// the shards (see `ShardExchange`).
    public var shards: Int {
        didSet { Self.requireShards(shards) }
    }

    /// Creates options. Traps if `batchSize`, `batchesPerStep`, `gradientNormLimit` or `shards` is not positive.
    public init(
        batchSize: Int = 32, batchesPerStep: Int = 1, gradientNormLimit: Double? = nil, averageDecay: Double? = nil,
        seed: UInt64 = 0, shards: Int = 1
    ) {
        Self.requireShards(shards)
        require(batchSize > 0, "Trainer: the batch size \(batchSize) is not positive")
        require(batchesPerStep > 0, "Trainer: \(batchesPerStep) batches per step are not positive")
        require(
            gradientNormLimit.map { $0 > 0 } ?? true,
            "Trainer: the limit \(gradientNormLimit ?? 0) of the gradient's norm is not positive")
        (self.batchSize, self.batchesPerStep, self.seed) = (batchSize, batchesPerStep, seed)
        (self.gradientNormLimit, self.averageDecay, self.shards) = (gradientNormLimit, averageDecay, shards)
    }

    private static func requireShards(_ shards: Int) {
        require(shards > 0, "Trainer: the number of shards, \(shards), is not positive")
    }
}
