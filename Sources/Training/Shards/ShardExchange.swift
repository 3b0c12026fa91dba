public import Tensors

/// The exchange between the processes that train a model together. Each process computes some of the shards of every
/// batch. An argument of `Trainer` chooses the exchange; by default, one process computes all shards.
///
/// All processes create equal trainers, train on equal data, and make the same steps. A method that is described as
/// *collective* is called by all processes the same number of times in the same order. If another process fails, the
/// methods cannot return a result: an implementation then ends its process with a sentence that names the failed
/// process.
public protocol ShardExchange: Sendable {
    /// The number of processes.
    var processCount: Int { get }

    /// The number of this process, in `0 ..< processCount`. The default is 0.
    var processNumber: Int { get }

    /// Returns the shards that this process computes. The ranges of all processes follow each other in the order of the
    /// processes, and together contain every shard of `0 ..< count` once. No range is empty unless there are more
    /// processes than shards.
    func localShards(of count: Int) -> Range<Int>

    /// Returns the numbers of all shards, which batch normalization combines. An element is empty if its shard has no
    /// samples.
    ///
    /// The processes of which at least one shard has samples call this method together; other processes do not call it.
    /// A process calls it on one of its shards' threads, while its other shards wait.
    ///
    /// - Parameters:
    ///   - numbers: The numbers of each local shard. All arrays that are not empty have the same length on all processes.
    ///   - step: The step to which the shards belong.
    func gather(_ numbers: [[Double]], in step: ShardedStep) -> [[Double]]

    /// Begins the sum of the gradients of a batch. Collective.
    func makeReduction(for step: ShardedStep) -> any GradientReduction

    /// Returns the tensor that a process passes. `tensor` has the same shape on all processes. Collective, after the
    /// local shards have added all gradients of the batch; calls of `GradientReduction.total` may precede and follow.
    func broadcast<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, from process: Int) -> Tensor<Scalar>

    /// Returns whether each process keeps the optimizer's state of some parameters only, makes the steps of these
    /// parameters, and sends them to the others. Every process returns the same. The default is false: every process
    /// makes all steps.
    ///
    /// - Parameter byteCount: The number of bytes of all parameters.
    func sharesState(ofByteCount byteCount: Int) -> Bool

    /// Returns the bytes of all shards, computed from the bytes of the local shards. Collective, at the end of an epoch
    /// and when a checkpoint is saved.
    func gather(_ bytes: [[UInt8]]) -> [[UInt8]]

    /// Returns whether `condition` is true in at least one process. Collective, after every step of a `TrainingRun`: the
    /// processes stop together if a signal has reached one of them.
    func isTrueAnywhere(_ condition: Bool) -> Bool

    /// Ends all processes if `digest` differs between them. The digest is the same in two processes if and only if their
    /// `subject` is the same, such as the model. Collective, at the start of a `TrainingRun`.
    func verifyAgreement(_ digest: String, of subject: String)

    /// Tells the other processes that this process ends the training because a sample could not be read. No collective
    /// method follows.
    func abandon(because error: any Error)

    /// Notes that this process makes progress, after a batch of a test. The default method does nothing.
    func reportProgress()

    /// Whether this process writes the checkpoints. The default is true.
    var writesCheckpoints: Bool { get }
}

extension ShardExchange {
    /// 0.
    public var processNumber: Int { 0 }
    /// False: every process keeps all of the optimizer's state.
    public func sharesState(ofByteCount byteCount: Int) -> Bool { false }
    /// True: this process writes the checkpoints.
    public var writesCheckpoints: Bool { true }
    /// Does nothing.
    public func reportProgress() {}
}

/// A batch that shards compute, as every process knows it.
public struct ShardedStep: Sendable, Hashable {
    /// The tree in whose order values of shards are combined.
    public let tree: ShardTree
    /// The number of samples of each shard. Shards without samples are last, and are skipped in sums.
    public let samples: [Int]
    /// The size of each tensor that `GradientReduction` sums: of the gradient of each parameter, and of the loss, which
    /// is last.
    public let gradients: [GradientSize]

    /// Creates the description of a batch with the given samples of each shard and the given sizes of the gradients.
    /// Traps unless `samples` has an element for each shard.
    public init(tree: ShardTree, samples: [Int], gradients: [GradientSize]) {
        require(samples.count == tree.shardCount, "ShardedStep: \(samples.count) counts for \(tree.shardCount) shards")
        (self.tree, self.samples, self.gradients) = (tree, samples, gradients)
    }
}

/// The size of the gradient of a parameter.
public struct GradientSize: Sendable, Hashable {
    /// The number of elements; 0 for a frozen parameter, whose gradient is not summed.
    public let count: Int
    /// The number of bytes of an element: 4 for `Float`, 8 for `Double`.
    public let scalarSize: Int

    /// Creates the size of a gradient of `count` elements of `scalarSize` bytes.
    public init(count: Int, scalarSize: Int) { (self.count, self.scalarSize) = (count, scalarSize) }

    /// The number of bytes.
    public var byteCount: Int { count * scalarSize }
}

/// The sum of the gradients of a batch over all shards of all processes, in the order of a `ShardTree`.
///
/// The gradients already contain the factor n_s / n, where shard s has n_s of the n samples of the batch. The last
/// tensor is the loss of the shard, with the same factor.
public protocol GradientReduction: Sendable {
    /// Adds the gradient of a local shard. The shard's thread calls this method once for each parameter that is not
    /// frozen and not empty, and for the loss, as soon as the gradient is final; the backward pass then continues. The
    /// order of the parameters is the same for all shards and processes, but different shards call the method at the
    /// same time. Shards without samples do not call the method.
    ///
    /// - Parameters:
    ///   - gradient: The gradient of the shard.
    ///   - index: The index of the tensor in `ShardedStep.gradients`.
    ///   - shard: The number of the shard.
    func add<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, at index: Int, ofShard shard: Int)

    /// Returns the sum over all shards. Every process calls this method once for each tensor whose number of elements is
    /// not 0, in ascending order of the indices, after its shards have added all gradients.
    ///
    /// - Parameters:
    ///   - index: The index of the tensor in `ShardedStep.gradients`.
    ///   - shape: The shape of the tensor.
    func total<Scalar: RealScalar>(at index: Int, shape: Shape) -> Tensor<Scalar>
}
