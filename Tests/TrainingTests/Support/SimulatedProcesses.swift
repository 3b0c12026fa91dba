import Foundation
import Tensors
import Training

/// Threads that take the places of processes: each of them trains with an exchange of its own, which owns a part of the
/// shards.
final class SimulatedProcesses: @unchecked Sendable {
    /// The shards of each process.
    let ranges: [Range<Int>]
    private let condition = NSCondition()
    private var arrived: [Int: [Int: any Sendable]] = [:]
    private var results: [Int: (values: [Int: any Sendable], readers: Int)] = [:]

    /// Whether each process keeps the optimizer's state of some parameters only.
    let sharesState: Bool

    /// Creates `count` processes that share `shards` shards as evenly as possible.
    init(count: Int, shards: Int, sharesState: Bool = false) {
        ranges = ShardTree(shardCount: count).cut(shards)
        self.sharesState = sharesState
    }

    /// Returns the results of `body`, called on a thread for each process.
    func run<Result: Sendable>(_ body: @escaping @Sendable (any ShardExchange) -> Result) -> [Result] {
        let (results, done) = (LockedState<[Int: Result]>([:]), DispatchSemaphore(value: 0))
        for process in ranges.indices {
            let thread = Thread { [self] in
                let result: Result = body(SimulatedExchange(processes: self, process: process))
                results.withLock { $0[process] = result }
                done.signal()
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        for _ in ranges.indices { done.wait() }
        return results.withLock { results in ranges.indices.compactMap { results[$0] } }
    }

    /// Returns the values of the first `count` processes, each of which calls this method.
    func gather<Value: Sendable>(_ value: Value, of process: Int, among count: Int) -> [Value] {
        condition.lock()
        defer { condition.unlock() }
        while results[count] != nil { condition.wait() }
        arrived[count, default: [:]][process] = value
        if arrived[count]?.count == count {
            results[count] = (arrived[count] ?? [:], count)
            arrived[count] = [:]
            condition.broadcast()
        }
        while results[count]?.values[process] == nil { condition.wait() }
        let all: [Int: any Sendable] = results[count]?.values ?? [:]
        results[count]?.readers -= 1
        if results[count]?.readers == 0 {
            results[count] = nil
            condition.broadcast()
        }
        return (0 ..< count).compactMap { all[$0] as? Value }
    }
}

private struct SimulatedExchange: ShardExchange {
    let processes: SimulatedProcesses
    let process: Int
    private var count: Int { processes.ranges.count }

    init(processes: SimulatedProcesses, process: Int) { (self.processes, self.process) = (processes, process) }

    var processCount: Int { count }

    var processNumber: Int { process }

    var writesCheckpoints: Bool { process == 0 }

    func isTrueAnywhere(_ condition: Bool) -> Bool {
        processes.gather(condition, of: process, among: count).contains(true)
    }

    func verifyAgreement(_ digest: String, of subject: String) {
        require(
            Set(processes.gather(digest, of: process, among: count)).count == 1,
            "the processes differ in the \(subject)")
    }

    func localShards(of count: Int) -> Range<Int> { processes.ranges[process] }

    func gather(_ numbers: [[Double]], in step: ShardedStep) -> [[Double]] {
        // Shards without samples are last, so the processes with samples are the first processes.
        let active: Int = processes.ranges.count { step.samples[$0.lowerBound] > 0 }
        let all: [[Double]] = processes.gather(numbers, of: process, among: active).flatMap { $0 }
        return all + [[Double]](repeating: [], count: step.tree.shardCount - all.count)
    }

    func makeReduction(for step: ShardedStep) -> any GradientReduction {
        SimulatedReduction(processes: processes, process: process, step: step)
    }

    func broadcast<Scalar: RealScalar>(_ tensor: Tensor<Scalar>, from process: Int) -> Tensor<Scalar> {
        processes.gather(tensor, of: processNumber, among: count)[process]
    }

    func sharesState(ofByteCount byteCount: Int) -> Bool { processes.sharesState }

    func gather(_ bytes: [[UInt8]]) -> [[UInt8]] { processes.gather(bytes, of: process, among: count).flatMap { $0 } }

    func abandon(because error: any Error) {}
}

/// A sum for which each process sends one tensor for each of its greatest nodes of the tree.
private final class SimulatedReduction: GradientReduction {
    private let processes: SimulatedProcesses
    private let process: Int
    private let step: ShardedStep
    private let parts = LockedState<[Int: [Int: any Sendable]]>([:])

    init(processes: SimulatedProcesses, process: Int, step: ShardedStep) {
        (self.processes, self.process, self.step) = (processes, process, step)
    }

    func add<Scalar: RealScalar>(_ gradient: Tensor<Scalar>, at index: Int, ofShard shard: Int) {
        parts.withLock { parts in
            require(parts[index]?[shard] == nil, "gradient \(index) of shard \(shard) was added twice")
            parts[index, default: [:]][shard] = gradient
        }
    }

    func total<Scalar: RealScalar>(at index: Int, shape: Shape) -> Tensor<Scalar> {
        let own: [Int: any Sendable] = parts.withLock { $0[index] ?? [:] }
        let values: [Tensor<Scalar>?] = (0 ..< step.tree.shardCount).map { own[$0] as? Tensor<Scalar> }
        let sums: [Range<Int>: Tensor<Scalar>] = step.tree.subtrees(in: processes.ranges[process])
            .reduce(into: [:]) { sums, node in sums[node] = step.tree.reduce(node, of: values) { $0 + $1 } }
        let all: [Range<Int>: Tensor<Scalar>] = processes.gather(sums, of: process, among: processes.ranges.count)
            .reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        let nodes: Set<Range<Int>> = Set(processes.ranges.flatMap { step.tree.subtrees(in: $0) })
        guard let total = step.tree.reduce(subtrees: nodes, value: { all[$0] }, by: { $0 + $1 }), total.shape == shape
        else { fatalError("no process sent gradient \(index)") }
        return total
    }
}
