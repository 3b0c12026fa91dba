/// An error of the communication between the ranks of a job. The description names the operation or the rank, the fault
/// and the remedy. Ranks are those of `Communicator.world`.
public enum CommunicatorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The MPI library cannot be called from several threads. `library` is its name and version.
    case threadsUnsupported(library: String)
    /// A function of the MPI library failed. `reason` is the text of the library.
    case library(operation: String, reason: String)
    /// The ranks called different operations, or the same operation with different shapes or types. `calls` contains
    /// the call of each rank of the communicator.
    case callsDiffer(calls: [String])
    /// The digests of `subject` differ: `ranks` have another digest than most ranks.
    case disagreement(subject: String, ranks: [Int], hosts: [String])
    /// A message has another type than the receiver expects.
    case wrongScalar(expected: String, found: String, rank: Int)
    /// A rank has sent no heartbeat for longer than the timeout.
    case rankSilent(rank: Int, seconds: Double, host: String)
    /// A rank announced that it failed with `message`.
    case rankFailed(rank: Int, host: String, message: String)
    /// The process of a rank no longer exists.
    case rankDied(rank: Int, host: String)
    /// A rank ended its program while this rank waits for it.
    case rankEnded(rank: Int, host: String)

    /// Whether the other ranks report this fault themselves.
    var isKnownToOtherRanks: Bool {
        switch self {
        case .callsDiffer, .disagreement, .rankSilent, .rankFailed, .rankDied, .rankEnded: true
        case .threadsUnsupported, .library, .wrongScalar: false
        }
    }

    /// A sentence with the place, the fault and the remedy.
    public var description: String {
        switch self {
        case .threadsUnsupported(let library):
            return
                "MPI: \(library) cannot be called from several threads (MPI_THREAD_MULTIPLE). Take a build of the library with "
                + "threads, as the packages libopenmpi-dev and libmpich-dev have."
        case .library(let operation, let reason):
            return "\(operation): the MPI library reports '\(reason)'. Check the messages of mpirun and the network."
        case .callsDiffer(let calls):
            return
                "the ranks made different calls: \(Self.grouped(calls)). Make the same calls in the same order, with the same "
                + "shapes, on all ranks."
        case .disagreement(let subject, let ranks, let hosts):
            let names: String = zip(ranks, hosts).map { "\($0) (\($1))" }.joined(separator: ", ")
            return
                "\(subject): \(ranks.count == 1 ? "rank" : "ranks") \(names) \(ranks.count == 1 ? "differs" : "differ") from most "
                + "ranks. Give all ranks the same \(subject)."
        case .wrongScalar(let expected, let found, let rank):
            return
                "receive: expected elements of type \(expected) from rank \(rank), found \(found). Give the same type."
        case .rankSilent(let rank, let seconds, let host):
            return
                "rank \(rank) (\(host)) has been silent for \(Self.rounded(seconds)) seconds. Check whether this process hangs or "
                + "the host is unreachable."
        case .rankFailed(let rank, let host, let message):
            let end: String = message.hasSuffix(".") ? "" : "."
            return "rank \(rank) (\(host)) failed: \(message)\(end) Correct this fault, and start the job again."
        case .rankDied(let rank, let host):
            return
                "rank \(rank) (\(host)) has died. Check the messages of mpirun and the memory of this host, and start the job again."
        case .rankEnded(let rank, let host):
            return
                "rank \(rank) (\(host)) has ended its program, but this rank waits for it. Check the messages of this rank, and make "
                + "the same calls on all ranks."
        }
    }

    private static func rounded(_ seconds: Double) -> String {
        let tenths: Double = (seconds * 10).rounded() / 10
        return tenths == tenths.rounded() ? "\(Int(tenths))" : "\(tenths)"
    }

    /// Returns "ranks 0, 2: a; rank 1: b" for the calls a, b, a. Lists at most eight ranks of a call.
    private static func grouped(_ calls: [String]) -> String {
        var ranks: [String: [Int]] = [:]
        for (rank, call) in calls.enumerated() { ranks[call, default: []].append(rank) }
        let groups: [(call: String, ranks: [Int])] = ranks.map { ($0.key, $0.value) }.sorted {
            $0.ranks[0] < $1.ranks[0]
        }
        return groups.map { group in
            let more: Int = group.ranks.count - 8
            let list: String = group.ranks.prefix(8).map { "\($0)" }.joined(separator: ", ")
            return
                "\(group.ranks.count == 1 ? "rank" : "ranks") \(list)\(more > 0 ? " and \(more) more" : ""): \(group.call)"
        }.joined(separator: "; ")
    }
}
