import ArgumentParser
import Distributed
import Foundation
import SynaNN

/// The flags of a training by several processes.
public struct DistributedFlags: ParsableArguments {
    @Flag(
        help: """
            Train with all processes that mpirun has started. They share the shards of each batch, by default 8. The number \
            of processes does not change the bits of the results. The first process alone prints and writes files.
            """)
    public var distributed = false

    @Option(help: "With --distributed: stop if a process is silent for this number of seconds. By default 60.")
    public var silence: Int?

    public init() {}

    /// The number of shards with `--distributed` and without `--shards`.
    static let usualShards = 8

    public func validate() throws {
        guard let silence, !(2 ... TrainingFlags.greatestCount).contains(silence) else { return }
        throw ValidationError("--silence must be between 2 and \(TrainingFlags.greatestCount) seconds, not \(silence)")
    }

    /// Calls `body` with the exchange between the processes: with `--distributed`, the ranks that mpirun has started;
    /// without the flag, this process alone. If `body` throws in one process, the others end with a sentence.
    ///
    /// - Throws: The error of `body`, or `CommunicatorError` if MPI cannot be initialized. If the first process has failed
    ///   too, the other processes throw `ExitCode.failure`, because the first process prints the error.
    func withExchange(
        _ parallelism: ThreadFlags, _ body: (any ShardExchange) throws -> Void
    ) throws {
        guard distributed else {
            parallelism.apply()
            return try body(LocalShards())
        }
        let world: Communicator = try .world
        parallelism.apply(ranksOfHost: world.hostNames.count { $0 == world.hostName })
        do {
            try body(try DistributedShards(world, timeout: .seconds(silence ?? 60)))
        } catch let code as ExitCode {
            // The training was interrupted in all processes.
            throw code
        } catch {
            Communicator.announceFailure(error)
            if world.rank == 0 || error is CommunicatorError { throw error }
            if !Communicator.hasAnnouncedFailure(ofRank: 0, waiting: .seconds(1)) {
                StandardError.print("rank \(world.rank) (\(world.hostName)): \(error)")
            }
            throw ExitCode.failure
        }
    }
}
