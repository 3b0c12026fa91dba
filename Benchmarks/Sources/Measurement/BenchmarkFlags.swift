import ArgumentParser
import SynaNN

/// The flags of all benchmarks.
public struct BenchmarkFlags: ParsableArguments {
    @Option(help: "The number of threads. The default is the number of cores.")
    public var threads: Int?

    @Option(help: "Append the results to this file, one JSON object on each line.")
    public var json: String?

    @Flag(help: "Measure for a tenth of the usual time. The numbers are less accurate.")
    public var quick = false

    public init() {}

    public func validate() throws {
        if let threads, threads < 1 { throw ValidationError("--threads must be at least 1") }
    }

    /// The seconds of measurement for one row of a table.
    public var seconds: Double { quick ? 0.2 : 2 }

    /// Sets the thread count. Returns the JSON file, or `nil` if no file is named.
    public func start() throws -> LineFile? {
        if let threads { Parallelism.threadCount = threads }
        return try json.map(LineFile.init)
    }
}
