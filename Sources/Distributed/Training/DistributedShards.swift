internal import CMPICalls
import Foundation
public import Tensors
public import Training

/// The exchange between ranks that train a model together: each rank computes its share of the shards of every batch.
///
///     let world = try Communicator.world
///     var trainer = Trainer(
///         network, optimizer: Adam(), objective: .classification(), options: TrainerOptions(shards: 8),
///         exchange: try DistributedShards(world))
///
/// The weights have the same bits at any number of ranks, from 1 to the number of shards. All ranks make the same calls
/// with equal trainers and data. Rank 0 writes the checkpoints.
///
/// Gradients travel in buckets while the backward pass continues: see `Communicator.sumInOrder`, whose cost for the bytes
/// of all parameters is the cost of a step. Batch normalization exchanges a few numbers for each channel, twice in a
/// step.
///
/// If another rank fails, dies or is silent, the methods cannot return. They write a sentence that names this rank to
/// standard error, and end the process with the status 1.
public final class DistributedShards: ShardExchange {
    /// The communicator with which the exchange was created.
    public let communicator: Communicator
    /// The communicators of the gradients, of the numbers of all ranks, of those of some ranks, and of everything else.
    /// Each is used by one thread at a time.
    let gradients, numbers, numbersOfSome, others: Communicator
    private let bucketBytes, bytesToShareState: Int
    private let heartbeat: Heartbeat?
    private let lastBuckets = LockedState<(gradients: [GradientSize], buckets: GradientBuckets)?>(nil)
    private let watchesTermination = LockedState(false)

    /// Creates the exchange. Waits for the other ranks, which call this initializer at the same time.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does. Traps unless `bucketBytes` is positive, or if
    /// `bytesToShareState` is negative.
    ///
    /// - Parameters:
    ///   - communicator: The ranks that train together.
    ///   - bucketBytes: The number of bytes of gradients from which a bucket is sent. Small buckets start early, but have
    ///     more messages.
    ///   - bytesToShareState: The number of bytes of all parameters from which each rank keeps the optimizer's state of
    ///     its part of the parameters only. A rank then makes the steps of its parameters and sends them to the others,
    ///     which costs another log₂R·(α + nβ) for each parameter. A parameter is never divided. The bits are the same.
    ///   - timeout: The time after which the other ranks end if a rank is silent (see `Heartbeat`), or does not continue
    ///     its training; nil to start no heartbeat. A step, a batch of a test and the writing of a checkpoint must not
    ///     take longer.
    public init(
        _ communicator: Communicator, bucketBytes: Int = 1 << 20, bytesToShareState: Int = 64 << 20,
        timeout: Duration? = .seconds(60)
    ) throws(CommunicatorError) {
        require(bucketBytes > 0, "DistributedShards: bucketBytes must be positive, not \(bucketBytes)")
        require(
            bytesToShareState >= 0,
            "DistributedShards: bytesToShareState must not be negative, but is \(bytesToShareState)")
        (self.communicator, self.bucketBytes) = (communicator, bucketBytes)
        self.bytesToShareState = bytesToShareState
        gradients = try communicator.duplicate()
        numbers = try communicator.duplicate()
        numbersOfSome = try communicator.duplicate()
        others = try communicator.duplicate()
        if let timeout {
            heartbeat = try Heartbeat(interval: min(.seconds(1), timeout / 2), timeout: timeout)
        } else {
            heartbeat = nil
        }
    }

    /// The number of ranks.
    public var processCount: Int { communicator.size }

    /// The number of this rank.
    public var processNumber: Int { communicator.rank }

    /// Whether the parameters have enough bytes for ranks to divide the optimizer's state.
    public func sharesState(ofByteCount byteCount: Int) -> Bool { byteCount >= bytesToShareState }

    /// Whether this is rank 0.
    public var writesCheckpoints: Bool { communicator.rank == 0 }

    /// Returns the share of this rank: see `Communicator.share(of:)`.
    public func localShards(of count: Int) -> Range<Int> { communicator.share(of: count) }

    /// Returns a sum whose buckets travel during the backward pass.
    public func makeReduction(for step: ShardedStep) -> any GradientReduction {
        let isFirst: Bool = watchesTermination.withLock { isWatching in
            defer { isWatching = true }
            return !isWatching
        }
        // A training replaces the handlers of signals before its first step.
        if isFirst {
            synann_watch_termination_too()
            heartbeat?.watchProgress()
        }
        return DistributedReduction(self, step)
    }

