/// The time and memory of a computation, by operation.
///
///     let (loss, profile) = Profile.measure { trainer.trainStep(batch) }
///     print(profile)
///
/// Operations run one after the other. The time of an operation is the time since the end of the previous operation, so
/// this time includes other work of the program between the two operations. `Profile.attribute(to:)` gives such work a
/// name. A group of operations (`withOperation`) counts as a single operation. Measuring adds about a microsecond to
/// each operation.
public struct Profile: Sendable {
    /// The cost of all calls of an operation.
    public struct Row: Sendable, Hashable {
        /// The operation's name, or the name that `Profile.attribute(to:)` gave to other work.
        public let operation: String
        /// The number of forward calls.
        public fileprivate(set) var calls = 0
        /// The time of the forward calls, in seconds.
        public fileprivate(set) var forwardSeconds = 0.0
        /// The time of the derivatives, in seconds.
        public fileprivate(set) var backwardSeconds = 0.0
        /// The memory that the forward calls allocated, in bytes. Freed memory is not subtracted.
        public fileprivate(set) var forwardBytes = 0
        /// The memory that the derivatives allocated, in bytes. Freed memory is not subtracted.
        public fileprivate(set) var backwardBytes = 0

        /// The time of calls and derivatives, in seconds.
        public var seconds: Double { forwardSeconds + backwardSeconds }
    }

    /// The costs of the operations, in descending order of their time. Operations with equal times are in alphabetical
    /// order.
    public let rows: [Row]
    /// The time of all operations, in seconds.
    public let seconds: Double

    /// Runs `body`, and returns the result of `body` and the costs of its operations. All operations of `body` must run
    /// on the calling thread. Rethrows the error of `body`.
    public static func measure<Result>(_ body: () throws -> Result) rethrows -> (result: Result, profile: Profile) {
        let profiler = Profiler()
        let result: Result = try profiler.run(body)
        return (result, profiler.profile)
    }

    /// Records the time since the last operation as the time of a call named `work`. Outside of `measure`, the function
    /// has no effect and almost no cost.
    public static func attribute(to work: String) {
        if TraceRecorder.mayBeRecording { Profiler.current?.ended(work, isCall: true) }
    }

    fileprivate init(_ rows: [Row]) {
        self.rows = rows.sorted { ($0.seconds, $1.operation) > ($1.seconds, $0.operation) }
        seconds = rows.reduce(0) { $0 + $1.seconds }
    }
}

/// The measurement of the operations of a single computation. Only the thread that runs the computation uses the
/// profiler.
final class Profiler: @unchecked Sendable {
    @TaskLocal static var current: Profiler?

    private var rows: [String: Profile.Row] = [:]
    private var lastTime = ContinuousClock.now
    private var lastBytes = BufferCache.shared.allocatedBytes
    /// The name of the group of operations that runs now; `nil` outside of groups.
    private var group: String?
    /// Whether the derivative of an operation is running. Operations that run in the meantime are parts of the
    /// derivative.
    private var isInDerivative = false

    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        try TraceRecorder.whileRecording {
            lastTime = .now
            return try Self.$current.withValue(self) { try body() }
        }
    }

    var profile: Profile { Profile(Array(rows.values)) }

    /// Adds the time and the memory since the last operation to `operation`, which has just ended. Inside a group, the
    /// time and the memory are added to the group; inside a derivative, the function does nothing. If `isCall` is true,
    /// the number of calls grows by 1, except inside a group.
    func ended(_ operation: String, isCall: Bool) {
        if isInDerivative || operation == TensorOperation.stopGradient { return }
        change(group ?? operation) { row, seconds, bytes in
            row.forwardSeconds += seconds
            row.forwardBytes += bytes
            if isCall, group == nil { row.calls += 1 }
        }
    }

    /// Runs `body`, and measures the operations of `body` as a single operation named `operation`. Inside another group
    /// or a derivative, the function only runs `body`. Rethrows the error of `body`.
    func group<Result>(_ operation: String, _ body: () throws -> Result) rethrows -> Result {
        guard group == nil, !isInDerivative else { return try body() }
        group = operation
        defer { group = nil }
        let result: Result = try body()
        change(operation) { row, seconds, bytes in
            row.forwardSeconds += seconds
            row.forwardBytes += bytes
            row.calls += 1
        }
        return result
    }

    /// Returns the name under which an operation is measured: the group's name if a group is running, otherwise
    /// `operation`.
    func name(of operation: String) -> String { group ?? operation }

    /// Runs `body`, which computes the derivative of `operation`, and measures the time and the memory.
    func derivative(of operation: String, _ body: () -> Void) {
        isInDerivative = true
        body()
        isInDerivative = false
        change(operation) { row, seconds, bytes in
            row.backwardSeconds += seconds
            row.backwardBytes += bytes
        }
    }

    private func change(_ name: String, _ body: (inout Profile.Row, _ seconds: Double, _ bytes: Int) -> Void) {
        let seconds: Double = (ContinuousClock.now - lastTime) / .seconds(1)
        body(&rows[name, default: Profile.Row(operation: name)], seconds, BufferCache.shared.allocatedBytes - lastBytes)
        (lastTime, lastBytes) = (.now, BufferCache.shared.allocatedBytes)
    }
}

extension Profile: CustomStringConvertible {
    /// A table with a row for each operation. The table contains times in milliseconds and memory in units of 2²⁰
    /// bytes. The last row is the total.
    public var description: String {
        var table = TextTable(
            ["operation", "calls", "forward ms", "backward ms", "share", "forward MiB", "backward MiB"],
            rightAligned: [1, 2, 3, 4, 5, 6])
        for row in rows { table.add(cells(row, seconds)) }
        table.addLine()
        var total = Row(operation: "total")
        for row in rows {
            total.calls += row.calls
            total.forwardSeconds += row.forwardSeconds
            total.backwardSeconds += row.backwardSeconds
            total.forwardBytes += row.forwardBytes
            total.backwardBytes += row.backwardBytes
        }
        table.add(cells(total, seconds))
        return table.description
    }

    private func cells(_ row: Row, _ whole: Double) -> [String] {
        [
            row.operation, "\(row.calls)", fixed(1000 * row.forwardSeconds, 3), fixed(1000 * row.backwardSeconds, 3),
            fixed(100 * row.seconds / max(whole, .leastNonzeroMagnitude), 1) + " %",
            fixed(Double(row.forwardBytes) / 0x1p20, 2), fixed(Double(row.backwardBytes) / 0x1p20, 2),
        ]
    }
}

/// Returns `value`, which must not be negative, with `digits` digits after the decimal point.
private func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0 ..< digits { scale *= 10 }
    let (whole, fraction): (Int, Int) = Int((value * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
    let text = String(fraction)
    return "\(whole)." + String(repeating: "0", count: digits - text.count) + text
}
