import Foundation

/// The waiting of a rank for other ranks.
enum Wait {
    /// How long a wait polls without a pause, and how long it then polls but lets other threads run between two polls.
    private static let spinning: Duration = .microseconds(50)
    private static let yielding: Duration = .milliseconds(1)
    /// The longest sleep between two polls, in microseconds. A rank that sleeps leaves its core to a rank for which it
    /// waits, if the machine has more ranks than cores.
    private static let longestSleep: UInt32 = 500
    /// The time between two looks for failed ranks.
    private static let checkInterval: Duration = .milliseconds(20)

    /// Polls `condition` until it is true. Throws its error, or the error of a rank that has failed, and an error if one
    /// of the world's ranks `peers` has died, has ended or is silent.
    static func until(
        peers: [Int], _ condition: () throws(CommunicatorError) -> Bool
    ) throws(CommunicatorError) {
        let job: Job = try Job.shared()
        let start: ContinuousClock.Instant = .now
        while ContinuousClock.now - start < yielding {
            if try condition() { return }
            if ContinuousClock.now - start > spinning { sched_yield() }
        }
        var sleep: UInt32 = 20
        var nextCheck: ContinuousClock.Instant = .now + checkInterval
        while try !condition() {
            usleep(sleep)
            sleep = min(2 * sleep, longestSleep)
            guard ContinuousClock.now >= nextCheck else { continue }
            // The fault may be younger than the last message that the wait needs.
            if let fault = job.fault(among: peers), try !condition() {
                job.report(fault)
                throw fault
            }
            nextCheck = .now + checkInterval
        }
    }
}
