import Foundation
internal import Tensors

extension Communicator {
    /// Performs `count` independent tasks on all ranks: a rank that has finished a task receives the next one. Rank 0
    /// performs tasks too, and receives all results in the order of the tasks.
    ///
    ///     let world = try Communicator.world
    ///     try world.performTasks(seeds.count) { index in
    ///         try train(seeds[index])
    ///     } receive: { index, loss in
    ///         print("seed \(seeds[index]): \(loss)")
    ///     }
    ///
    /// All ranks call this method with the same number of tasks. They return when all tasks are finished. A task that
    /// depends on its number alone gives the same results at every number of ranks. A task may use all of a process, and
    /// other groups of ranks, but not this group.
    ///
    /// Throws the error of a task on the rank that performed it, and the error of `receive` on rank 0. That rank then
    /// ends its program after `announceFailure`, and this method throws `CommunicatorError` on the other ranks, as
    /// `PendingResult.wait()` does. The results before the first unfinished task have then been received. Traps if
    /// `count` is negative. Cost: two messages for each task.
    ///
    /// - Parameters:
    ///   - count: The number of tasks.
    ///   - perform: Performs the task with a number in `0 ..< count`. Rank 0 calls it on another thread.
    ///   - receive: Takes the number and the result of a task. Only rank 0 calls it.
    public func performTasks<Result: Codable & Sendable>(
        _ count: Int, _ perform: @escaping @Sendable (Int) throws -> Result,
        receive: (Int, Result) throws -> Void
    ) throws {
        require(count >= 0, "performTasks: the number of tasks must not be negative, but is \(count)")
        if rank == 0 {
            try manageTasks(count, perform, receive)
        } else {
            try workOnTasks(perform)
        }
    }

    /// Performs the tasks that rank 0 sends, until it sends none.
    private func workOnTasks<Result: Codable>(_ perform: (Int) throws -> Result) throws {
        while let task: Int = try self.receive(Int.self, from: 0, tag: TaskTag.task).scalars.first {
            try send(Tensor<UInt8>(TaskResult.encode(try perform(task))), to: 0, tag: TaskTag.result)
        }
    }

    /// Distributes the tasks, and receives the results.
    private func manageTasks<Result: Codable & Sendable>(
        _ count: Int, _ perform: @escaping @Sendable (Int) throws -> Result, _ receive: (Int, Result) throws -> Void
    ) throws {
        var queue = TaskQueue<Result>(count: count)
        let thread = TaskThread(perform)
        defer { thread.stop() }
        /// The ranks that perform a task, with the results for which rank 0 waits.
        var working: [Int: (task: Int, result: PendingResult<Tensor<UInt8>>)] = [:]
        var ownTask: Int?
        let others: [Int] = (1 ..< size).map { worldRanks[$0] }
        while true {
            for peer in 1 ..< max(size, 1) where working[peer] == nil {
                guard let task = queue.next() else { break }
                try send(Tensor<Int>([task]), to: peer, tag: TaskTag.task)
                working[peer] = (task, try startReceive(UInt8.self, from: peer, tag: TaskTag.result))
            }
            if ownTask == nil, let task = queue.next() {
                ownTask = task
                thread.start(task)
            }
            if ownTask == nil && working.isEmpty { break }
            try Wait.until(peers: others) { thread.isFinished || working.values.contains { $0.result.isFinished } }
            if let task = ownTask, let result = thread.takeResult() {
                queue.add(try result.get(), of: task)
                ownTask = nil
            }
            for (peer, work) in working where work.result.isFinished {
                queue.add(try TaskResult.decode(try work.result.wait().scalars), of: work.task)
                working[peer] = nil
            }
            while let (task, result) = queue.takeFirst() { try receive(task, result) }
        }
        for peer in 1 ..< max(size, 1) { try send(Tensor<Int>(uninitialized: [0]), to: peer, tag: TaskTag.task) }
    }
}

/// The tags of the messages about tasks.
private enum TaskTag {
    /// From rank 0: the number of a task, or an empty tensor if there are no more tasks.
    static let task = 1
    /// To rank 0: the result of the task.
    static let result = 2
}
