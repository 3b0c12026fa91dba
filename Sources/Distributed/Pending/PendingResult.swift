/// The result of a nonblocking operation, which other work can overlap.
///
/// MPI makes progress mainly while the program calls it: `wait()`, `isFinished` and a `Heartbeat` advance all pending
/// operations of the process. All ranks must start their operations in the same order, but may wait in any order. If a
/// program drops a pending result, the operation still runs, because other ranks need its messages.
public final class PendingResult<Value: Sendable>: Sendable {
    private let operation: Operation
    private let peers: [Int]
    private let value: @Sendable () -> Value

    /// Registers an operation, for which the world's ranks `peers` are needed. `value` is called when the operation is
    /// finished.
    convenience init(_ operation: Operation, peers: [Int], value: @escaping @Sendable () -> Value) {
        Progress.add(operation)
        self.init(registered: operation, peers: peers, value: value)
    }

    fileprivate init(registered operation: Operation, peers: [Int], value: @escaping @Sendable () -> Value) {
        self.operation = operation
        self.peers = peers
        self.value = value
    }

    /// Returns the same pending operation with another result.
    func map<Other: Sendable>(_ transform: @escaping @Sendable (Value) -> Other) -> PendingResult<Other> {
        PendingResult<Other>(registered: operation, peers: peers) { [value] in transform(value()) }
    }

    /// Whether the operation has ended, so that `wait()` returns or throws at once. Advances all pending operations.
    public var isFinished: Bool {
        Progress.advance()
        guard let isFinished = try? operation.isFinished() else { return true }
        return isFinished
    }

    /// Waits until the operation is finished, and returns its result.
    ///
    /// Throws `CommunicatorError` if the MPI library reports an error, if a rank has announced a failure, and if a rank
    /// that the operation needs has died, has ended or is silent (see `Heartbeat`). The wait polls briefly, then leaves
    /// the core to other threads, and then sleeps up to half a millisecond between two polls.
    public func wait() throws(CommunicatorError) -> Value {
        try Wait.until(peers: peers) { () throws(CommunicatorError) -> Bool in
            Progress.advance()
            return try operation.isFinished()
        }
        return value()
    }
}
