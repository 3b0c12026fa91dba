public import Tensors

/// The exchange of a single process, which computes all shards.
public struct LocalShards: ShardExchange {
    /// Creates the exchange.
    public init() {}

    /// 1.
    public var processCount: Int { 1 }
    /// Returns all shards, `0 ..< count`.
    public func localShards(of count: Int) -> Range<Int> { 0 ..< count }
    /// Returns `numbers`, which belong to all shards.
    public func gather(_ numbers: [[Double]], in step: ShardedStep) -> [[Double]] { numbers }
    /// Returns a sum that is computed on the threads of the shards.
    public func makeReduction(for step: ShardedStep) -> any GradientReduction { LocalReduction(step) }
    /// Returns `tensor`.
    public func broadcast<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, from process: Int) -> Tensor<Scalar> { tensor }
    /// Returns `bytes`, which belong to all shards.
    public func gather(_ bytes: [[UInt8]]) -> [[UInt8]] { bytes }
    /// Returns `condition`.
    public func isTrueAnywhere(_ condition: Bool) -> Bool { condition }
    /// Does nothing, because there is no other process.
    public func verifyAgreement(_ digest: String, of subject: String) {}
    /// Does nothing, because there is no other process.
    public func abandon(because error: any Error) {}
}

/// The sum of gradients whose shards all belong to this process. The thread of the shard that is last to add its part
/// of a tensor sums the tensor, while other shards compute.
private final class LocalReduction: GradientReduction {
    private struct Entry: Sendable {
        /// The parts of the shards, `Tensor<Float>` or `Tensor<Double>`.
        var parts: [(any Sendable)?]
        var missing: Int
        var total: (any Sendable)?
    }

    private let tree: ShardTree
    private let entries: LockedState<[Entry]>

    init(_ step: ShardedStep) {
        tree = step.tree
        let entry = Entry(
            parts: [(any Sendable)?](repeating: nil, count: tree.shardCount), missing: step.samples.count { $0 > 0 })
        entries = LockedState([Entry](repeating: entry, count: step.gradients.count))
    }

    func add<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, at index: Int, ofShard shard: Int) {
        let complete: [(any Sendable)?]? = entries.withLock { entries in
            entries[index].parts[shard] = gradient
            entries[index].missing -= 1
            guard entries[index].missing == 0 else { return nil }
            defer { entries[index].parts = [] }
            return entries[index].parts
        }
        guard let complete else { return }
        let total: Tensor<Scalar>? = tree.sum(0 ..< tree.shardCount, of: complete.map { $0 as? Tensor<Scalar> })
        entries.withLock { entries in entries[index].total = total }
    }

    func total<Scalar: RealScalar>(at index: Int, shape: Shape) -> Tensor<Scalar> {
        guard let total = entries.withLock({ entries in entries[index].total }) as? Tensor<Scalar> else {
            fatalError("LocalShards: not all shards have added gradient \(index) of type \(Scalar.self)")
        }
        return total
    }
}
