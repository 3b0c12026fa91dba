import ArgumentParser
import SynaNN

/// The flags that all benchmarks have.
public struct BenchmarkFlags: ParsableArguments {
    @Option(help: "The number of threads. The default is the number of cores.")
    public var threads: Int?

    @Option(help: "Append the results to this file, with a JSON object on each line.")
    public var json: String?

    @Flag(help: "Measure for a tenth of the usual time. The numbers are less accurate.")
    public var quick = false

    public init() {}

    public func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    /// The time of measurement for a row of a table, in seconds.
    public var seconds: Double { quick ? 0.2 : 2 }

    /// Sets the thread count if `--threads` is given. Returns the file that `--json` names, or `nil` without `--json`.
    /// Throws a `FileFault` if the file cannot be opened for appending.
    public func start() throws -> LineFile? {
        if let threads { Parallelism.threadCount = threads }
        return try json.map(LineFile.init)
    }
}