    /// Returns the buckets of a step. The buckets of successive steps are usually the same.
    func buckets(of step: ShardedStep) -> GradientBuckets {
        lastBuckets.withLock { last in
            if let last, last.gradients == step.gradients { return last.buckets }
            let buckets = GradientBuckets(Array(step.gradients.dropLast()), bytes: bucketBytes)
            last = (step.gradients, buckets)
            return buckets
        }
    }

    public func gather(_ numbers: [[Double]], in step: ShardedStep) -> [[Double]] {
        // Shards without samples are last, so the ranks that have samples are the first ranks.
        let tree: ShardTree = step.tree
        let ranks: Int = (0 ..< processCount).count { rank in
            step.samples[communicator.share(of: tree.shardCount, rank: rank).lowerBound] > 0
        }
        return gather(numbers, length: numbers.first?.count ?? 0, in: step, ofRanks: ranks)
    }

    /// Returns the numbers of all shards. Each shard with samples has `length` numbers. The first `ranks` ranks call this
    /// method.
    func gather(_ own: [[Double]], length: Int, in step: ShardedStep, ofRanks ranks: Int) -> [[Double]] {
        let counts: [Int] = (0 ..< ranks).map { rank in
            length * communicator.share(of: step.tree.shardCount, rank: rank).count { step.samples[$0] > 0 }
        }
        let values = Tensor<Double>(own.flatMap { $0 })
        let all: [Double] = endOnError { () throws(CommunicatorError) in
            if ranks == processCount { return try numbers.startAllGather(values, lengths: counts).wait().scalars }
            return try numbersOfSome.startGather(values, counts: counts).wait().scalars
        }
        var next = 0
        return step.samples.map { samples in
            guard samples > 0 else { return [] }
            defer { next += length }
            return Array(all[next ..< next + length])
        }
    }

    public func broadcast<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, from process: Int) -> Tensor<Scalar> {
        func send<Own: CommunicableScalar>(_ tensor: Tensor<Own>) -> Tensor<Scalar>? {
            endOnError { () throws(CommunicatorError) in
                try others.startBroadcast(tensor, shape: tensor.shape, from: process).wait()
            } as? Tensor<Scalar>
        }
        let result: Tensor<Scalar>? =
            (tensor as? Tensor<Float>).flatMap { send($0) } ?? (tensor as? Tensor<Double>).flatMap { send($0) }
        guard let result else { fatalError("DistributedShards: tensors of \(Scalar.self) cannot be sent") }
        return result
    }

    public func gather(_ bytes: [[UInt8]]) -> [[UInt8]] {
        endOnError { () throws(CommunicatorError) in
            let lengths: [Int] = try others.allGather(Tensor<Int>(bytes.map(\.count))).scalars
            let all: [UInt8] = try others.allGather(Tensor<UInt8>(bytes.flatMap { $0 })).scalars
            return zip(starts(of: lengths), lengths).map { Array(all[$0 ..< $0 + $1]) }
        }
    }

    public func isTrueAnywhere(_ condition: Bool) -> Bool {
        endOnError { () throws(CommunicatorError) in
            try others.startAllReduce(Tensor<UInt8>([condition ? 1 : 0]), .maximum).wait().scalars == [1]
        }
    }

    public func verifyAgreement(_ digest: String, of subject: String) {
        endOnError { () throws(CommunicatorError) in try others.verifyAgreement(digest, of: subject) }
    }

    public func reportProgress() { Progress.advance() }

    public func abandon(because error: any Error) { Communicator.announceFailure(error) }

    /// Returns the result of `body`. If `body` throws, ends the process with a sentence.
    func endOnError<Result>(_ body: () throws(CommunicatorError) -> Result) -> Result {
        do throws(CommunicatorError) { return try body() } catch { end(because: error) }
    }

    private static let isEnding = LockedState(false)

    private func end(because error: CommunicatorError) -> Never {
        let isFirst: Bool = Self.isEnding.withLock { isEnding in
            defer { isEnding = true }
            return !isEnding
        }
        // Several threads can see the same fault. One of them ends the process.
        while !isFirst { sleep(1) }
        let text = "rank \(communicator.rank) (\(communicator.hostName)): \(error)\n"
        FileHandle.standardError.write(Data(text.utf8))
        Communicator.announceFailure(error)
        exit(1)
    }
}
