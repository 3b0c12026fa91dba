import ArgumentParser
import SynaNN

/// The flag `--threads`, which several commands share.
public struct ThreadFlags: ParsableArguments {
    @Option(help: "The number of threads. By default the number of cores. It does not change the bits of the results.")
    public var threads: Int?

    public init() {}

    public func validate() throws {
        guard let threads, !(1 ... Parallelism.greatestThreadCount).contains(threads) else { return }
        throw ValidationError("--threads must be between 1 and \(Parallelism.greatestThreadCount), not \(threads)")
    }

    /// Sets the number of threads of the library if `--threads` is given; otherwise does nothing.
    public func apply() {
        if let threads { Parallelism.threadCount = threads }
    }
}
