import Foundation
internal import Tensors

/// The thread on which rank 0 performs its own tasks, while its other thread sends tasks and receives results.
final class TaskThread<Value: Sendable>: Sendable {
    /// The task to perform; nil to end the thread.
    private let task = LockedState<Int?>(nil)
    private let result = LockedState<Result<Value, any Error>?>(nil)
    private let wakeUp = DispatchSemaphore(value: 0)
    /// The main thread of a process has this much on most systems.
    private static var stackSize: Int { 8 << 20 }

    /// Starts a thread, which waits for `start`.
    init(_ perform: @escaping @Sendable (Int) throws -> Value) {
        let thread = Thread { [task, result, wakeUp] in
            while true {
                wakeUp.wait()
                guard let number = task.withLock({ $0 }) else { return }
                let value: Result<Value, any Error> = Result { try perform(number) }
                result.withLock { $0 = value }
            }
        }
        thread.stackSize = Self.stackSize
        thread.start()
    }

    /// Starts a task. The last one must be finished.
    func start(_ number: Int) {
        task.withLock { $0 = number }
        wakeUp.signal()
    }

    var isFinished: Bool { result.withLock { $0 != nil } }

    /// Removes and returns the result of the task; nil if the task is not finished.
    func takeResult() -> Result<Value, any Error>? {
        result.withLock { result in
            defer { result = nil }
            return result
        }
    }

    /// Ends the thread after its task.
    func stop() {
        task.withLock { $0 = nil }
        wakeUp.signal()
    }
}
