import ArgumentParser
import Foundation
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

    /// Sets the number of threads of a process that shares its machine with the other ranks of the machine. Without
    /// `--threads` and `SYNANN_NUM_THREADS`, divides the cores among the ranks, unless mpirun has given each rank cores
    /// of its own.
    func apply(ranksOfHost ranks: Int) {
        apply()
        let isGiven: Bool = threads != nil || ProcessInfo.processInfo.environment["SYNANN_NUM_THREADS"] != nil
        guard !isGiven, Parallelism.threadCount == sysconf(Int32(_SC_NPROCESSORS_ONLN)) else { return }
        Parallelism.threadCount = max(1, Parallelism.threadCount / ranks)
    }
}
