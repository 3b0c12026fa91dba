import Foundation
internal import Tensors

/// A thread that tells the other ranks at intervals that this process lives, and that notes the signs of life of the
/// others.
///
/// While a heartbeat runs, every wait ends with `CommunicatorError.rankSilent` if a rank for which it waits has been
/// silent for longer than the timeout: its process has been stopped, its host is unreachable, or its host is so loaded
/// that the thread does not run. A process whose other threads hang is not silent, unless `watchProgress()` was called.
/// All ranks must create a heartbeat at about the same time, after `Communicator.world`. It runs until `stop()` or the end
/// of the program.
///
/// Cost: the thread wakes up four times in an interval. In an interval a rank sends a message of one byte to each other
/// rank.
public final class Heartbeat: Sendable {
    /// The time between two signs of life.
    public let interval: Duration
    /// The longest permitted silence.
    public let timeout: Duration
    private let job: Job
    private let isStopped = LockedState(false)
    private let watchesProgress = LockedState(false)

    /// Starts a heartbeat between all ranks of `Communicator.world`.
    ///
    /// Throws `CommunicatorError` if MPI cannot be initialized. Traps unless `interval` is positive and `timeout` is at
    /// least twice the interval.
    public init(interval: Duration = .seconds(1), timeout: Duration = .seconds(60)) throws(CommunicatorError) {
        require(interval > .zero, "Heartbeat: the interval must be positive, not \(interval)")
        require(
            timeout >= interval * 2,
            "Heartbeat: the timeout \(timeout) must be at least twice the interval \(interval)")
        self.interval = interval
        self.timeout = timeout
        job = try Job.shared()
        guard job.size > 1 else { return }
        job.control.change { state in
            state.lastSeen = Array(repeating: .now, count: state.lastSeen.count)
            state.timeout = timeout
        }
        let thread = Thread { [job, interval, timeout, isStopped, watchesProgress] in
            Self.run(
                job, interval: interval, timeout: timeout, isStopped: { isStopped.withLock { $0 } },
                watchesProgress: { watchesProgress.withLock { $0 } })
        }
        thread.name = "heartbeat"
        thread.start()
    }

    /// From now on, this rank is silent while it neither waits for other ranks nor starts operations: the other ranks then
    /// find that it hangs. `DistributedShards` calls this method at the first step of a training. A program that computes
    /// for longer than the timeout between two operations must not call it.
    public func watchProgress() { watchesProgress.withLock { $0 = true } }

    /// Stops the heartbeat. The other ranks no longer expect signs of life of this rank, and this rank no longer notices
    /// silent ranks.
    public func stop() {
        let wasStopped: Bool = isStopped.withLock { isStopped in
            defer { isStopped = true }
            return isStopped
        }
        if wasStopped { return }
        job.control.change { $0.timeout = nil }
        job.control.send(.stopped)
    }

    private static func run(
        _ job: Job, interval: Duration, timeout: Duration, isStopped: () -> Bool, watchesProgress: () -> Bool
    ) {
        var lastSigns = 0
        let pause: TimeInterval = min(interval / .seconds(4), 0.25)
        var nextBeat: ContinuousClock.Instant = .now
        var lastLoop: ContinuousClock.Instant = .now
        while !isStopped() {
            let now: ContinuousClock.Instant = .now
            // This process itself was stopped or got no processor: the others were not silent.
            if now - lastLoop > timeout / 4 {
                job.control.change { state in
                    for rank in state.lastSeen.indices { state.lastSeen[rank] = now }
                }
            }
            lastLoop = now
            if now >= nextBeat {
                let signs: Int = Progress.signs.load(ordering: .relaxed)
                if signs != lastSigns || !watchesProgress() { job.control.send(.alive) }
                (lastSigns, nextBeat) = (signs, now + interval)
            }
            if let report = job.control.update().report, report.rank == job.rank { end(job, report) }
            Progress.advanceOperations()
            Thread.sleep(forTimeInterval: pause)
        }
    }

    /// Ends this process, because the other ranks have ended. Its other threads hang, or were stopped.
    private static func end(_ job: Job, _ report: FaultReport) -> Never {
        let error: CommunicatorError = report.error(hosts: job.hosts)
        let text = "rank \(job.rank) (\(job.hosts[job.rank])): the other ranks have ended: \(error)\n"
        FileHandle.standardError.write(Data(text.utf8))
        _exit(1)
    }
}
