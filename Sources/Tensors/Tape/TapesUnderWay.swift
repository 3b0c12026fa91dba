import Synchronization

/// The number of computations of this process that a tape, a trace or a profile observes now.
///
/// If the number is 0, no operation is recorded. An operation then creates neither the closures of its derivatives nor
/// reads the task-local tape, because both take longer than the work on a small tensor.
enum TapesUnderWay {
    private static let count = Atomic<Int>(0)

    /// Whether a computation of this process is observed now.
    static var exist: Bool { count.load(ordering: .relaxed) > 0 }

    /// Runs `body` as a computation that is observed, and returns the result of `body`. Rethrows the error of `body`.
    static func during<Result>(_ body: () throws -> Result) rethrows -> Result {
        count.add(1, ordering: .relaxed)
        defer { count.subtract(1, ordering: .relaxed) }
        return try body()
    }
}

extension Tensor {
    /// Whether a tape, a trace or a profile may record an operation on this tensor. Otherwise the closures of the
    /// derivatives are not created, because they cost more than the work on a small tensor.
    var mayBeRecorded: Bool { TapesUnderWay.exist && (variable.node >= 0 || TraceRecorder.mayBeRecording) }
}
