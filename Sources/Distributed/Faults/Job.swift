internal import CMPICalls
import Foundation
internal import Tensors

/// The MPI job of this process: its ranks, their hosts and processes, and what is known about their life.
final class Job: Sendable {
    let rank: Int
    let size: Int
    /// The host of each rank.
    let hosts: [String]
    /// The number of the process of each other rank of this machine.
    let processes: [Int: Int32]
    let control: ControlChannel
    private let hasFailed = LockedState(false)
    /// How long a wait may still receive messages of a rank that has ended.
    private static let grace: Duration = .seconds(2)
    private static let lingering: Duration = .milliseconds(600)

    private static let result: Result<Job, CommunicatorError> = {
        do throws(CommunicatorError) { return .success(try Job()) } catch { return .failure(error) }
    }()

    /// Returns the job. The first call initializes MPI. Throws if MPI cannot be initialized.
    static func shared() throws(CommunicatorError) -> Job { try result.get() }

    private init() throws(CommunicatorError) {
        var isThreaded: Int32 = 0
        try check("MPI_Init_thread", synann_mpi_initialize(&isThreaded))
        guard isThreaded != 0 else {
            throw .threadsUnsupported(library: cText { synann_mpi_library_version($0) })
        }
        let world: synann_mpi_handle = synann_mpi_world()
        (rank, size) = try position(in: world)
        var channel: synann_mpi_handle = 0
        try check("MPI_Comm_dup", synann_mpi_duplicate(world, &channel))
        control = ControlChannel(channel, rank: rank, size: size)
        let host: String = try hostName()
        let members: [String] = try Self.exchange("\(getpid()) \(host)", world, size: size)
        hosts = members.map { String($0.drop { $0 != " " }.dropFirst()) }
        processes = Self.processes(members, hosts: hosts, rank: rank)
        if size > 1 { nameDeadRanksOnTermination() }
        atexit { if case .success(let job) = Job.result { job.finish() } }
    }

