import ArgumentParser
import SynaNN

/// `--threads`, the same in every command.
public struct ThreadFlags: ParsableArguments {
    @Option(help: "Threads to compute with. The machine's cores unless given. The results are the same bits.")
    public var threads: Int?

    public init() {}

    public func validate() throws {
        guard let threads, !(1 ... Parallelism.greatestThreadCount).contains(threads) else { return }
        throw ValidationError("--threads must be between 1 and \(Parallelism.greatestThreadCount), not \(threads)")
    }

    /// From now on the library computes with so many.
    public func apply() {
        if let threads { Parallelism.threadCount = threads }
    }
}
