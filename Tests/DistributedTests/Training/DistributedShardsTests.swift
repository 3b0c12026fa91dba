import Foundation
import Testing

/// Ranks that train together give the bits of a single process. The training is in Tests/DistributedProbe.
@Suite(.serialized, .enabled(if: Job.mpirun != nil)) struct DistributedShardsTests {
    /// Returns what the training prints on `ranks` ranks: all bits of the model and the metrics.
    private static func train(ranks: Int?, _ words: [String]) throws -> [String] {
        let result = try Job(ranks: ranks, ["train"] + words).finish()
        #expect(result.status == 0, "\(ranks ?? 1) ranks, \(words): \(result.lines.suffix(4))")
        return result.lines
    }

    @Test func everyNumberOfRanksGivesTheBitsOfOneProcess() throws {
        let alone: [String] = try Self.train(ranks: nil, ["alone"])
        #expect(alone.count > 20)
        for ranks in [1, 2, 3, 4, 8] {
            #expect(try Self.train(ranks: ranks, []) == alone, "\(ranks) ranks")
        }
    }

    @Test(arguments: ["batches=2", "limit", "shards=5", "bytes=1", "bytes=1000000", "shares-state"])
    func optionsGiveTheBitsOfOneProcess(word: String) throws {
        let alone: [String] = try Self.train(ranks: nil, ["alone", word])
        #expect(try Self.train(ranks: 3, [word]) == alone)
    }

    @Test func anotherNumberOfRanksContinuesATraining() throws {
        let folder: URL = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let alone: [String] = try Self.train(ranks: nil, ["alone", "epochs=3"])
        _ = try Self.train(ranks: 4, ["epochs=1", "shares-state", "save=\(folder.path)"])
        _ = try Self.train(ranks: 2, ["epochs=2", "save=\(folder.path)", "resume=\(folder.path)"])
        #expect(try Self.train(ranks: 3, ["epochs=3", "resume=\(folder.path)"]) == alone)
        #expect(try Self.train(ranks: nil, ["alone", "epochs=3", "resume=\(folder.path)"]) == alone)
    }

    @Test(
        arguments: [
            ("seed@1=7", "seed: rank 1 ("), ("weights@2=9", "model: rank 2 ("), ("count@0=24", "data: rank 0 ("),
            ("epochs@1=3", "settings: rank 1 ("), ("damaged@1=5", "images.idx: the file is damaged"),
            ("shards=2", "3 processes cannot share 2 shards"),
        ])
    func everyRankReportsAFault(word: String, sentence: String) throws {
        let result = try Job(ranks: 3, ["train", word]).finish()
        #expect(result.status != 0)
        #expect(result.lines.count { $0.contains(sentence) } == 3, "\(result.lines)")
    }

    /// Starts a training that saves a checkpoint after every step, sends a signal to it, and returns its result and the
    /// rank that received the signal.
    private static func interrupt(
        _ folder: URL, with signal: Int32, ranks: Int, toLauncher: Bool
    ) throws -> (status: Int32, lines: [String], rank: Int) {
        let job = try Job(
            ranks: ranks, ["train", "interruptible", "epochs=100000", "save=\(folder.path)"])
        let processes: [pid_t] = try job.processes(ranks: ranks)
        // The checkpoint appears before the first step.
        let end: ContinuousClock.Instant = .now + .seconds(60)
        let file: String = folder.appendingPathComponent("checkpoint.safetensors").path
        while !FileManager.default.fileExists(atPath: file), ContinuousClock.now < end {
            Thread.sleep(forTimeInterval: 0.01)
        }
        Thread.sleep(forTimeInterval: Double.random(in: 0.1 ... 0.6))
        let rank = Int.random(in: 0 ..< ranks)
        kill(toLauncher ? job.process.processIdentifier : processes[rank], signal)
        let start: ContinuousClock.Instant = .now
        let result = try job.finish()
        #expect(ContinuousClock.now - start < .seconds(10))
        return (result.status, result.lines, rank)
    }

    /// The environment variable `SYNANN_KILLS` sets another number of kills.
    @Test func aRankIsKilledAndTheTrainingContinues() throws {
        let killCount: Int = ProcessInfo.processInfo.environment["SYNANN_KILLS"].flatMap { Int($0) } ?? 3
        let alone: [String] = try Self.train(ranks: nil, ["alone", "epochs=40"])
        for kill in 0 ..< killCount {
            let ranks: Int = [2, 4, 3][kill % 3]
            let folder: URL = try Self.folder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let (status, lines, rank) = try Self.interrupt(folder, with: SIGKILL, ranks: ranks, toLauncher: false)
            #expect(status != 0)
            let named: Int = lines.count { $0.contains("rank \(rank) (") && $0.contains("has died") }
            #expect(named == ranks - 1, "rank \(rank) of \(ranks): \(lines)")
            #expect(try Self.train(ranks: 3, ["epochs=40", "resume=\(folder.path)"]) == alone)
        }
    }

    @Test func aRankThatHangsIsNamed() throws {
        let start: ContinuousClock.Instant = .now
        let result = try Job(ranks: 3, "train", "timeout=2", "hangs@1=5").finish()
        #expect(result.status != 0 && ContinuousClock.now - start < .seconds(30))
        #expect(
            result.lines.count { $0.contains("rank 1 (") && $0.contains("has been silent") } == 3, "\(result.lines)")
    }

    @Test func aStopSavesTheTraining() throws {
        let folder: URL = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (status, lines, _) = try Self.interrupt(folder, with: SIGTERM, ranks: 3, toLauncher: true)
        #expect(status != 0)
        let stopped: [String] = lines.filter { $0.contains("error: stopped after step") }
        #expect(stopped.count == 3 && Set(stopped).count == 1, "\(lines)")
        let alone: [String] = try Self.train(ranks: nil, ["alone", "epochs=40"])
        #expect(try Self.train(ranks: 2, ["epochs=40", "resume=\(folder.path)"]) == alone)
    }

    private static func folder() throws -> URL {
        let folder: URL = FileManager.default.temporaryDirectory.appendingPathComponent("ranks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }
}