    /// Returns the texts of all ranks. Waits without looking for faults: the job does not exist yet.
    private static func exchange(
        _ text: String, _ world: synann_mpi_handle, size: Int
    ) throws(CommunicatorError) -> [String] {
        let length = Int(SYNANN_MPI_TEXT_LENGTH)
        var own: [UInt8] = Array(text.utf8.prefix(length - 1))
        own += Array(repeating: 0, count: length - own.count)
        var all: [UInt8] = Array(repeating: 0, count: length * size)
        var request: synann_mpi_handle = 0
        let counts: [Int32] = Array(repeating: Int32(length), count: size)
        let starts: [Int32] = (0 ..< size).map { Int32($0 * length) }
        // The arrays must keep their addresses until the request is complete.
        let code: Int32 = own.withUnsafeBufferPointer { own in
            all.withUnsafeMutableBufferPointer { all in
                counts.withUnsafeBufferPointer { counts in
                    starts.withUnsafeBufferPointer { starts in
                        var code: Int32 = synann_mpi_iallgatherv(
                            own.baseAddress, Int32(length), all.baseAddress, counts.baseAddress, starts.baseAddress,
                            SYNANN_MPI_UINT8, world, &request)
                        var isFinished: Int32 = 0
                        while code == 0 && isFinished == 0 {
                            code = synann_mpi_test(&request, 1, &isFinished)
                            if isFinished == 0 { usleep(100) }
                        }
                        return code
                    }
                }
            }
        }
        try check("MPI_Iallgatherv", code)
        return (0 ..< size).map { rank in
            String(decoding: all[rank * length ..< (rank + 1) * length].prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    /// Returns the processes of the other ranks with the host of this rank. Leaves out processes that this process
    /// cannot see, as in another container.
    private static func processes(_ members: [String], hosts: [String], rank: Int) -> [Int: Int32] {
        var processes: [Int: Int32] = [:]
        for peer in members.indices where peer != rank && hosts[peer] == hosts[rank] {
            guard let process = Int32(members[peer].prefix { $0 != " " }) else { continue }
            if synann_process_has_ended(process) == 0 { processes[peer] = process }
        }
        return processes
    }

    private func nameDeadRanksOnTermination() {
        let peers: [Int] = processes.keys.sorted()
        let sentences: [UnsafeMutablePointer<CChar>?] = peers.map { peer in
            strdup("\(CommunicatorError.rankDied(rank: peer, host: hosts[peer])) Rank \(rank) ends.\n")
        }
        let numbers: [Int32] = peers.map { processes[$0] ?? 0 }
        let texts: [UnsafePointer<CChar>?] = sentences.map { UnsafePointer($0) }
        texts.withUnsafeBufferPointer { texts in
            synann_name_dead_ranks_on_termination(peers.count, numbers, texts.baseAddress)
        }
        for sentence in sentences { free(sentence) }
    }

    /// From now on, this process does not wait for other ranks when it ends: mpirun then ends the job.
    func markFailed() {
        hasFailed.withLock { $0 = true }
        synann_stop_naming_dead_ranks()
    }

    /// Returns a fault for which a wait for the ranks `peers` must end.
    func fault(among peers: [Int]) -> CommunicatorError? {
        let state: ControlChannel.State = control.update()
        if let (peer, message) = state.failures.min(by: { $0.key < $1.key }) {
            return .rankFailed(rank: peer, host: hosts[peer], message: message)
        }
        // A process that was stopped and continues receives a report about itself.
        if let report = state.report, report.rank != rank { return report.error(hosts: hosts) }
        for peer in processes.keys.sorted() where state.ended[peer] == nil {
            if synann_process_has_ended(processes[peer] ?? 0) != 0 { return .rankDied(rank: peer, host: hosts[peer]) }
        }
        let now: ContinuousClock.Instant = .now
        for peer in peers where peer != rank {
            if let moment = state.ended[peer] {
                if now - moment > Self.grace { return .rankEnded(rank: peer, host: hosts[peer]) }
            } else if let timeout = state.timeout, !state.stopped.contains(peer), now - state.lastSeen[peer] > timeout {
                return .rankSilent(
                    rank: peer, seconds: (now - state.lastSeen[peer]) / .seconds(1), host: hosts[peer])
            }
        }
        return nil
    }

    /// Tells the other ranks a fault that ends a wait of this rank.
    func report(_ fault: CommunicatorError) {
        markFailed()
        if let report = FaultReport(fault) { control.send(.fault, report.text) }
    }

    /// Tells the other ranks that this rank failed. Returns when MPI has sent the message, after a second at the latest.
    func announceFailure(_ message: String) {
        markFailed()
        control.send(.failed, message)
        let end: ContinuousClock.Instant = .now + .seconds(1)
        while !control.isFlushed && ContinuousClock.now < end { usleep(1000) }
    }

    /// Waits a moment, until the other ranks have received why this rank ends. Otherwise they could take this rank for
    /// the one that died first.
    private func linger() {
        let end: ContinuousClock.Instant = .now + Self.lingering
        while ContinuousClock.now < end {
            _ = control.update()
            usleep(1000)
        }
    }

    /// Finalizes MPI at the end of the program, as soon as all ranks have ended their programs. Does not finalize MPI
    /// after a fault, because MPI_Finalize would wait for the other ranks: mpirun ends them.
    private func finish() {
        guard synann_mpi_is_running() != 0 else { return }
        if hasFailed.withLock({ $0 }) { return linger() }
        control.send(.ended)
        var pause: UInt32 = 100
        while true {
            Progress.advance()
            let ended: Set<Int> = Set(control.update().ended.keys)
            if ended.count == size - 1, control.isFlushed { break }
            if fault(among: (0 ..< size).filter { !ended.contains($0) }) != nil { return }
            usleep(pause)
            pause = min(2 * pause, 5000)
        }
        control.close()
        let pending: [String] = Progress.names
        if pending.isEmpty {
            _ = synann_mpi_finalize()
        } else {
            let text =
                "MPI: the program ends, but these operations are not finished: \(pending.joined(separator: ", ")).\n"
            FileHandle.standardError.write(Data(text.utf8))
        }
    }
}

/// Returns the rank of this process in a communicator, and the number of ranks.
func position(in communicator: synann_mpi_handle) throws(CommunicatorError) -> (rank: Int, size: Int) {
    var (rank, size): (Int32, Int32) = (0, 0)
    try check("MPI_Comm_rank", synann_mpi_rank(communicator, &rank))
    try check("MPI_Comm_size", synann_mpi_size(communicator, &size))
    return (Int(rank), Int(size))
}

private func hostName() throws(CommunicatorError) -> String {
    var code: Int32 = 0
    let name: String = cText { (text: UnsafeMutablePointer<CChar>) in code = synann_mpi_host_name(text) }
    try check("MPI_Get_processor_name", code)
    return name
}
