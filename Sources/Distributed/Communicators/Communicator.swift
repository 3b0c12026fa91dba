internal import CMPICalls
import Foundation
internal import Tensors

/// A group of processes that exchange tensors by MPI.
///
/// The processes of a group have the ranks `0 ..< size`. All of them must call the same collective operations in the
/// same order, on one thread at a time; different communicators are independent of each other. A program without
/// `mpirun` is a group of one process. `Communicator.world` is the group of all processes.
///
///     let world = try Communicator.world
///     let sum = try world.allReduce(Tensor<Float>([1, 2]), .sum)
///
/// A blocking operation checks with one small exchange that all ranks make the same call with the same shape. The
/// operations whose names begin with `start` return at once, and do not check. MPI is finalized when the program exits.
/// A communicator lives until the end of the program.
///
/// The cost of an operation is given for R ranks and n bytes, with the latency α of a message in seconds and the
/// time β of a byte.
public final class Communicator: Sendable {
    /// The number of this process in the group, from 0 to `size` − 1.
    public let rank: Int
    /// The number of processes.
    public let size: Int
    /// The communicator of MPI for collective operations.
    let collectives: synann_mpi_handle
    /// The communicator of MPI for the headers of `send`.
    let headers: synann_mpi_handle
    /// The communicator of MPI for messages whose tags this library numbers.
    let exchanges: synann_mpi_handle
    /// The rank of each process in the world.
    let worldRanks: [Int]
    /// The greatest number of elements in a call of MPI, which counts with 32 bits. Larger arrays are cut into pieces.
    let greatestCount: Int
    let tags: LockedState<TagCounters>

    private static let worldResult: Result<Communicator, CommunicatorError> = {
        do throws(CommunicatorError) {
            _ = try Job.shared()
            return .success(try Communicator(copying: synann_mpi_world()))
        } catch {
            return .failure(error)
        }
    }()

    /// The group of all processes of the job. The first use initializes MPI for calls from several threads, and waits for
    /// the other processes. Throws `CommunicatorError` if this fails.
    public static var world: Communicator {
        get throws(CommunicatorError) { try worldResult.get() }
    }

    /// Creates a communicator with the ranks of `handle`. Waits for the other ranks.
    init(
        copying handle: synann_mpi_handle, greatestCount: Int = Int(Int32.max)
    ) throws(CommunicatorError) {
        (rank, size) = try position(in: handle)
        var copies: [synann_mpi_handle] = [0, 0, 0]
        for index in copies.indices { try check("MPI_Comm_dup", synann_mpi_duplicate(handle, &copies[index])) }
        (collectives, headers, exchanges) = (copies[0], copies[1], copies[2])
        var ranks: [Int32] = Array(repeating: 0, count: size)
        try check("MPI_Group_translate_ranks", synann_mpi_world_ranks(handle, Int32(size), &ranks))
        worldRanks = ranks.map { Int($0) }
        self.greatestCount = greatestCount
        tags = LockedState(TagCounters(size: size))
    }

    /// The name of this machine.
    public var hostName: String { hostNames[rank] }

    /// The name of the machine of each rank.
    public var hostNames: [String] {
        // The job exists, because a communicator exists.
        guard let job = try? Job.shared() else { return [] }
        return worldRanks.map { job.hosts[$0] }
    }

    /// Returns a group for each color: the processes with the same color form a group. Their ranks follow `key`, and
    /// for equal keys the ranks of this group. A process whose color is `nil` gets no group.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does. Traps if the color or the key has more than 31 bits or
    /// the color is negative. Cost: O(log R)·α + O(R)·β.
    public func split(color: Int?, key: Int = 0) throws(CommunicatorError) -> Communicator? {
        require(
            color.map { $0 >= 0 && $0 <= Int(Int32.max) } ?? true,
            "split: the color must be in 0 ... \(Int32.max), not \(color ?? 0)")
        require(Int32(exactly: key) != nil, "split: the key \(key) has more than 31 bits")
        try agree(on: Call(.split))
        var (part, exists): (synann_mpi_handle, Int32) = (0, 0)
        try check("split", synann_mpi_split(collectives, Int32(color ?? -1), Int32(key), &part, &exists))
        return exists == 0 ? nil : try Communicator(copying: part, greatestCount: greatestCount)
    }

    /// Returns another communicator with the same processes, whose operations are independent of those of this one.
    ///
    /// Throws `CommunicatorError` as `PendingResult.wait()` does. Cost: O(log R)·α.
    public func duplicate() throws(CommunicatorError) -> Communicator {
        try duplicate(greatestCount: greatestCount)
    }

    /// Returns a duplicate that cuts arrays into pieces of at most `greatestCount` elements. Tests use small pieces.
    package func duplicate(greatestCount: Int) throws(CommunicatorError) -> Communicator {
        try agree(on: Call(.duplicate))
        return try Communicator(copying: collectives, greatestCount: greatestCount)
    }

    /// Tells all other ranks of the job that this rank failed, so that their waits end with
    /// `CommunicatorError.rankFailed`. Returns after a second at the
    /// latest. Does nothing if MPI cannot be initialized.
    public static func announceFailure(_ message: String) {
        if let job = try? Job.shared() { job.announceFailure(message) }
    }

    /// Announces the failure of this rank if the error is not yet known to the other ranks. A program calls this before
    /// it ends with an error.
    ///
    ///     do {
    ///         try train(Communicator.world)
    ///     } catch {
    ///         print("error: \(error)")
    ///         Communicator.announceFailure(error)
    ///         exit(1)
    ///     }
    public static func announceFailure(_ error: any Error) {
        if let error = error as? CommunicatorError, error.isKnownToOtherRanks {
            if let job = try? Job.shared() { job.markFailed() }
        } else {
            announceFailure("\(error)")
        }
    }

    /// Returns whether a rank of the world has announced a failure. Waits at most `duration` for the announcement. Of
    /// several ranks that fail for the same reason, one can then print the error.
    public static func hasAnnouncedFailure(ofRank rank: Int, waiting duration: Duration) -> Bool {
        guard let job = try? Job.shared() else { return false }
        let end: ContinuousClock.Instant = .now + duration
        while job.control.update().failures[rank] == nil {
            if ContinuousClock.now >= end { return false }
            usleep(1000)
        }
        return true
    }

    /// Writes `message` to standard error, tells it to the other ranks, and ends all processes of the job.
    public static func abort(_ message: String, code: Int32 = 1) -> Never {
        if let job = try? Job.shared() {
            let text = "rank \(job.rank) (\(job.hosts[job.rank])): \(message)\n"
            FileHandle.standardError.write(Data(text.utf8))
            job.announceFailure(message)
            synann_mpi_abort(code)
        }
        _exit(code)
    }
}
