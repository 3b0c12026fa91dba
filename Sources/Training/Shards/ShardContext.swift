import Tensors

/// The shards of a trainer: their tree, the exchange with other processes, and the threads of the local shards.
final class ShardContext: Sendable {
    let tree: ShardTree
    let exchange: any ShardExchange
    /// The shards that this process computes.
    let local: Range<Int>
    let team: ShardTeam

    init(count: Int, _ exchange: any ShardExchange) {
        (tree, self.exchange, local) = (ShardTree(shardCount: count), exchange, exchange.localShards(of: count))
        require(
            !local.isEmpty && local.lowerBound >= 0 && local.upperBound <= count,
            "Trainer: \(exchange.processCount) processes cannot share \(count) shards. This process got the shards \(local)"
        )
        team = ShardTeam(count: local.count)
    }

    /// Calls `body` for each of the given local shards at the same time, and returns the results in the order of the
    /// shards.
    func map<Result: Sendable>(_ shards: [Int], _ body: @escaping @Sendable (Int) -> Result) -> [Result] {
        let results = LockedState<[Int: Result]>([:])
        team.run(shards.map { $0 - local.lowerBound }) { [local] member in
            let result: Result = body(local.lowerBound + member)
            results.withLock { $0[local.lowerBound + member] = result }
        }
        let all: [Int: Result] = results.withLock { $0 }
        return shards.compactMap { all[$0] }
    }
}

/// The group of the shards of a batch, as the thread of one shard uses it.
struct ShardGroup: BatchGroup {
    let context: ShardContext
    let step: ShardedStep
    /// The shard that the calling thread computes.
    let shard: Int

    func reduce(_ values: [Double], by combine: ([Double], [Double]) -> [Double]) -> [Double] {
        context.team.meet(shard - context.local.lowerBound, values) { numbers in
            let own: [[Double]] = context.local.indices.map { numbers[$0 - context.local.lowerBound] ?? [] }
            let all: [[Double]] = context.exchange.gather(own, in: step)
            return step.tree.reduce(all.map { $0.isEmpty ? nil : $0 }, by: combine) ?? values
        }
    }
}
