/// Where the time and the memory of a computation go, by operation.
///
///     let (loss, profile) = Profile.measure { trainer.trainStep(batch) }
///     print(profile)
///
/// Operations run one after the other, so what passes between the end of one and the end of the next is the time of the
/// next: it holds whatever the program does between the two. Name such work with `Profile.attribute(to:)`. An operation that
/// consists of others (`withOperation`) is counted whole. Measuring adds about a microsecond to each operation.
public struct Profile: Sendable {
    /// What one operation cost, over all its calls.
    public struct Row: Sendable, Hashable {
        /// The operation's name, or that of other work.
        public let operation: String
        /// How often it ran forward.
        public fileprivate(set) var calls = 0
        /// The time of its results, in seconds.
        public fileprivate(set) var forwardSeconds = 0.0
        /// The time of its derivatives, in seconds.
        public fileprivate(set) var backwardSeconds = 0.0
        /// The memory that was taken meanwhile, in bytes; what was given back is not subtracted.
        public fileprivate(set) var forwardBytes = 0
        /// The same for its derivatives.
        public fileprivate(set) var backwardBytes = 0

        /// Both times together.
        public var seconds: Double { forwardSeconds + backwardSeconds }
    }

    /// The operations, the most expensive first.
    public let rows: [Row]
    /// The time of all of them, in seconds.
    public let seconds: Double

    /// Runs `body` and measures its operations, as far as they run on this thread's task.
    public static func measure<Result>(_ body: () throws -> Result) rethrows -> (result: Result, profile: Profile) {
        let profiler = Profiler()
        let result: Result = try profiler.run(body)
        return (result, profiler.profile)
    }

    /// Counts what has passed since the last operation as work of this name. Without effect, and without cost, outside of
    /// `measure`.
    public static func attribute(to work: String) {
        if TraceRecorder.mayBeRecording { Profiler.current?.ended(work, isCall: true) }
    }

    fileprivate init(_ rows: [Row]) {
        self.rows = rows.sorted { ($0.seconds, $1.operation) > ($1.seconds, $0.operation) }
        seconds = rows.reduce(0) { $0 + $1.seconds }
    }
}

/// Measures the operations of one computation. Used by the one thread that runs it.
final class Profiler: @unchecked Sendable {
    @TaskLocal static var current: Profiler?

    private var rows: [String: Profile.Row] = [:]
    private var lastTime = ContinuousClock.now
    private var lastBytes = BufferCache.shared.allocatedBytes
    /// The operation that is under way and consists of others.
    private var group: String?
    /// The operation whose derivative is under way: operations are then parts of it.
    private var isInDerivative = false

    func run<Result>(_ body: () throws -> Result) rethrows -> Result {
        try TraceRecorder.whileRecording {
            lastTime = .now
            return try Self.$current.withValue(self) { try body() }
        }
    }

    var profile: Profile { Profile(Array(rows.values)) }

    /// Says that an operation has its result.
    func ended(_ operation: String, isCall: Bool) {
        if isInDerivative || operation == TensorOperation.stopGradient { return }
        change(group ?? operation) { row, seconds, bytes in
            row.forwardSeconds += seconds
            row.forwardBytes += bytes
            if isCall, group == nil { row.calls += 1 }
        }
    }

    /// Runs `body`, whose operations are counted as parts of one.
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

    /// The name under which the operation that has just ended is counted.
    func name(of operation: String) -> String { group ?? operation }

    /// Runs the derivative of an operation.
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
    /// The table: times in milliseconds, memory in units of 2²⁰ bytes.
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

/// A number that is not negative, with so many digits after the point.
private func fixed(_ value: Double, _ digits: Int) -> String {
    var scale = 1
    for _ in 0 ..< digits { scale *= 10 }
    let (whole, fraction): (Int, Int) = Int((value * Double(scale)).rounded()).quotientAndRemainder(dividingBy: scale)
    let text = String(fraction)
    return "\(whole)." + String(repeating: "0", count: digits - text.count) + text
}
