import Foundation
import Testing

/// After a fault of a rank every other rank ends within seconds, with a sentence that names the rank, and the job has a
/// status other than 0.
@Suite(.serialized, .enabled(if: Job.mpirun != nil)) struct FaultTests {
    /// Returns the number of lines that contain all texts.
    private func count(_ lines: [String], _ texts: String...) -> Int {
        lines.count { line in texts.allSatisfy { line.contains($0) } }
    }

    @Test func aRankAnnouncesItsFailure() throws {
        let result = try Job(ranks: 3, "failure").finish()
        #expect(result.status != 0 && count(result.lines, "error: images.idx: the file is damaged.") == 1)
        #expect(count(result.lines, "error: rank 1 (", "failed: images.idx") == 2)
    }

    @Test func aRankReceivesAnotherType() throws {
        let result = try Job(ranks: 2, "wrong-type").finish()
        #expect(result.status != 0)
        #expect(count(result.lines, "expected elements of type Int8 from rank 1, found Float") == 2)
    }

    @Test func aRankEndsEarly() throws {
        let result = try Job(ranks: 3, "ended").finish()
        #expect(result.status != 0)
        #expect(count(result.lines, "rank 1 (", "has ended its program") == 2)
    }

    @Test func aRankTraps() throws {
        let result = try Job(ranks: 3, "throw").finish()
        #expect(result.status != 0)
        #expect(count(result.lines, "rank 1 (", "has died") == 2, "\(result.lines)")
    }

    @Test func aRankAborts() throws {
        let result = try Job(ranks: 2, "abort").finish()
        #expect(result.status == 3)
        #expect(result.lines.contains { $0.hasPrefix("rank 1 (") && $0.hasSuffix("): the disk is full.") })
    }

    /// Sends a signal to a random rank at a random moment, and checks the sentences of the others.
    private func hit(_ signal: Int32, timeout: Double, _ sentence: String) throws {
        let job = try Job(ranks: 4, "loop", "\(timeout)")
        let processes: [pid_t] = try job.processes(ranks: 4)
        Thread.sleep(forTimeInterval: Double.random(in: 0 ... 0.3))
        let rank = Int.random(in: 0 ..< 4)
        kill(processes[rank], signal)
        let start: ContinuousClock.Instant = .now
        let result = try job.finish()
        #expect(ContinuousClock.now - start < .seconds(timeout + 8))
        #expect(result.status != 0)
        let named: Int = count(result.lines, "rank \(rank) (", sentence)
        // mpirun lets a stopped rank continue before it ends it, and the rank then names itself.
        #expect(named == 3 || (signal == SIGSTOP && named == 4), "rank \(rank): \(result.lines)")
    }

    @Test func aRankIsKilled() throws {
        for _ in 0 ..< 4 { try hit(SIGKILL, timeout: 60, "has died") }
    }

    @Test func aRankIsStopped() throws {
        for _ in 0 ..< 2 { try hit(SIGSTOP, timeout: 2, "has been silent") }
    }
}
