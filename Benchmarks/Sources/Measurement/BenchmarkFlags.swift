import ArgumentParser
import SynaNN

/// The flags that the benchmarks have in common.
public struct BenchmarkFlags: ParsableArguments {
    @Option(help: "Threads to compute with. The machine's cores unless given.")
    public var threads: Int?

    @Option(help: "A file to which the results are appended, one JSON object a line.")
    public var json: String?

    @Flag(help: "Measure only briefly.")
    public var quick = false

    public init() {}

    public func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    /// Measured seconds for one row of a table.
    public var seconds: Double { quick ? 0.2 : 2 }

    /// Sets the thread count and opens the file.
    public func start() throws -> LineFile? {
        if let threads { Parallelism.threadCount = threads }
        return try json.map(LineFile.init)
    }
}
