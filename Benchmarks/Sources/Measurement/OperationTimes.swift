import Foundation
import SynaNN

/// A line of the file that `--json` names: the times of an operation.
public struct OperationTimes: Encodable {
    private let operation: String
    private let group: String?
    private let threads: Int
    private let min_ms, median_ms: Double

    /// Creates the line of a timing with the library's current number of threads.
    public init(_ operation: String, _ timing: Timing, group: String? = nil) {
        (self.operation, self.group, threads) = (operation, group, Parallelism.threadCount)
        (min_ms, median_ms) = (timing.minimum, timing.median)
    }
}

/// A line of the file that `--json` names: the peak memory of an operation.
public struct OperationMemory: Encodable {
    private let operation, group: String
    private let peak_bytes: Int

    public init(_ operation: String, bytes: Int, group: String) {
        (self.operation, self.group, peak_bytes) = (operation, group, bytes)
    }
}

extension BenchmarkFlags {
    /// Measures each of `works` for a part `share` of the usual time. Prints a line for each, and appends it to the file
    /// that `--json` names. Throws a `FileFault` if the file cannot be opened or written.
    ///
    /// - Parameters:
    ///   - works: The names of the operations, and the work to measure. The expression is evaluated after `start`.
    ///   - share: The part of `seconds` for an operation.
    ///   - width: The width of the column of names.
    ///   - decimals: The number of decimals of the printed times.
    public func measure(
        _ works: @autoclosure () -> [(String, () -> Void)], share: Double, width: Int, decimals: Int = 4
    ) throws {
        let file: LineFile? = try start()
        for (operation, work) in works() {
            let timing: Timing = measureInterleaved(seconds: seconds * share, [work])[0]
            let name: String = operation.padding(toLength: width, withPad: " ", startingAt: 0)
            let times: [String] = [timing.minimum, timing.median].map { String(format: "%9.\(decimals)f ms", $0) }
            print("\(name) \(times[0]) at least, median \(times[1])")
            // The line appears at once, also in a pipe: a measurement takes minutes.
            fflush(nil)
            try file?.append(OperationTimes(operation, timing))
        }
    }
}
