import ArgumentParser
import SynaNN

/// The flags of all benchmarks.
public struct BenchmarkFlags: ParsableArguments {
    @Option(help: "The number of threads. The default is the number of cores.")
    public var threads: Int?

    @Option(help: "Append the results to this file, one JSON object a line.")
    public var json: String?

    @Flag(help: "Measure only briefly.")
    public var quick = false

    public init() {}

    public func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    /// The measured seconds for one row of a table.
    public var seconds: Double { quick ? 0.2 : 2 }

    /// Sets the thread count and opens the file.
    public func start() throws -> LineFile? {
        if let threads { Parallelism.threadCount = threads }
        return try json.map(LineFile.init)
    }
}
