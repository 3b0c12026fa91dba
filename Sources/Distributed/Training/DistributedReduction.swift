internal import Tensors
internal import Training

/// The sum of the gradients of a batch over the shards of all ranks.
///
/// A thread that adds the last part of a bucket starts the exchange of this bucket, and the backward pass continues. All
/// ranks start the exchanges in the order of the buckets.
final class DistributedReduction: GradientReduction {
    private struct State: Sendable {
        /// The gradients of the local shards, by tensor: `Tensor<Float>` or `Tensor<Double>`.
        var parts: [[(any Sendable)?]]
        var missingParts: [Int]
        /// The sums of the local subtrees, by tensor.
        var sums: [[(any Sendable)?]]
        var missingTensors: [Int]
        /// The functions that start the exchanges of the complete buckets.
        var ready: [Int: @Sendable () -> Result<any Sendable, CommunicatorError>] = [:]
        /// The started exchanges: `PendingResult<Tensor<Float>>` or `PendingResult<Tensor<Double>>`.
        var exchanges: [any Sendable] = []
        /// The losses of the local shards.
        var losses: [Int: Double] = [:]
    }

    private let ranks: DistributedShards
    private let step: ShardedStep
    private let local: Range<Int>
    private let buckets: GradientBuckets
    /// The subtrees of the local shards, and the local shards that have samples.
    private let subtrees: [Range<Int>]
    private let filled: [Int]
    private let state: LockedState<State>

    init(_ ranks: DistributedShards, _ step: ShardedStep) {
        (self.ranks, self.step) = (ranks, step)
        local = ranks.localShards(of: step.tree.shardCount)
        buckets = ranks.buckets(of: step)
        subtrees = step.tree.subtrees(in: local)
        filled = local.filter { step.samples[$0] > 0 }
        let empty: [(any Sendable)?] = Array(repeating: nil, count: local.count)
        state = LockedState(
            State(
                parts: Array(repeating: empty, count: step.gradients.count),
                missingParts: Array(repeating: filled.count, count: step.gradients.count),
                sums: Array(repeating: [], count: step.gradients.count),
                missingTensors: buckets.buckets.map(\.indices.count)))
        // Without samples, this rank only takes part in the exchanges.
        guard filled.isEmpty else { return }
        for (number, bucket) in buckets.buckets.enumerated() {
            if bucket.scalarSize == MemoryLayout<Float>.size {
                complete(number, [Tensor<Float>?](repeating: nil, count: subtrees.count))
            } else {
                complete(number, [Tensor<Double>?](repeating: nil, count: subtrees.count))
            }
        }
    }

