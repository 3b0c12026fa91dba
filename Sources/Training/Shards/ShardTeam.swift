import Dispatch
import Foundation
import Tensors

/// The threads of the shards that a process computes: one thread for each shard. The shards of a step run at the same
/// time and meet whenever batch normalization needs numbers of all shards.
///
/// At most `Parallelism.threadCount` shards compute at a time. A shard that waits for the others passes its permission
/// to compute to the next shard that can continue.
final class ShardTeam: @unchecked Sendable {
    private struct State: Sendable {
        /// The body of the current call of `run`.
        var body: (@Sendable (Int) -> Void)?
        var isSerial = false
        /// The members of the current call, and the number of members that have finished.
        var members: [Int] = []
        var finished = 0
        /// The number of further members that may compute now, and the members that can continue, in order.
        var permits = 0
        var runnable: [Int] = []
        /// The numbers of the members that wait in a meeting, by the members' numbers.
        var arrived: [Int: [Double]] = [:]
        /// The result of the last meeting.
        var result: [Double] = []
        var isClosed = false

        /// Returns the members that begin to compute now.
        mutating func grant() -> [Int] {
            let count: Int = min(permits, runnable.count)
            defer { (permits, runnable) = (permits - count, Array(runnable.dropFirst(count))) }
            return Array(runnable.prefix(count))
        }
    }

    private let state = LockedState(State())
    private let wakeUps: [DispatchSemaphore]
    private let done = DispatchSemaphore(value: 0)
    private static let stackSize = 8 << 20

    /// Starts `count` threads, which wait for `run`.
    init(count: Int) {
        wakeUps = (0 ..< count).map { _ in DispatchSemaphore(value: 0) }
        for member in 0 ..< count {
            let thread = Thread { [state, wakeUps, done] in Self.work(member, state, wakeUps, done) }
            thread.stackSize = Self.stackSize
            thread.start()
        }
    }

    deinit {
        state.withLock { $0.isClosed = true }
        for wakeUp in wakeUps { wakeUp.signal() }
    }

    /// Calls `body` for each of `members`, each on a thread of its own, and returns when all calls have returned.
    func run(_ members: [Int], _ body: @escaping @Sendable (Int) -> Void) {
        guard !members.isEmpty else { return }
        let threads: Int = Parallelism.threadCount
        wake(
            state.withLock { state in
                (state.body, state.members, state.runnable, state.finished) = (body, members, members, 0)
                (state.permits, state.isSerial) = (threads, members.count >= threads)
                return state.grant()
            })
        done.wait()
        state.withLock { $0.body = nil }
    }

    /// Waits until all members have called this method, and returns the result of `combine` to all of them.
    ///
    /// - Parameters:
    ///   - member: The member whose thread calls the method.
    ///   - numbers: The member's numbers.
    ///   - combine: Returns the common result, computed from the numbers of each member. A single member calls this
    ///     function.
    func meet(_ member: Int, _ numbers: [Double], _ combine: ([Int: [Double]]) -> [Double]) -> [Double] {
        let (all, next): ([Int: [Double]]?, [Int]) = state.withLock { state in
            state.arrived[member] = numbers
            if state.arrived.count == state.members.count { return (state.arrived, []) }
            Self.requireMeeting(state)
            state.permits += 1
            return (nil, state.grant())
        }
        wake(next)
        guard let all else {
            wakeUps[member].wait()
            return state.withLock { $0.result }
        }
        let result: [Double] = combine(all)
        wake(
            state.withLock { state in
                (state.result, state.arrived) = (result, [:])
                state.runnable += state.members.filter { $0 != member }
                return state.grant()
            })
        return result
    }

    private func wake(_ members: [Int]) {
        for member in members { wakeUps[member].signal() }
    }

    /// Traps if members wait in a meeting and all other members have finished.
    private static func requireMeeting(_ state: State) {
        require(
            state.arrived.isEmpty || state.arrived.count + state.finished < state.members.count,
            "Trainer: \(state.arrived.count) of \(state.members.count) shards use batch normalization more often than the "
                + "others. Every shard must make the same calls")
    }

    private static func work(
        _ member: Int, _ state: LockedState<State>, _ wakeUps: [DispatchSemaphore], _ done: DispatchSemaphore
    ) {
        while true {
            wakeUps[member].wait()
            let (body, isSerial, isClosed) = state.withLock { ($0.body, $0.isSerial, $0.isClosed) }
            if isClosed { return }
            guard let body else { fatalError("ShardTeam: member \(member) has no work") }
            if isSerial { Parallelism.withoutHelpers { body(member) } } else { body(member) }
            let (next, isLast): ([Int], Bool) = state.withLock { state in
                state.finished += 1
                state.permits += 1
                requireMeeting(state)
                return (state.grant(), state.finished == state.members.count)
            }
            for member in next { wakeUps[member].signal() }
            if isLast { done.signal() }
        }
    }
}
