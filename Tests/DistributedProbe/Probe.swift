import Distributed
import Foundation

/// `mpirun -n R distributed-probe COMMAND [ARGUMENTS]` runs checks on R ranks. `DistributedTests` starts this program.
/// A check that fails ends the job with a sentence. Rank 0 prints the result of a check.
@main
struct Probe {
    private static let commands: [String: @Sendable (Communicator, [String]) throws -> Void] = [
        "operations": { world, _ in
            try checkCollectives(world)
            try checkPieces(world)
            try checkNonblocking(world)
            try checkGroups(world)
            if world.rank == 0 { print("ok: \(world.size) ranks") }
        },
        "ordered": { world, _ in try printOrderedSums(world) },
        "agreement": { world, _ in try checkAgreement(world) },
        "different-shapes": { world, _ in try makeDifferentShapes(world) },
        "different-calls": { world, _ in try makeDifferentCalls(world) },
        "wrong-type": { world, _ in try receiveWrongType(world) },
        "failure": { world, _ in try failOnOneRank(world) },
        "ended": { world, _ in try endOneRank(world) },
        "throw": { world, _ in try throwOnOneRank(world) },
        "abort": { world, _ in try abortOnOneRank(world) },
        "tasks": { world, arguments in try performOnAllRanks(world, arguments) },
        "loop": { world, arguments in try loop(world, timeout: Double(arguments[0]) ?? 60) },
        "train": { world, arguments in try train(world, arguments) },
        "measure": { world, _ in try measure(world) },
        "article-training": { world, _ in try runArticleTraining(world) },
        "article": { _, _ in runOnAllRanks() },
        "hello": { world, _ in print("hello from rank \(world.rank) of \(world.size)") },
    ]

    static func main() {
        let arguments: [String] = Array(CommandLine.arguments.dropFirst())
        guard let name = arguments.first, let command = commands[name] else {
            write("usage: distributed-probe \(commands.keys.sorted().joined(separator: "|"))")
            exit(2)
        }
        do {
            try command(Communicator.world, Array(arguments.dropFirst()))
        } catch {
            write("error: \(error)")
            Communicator.announceFailure(error)
            exit(1)
        }
    }
}

private func write(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

/// Ends the job if a check fails.
func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
    if !condition { Communicator.abort("check failed: \(message())") }
}