    func add<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, at index: Int, ofShard shard: Int) {
        if let gradient = gradient as? Tensor<Float> {
            addTensor(gradient, at: index, ofShard: shard)
        } else if index == step.gradients.count - 1, let loss = gradient as? Tensor<Double> {
            state.withLock { $0.losses[shard] = loss.scalar }
        } else if let gradient = gradient as? Tensor<Double> {
            addTensor(gradient, at: index, ofShard: shard)
        } else {
            fatalError("DistributedShards: gradients of \(Scalar.self) cannot be sent")
        }
        Progress.advance()
    }

    private func addTensor<Scalar: RealScalar & CommunicableScalar>(
        _ gradient: Tensor<Scalar>, at index: Int, ofShard shard: Int
    ) {
        let parts: [(any Sendable)?]? = state.withLock { state in
            state.parts[index][shard - local.lowerBound] = gradient
            state.missingParts[index] -= 1
            guard state.missingParts[index] == 0 else { return nil }
            defer { state.parts[index] = [] }
            return state.parts[index]
        }
        guard let parts else { return }
        let sums: [Tensor<Scalar>?] = localSums(parts)
        guard let number = buckets.bucketOfTensor[index] else { return }
        let isComplete: Bool = state.withLock { state in
            state.sums[index] = sums
            state.missingTensors[number] -= 1
            return state.missingTensors[number] == 0
        }
        if isComplete { complete(number, bucketSums(number, as: Scalar.self)) }
    }

    /// Returns the sum of each local subtree.
    private func localSums<Scalar: RealScalar>(_ parts: [(any Sendable)?]) -> [Tensor<Scalar>?] {
        var values: [Tensor<Scalar>?] = Array(repeating: nil, count: step.tree.shardCount)
        for shard in local { values[shard] = parts[shard - local.lowerBound] as? Tensor<Scalar> }
        return subtrees.map { step.tree.sum($0, of: values) }
    }

    /// Returns the sum of each local subtree for a whole bucket, with one axis.
    private func bucketSums<Scalar: RealScalar>(_ number: Int, as type: Scalar.Type) -> [Tensor<Scalar>?] {
        let tensors: [[Tensor<Scalar>?]] = state.withLock { state in
            buckets.buckets[number].indices.map { index in
                defer { state.sums[index] = [] }
                return state.sums[index].map { $0 as? Tensor<Scalar> }
            }
        }
        return subtrees.indices.map { subtree in
            let flat: [Tensor<Scalar>] = tensors.compactMap { sums in
                sums[subtree].map { $0.reshaped(to: [$0.count]) }
            }
            // A subtree without samples has no sum of any tensor.
            if flat.isEmpty { return nil }
            return flat.count == 1 ? flat[0] : Tensor(concatenating: flat, axis: 0)
        }
    }

    /// Starts the exchange of a bucket as soon as those before it have been started.
    private func complete<Scalar: RealScalar & CommunicableScalar>(_ number: Int, _ sums: [Tensor<Scalar>?]) {
        var sum = ShardSum<Scalar>(of: step.tree, from: local.lowerBound)
        for (subtree, value) in zip(subtrees, sums) { sum.append(value, for: subtree) }
        let (communicator, count): (Communicator, Int) = (ranks.gradients, buckets.buckets[number].count)
        let start: @Sendable () -> Result<any Sendable, CommunicatorError> = { [sum] in
            Self.start(sum, count: count, communicator)
        }
        // The lock keeps the order of the exchanges.
        let result: Result<Void, CommunicatorError> = state.withLock { state in
            state.ready[number] = start
            while let start = state.ready.removeValue(forKey: state.exchanges.count) {
                switch start() {
                case .success(let exchange): state.exchanges.append(exchange)
                case .failure(let error): return .failure(error)
                }
            }
            return .success(())
        }
        ranks.endOnError(result.get)
    }

    private static func start<Scalar: RealScalar & CommunicableScalar>(
        _ sum: ShardSum<Scalar>, count: Int, _ communicator: Communicator
    ) -> Result<any Sendable, CommunicatorError> {
        do throws(CommunicatorError) { return .success(try communicator.startSumInOrder(sum, shape: [count])) } catch {
            return .failure(error)
        }
    }

    func total<Scalar: RealScalar>(at index: Int, shape: Shape) -> Tensor<Scalar> {
        if index == step.gradients.count - 1, let loss = Tensor<Double>(totalLoss()) as? Tensor<Scalar> { return loss }
        guard let number = buckets.bucketOfTensor[index] else {
            fatalError("DistributedShards: gradient \(index) has no elements")
        }
        let exchange: any Sendable = state.withLock { $0.exchanges[number] }
        let total: Tensor<Scalar>? =
            (exchange as? PendingResult<Tensor<Float>>).flatMap { part(index, of: $0, shape) as? Tensor<Scalar> }
            ?? (exchange as? PendingResult<Tensor<Double>>).flatMap { part(index, of: $0, shape) as? Tensor<Scalar> }
        guard let total else { fatalError("DistributedShards: gradient \(index) has another type than \(Scalar.self)") }
        return total
    }

    /// Waits for a bucket, and returns one of its tensors.
    private func part<Scalar: RealScalar>(
        _ index: Int, of bucket: PendingResult<Tensor<Scalar>>, _ shape: Shape
    ) -> Tensor<Scalar> {
        let flat: Tensor<Scalar> = ranks.endOnError { () throws(CommunicatorError) in try bucket.wait() }
        let start: Int = buckets.startOfTensor[index]
        return flat[start ..< start + shape.elementCount].reshaped(to: shape)
    }

    private func totalLoss() -> Double {
        let own: [Int: Double] = state.withLock { $0.losses }
        let numbers: [[Double]] = ranks.gather(
            local.map { shard in own[shard].map { [$0] } ?? [] }, length: 1, in: step, ofRanks: ranks.processCount)
        return step.tree.reduce(numbers.map(\.first)) { $0 + $1 } ?? .nan
    }
}
