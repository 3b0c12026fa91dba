import Foundation
import Testing

/// A training that is killed at any moment and then resumed ends with the same model bits and the same metrics as an
/// uninterrupted training.
@Suite struct CheckpointKillTests {
    /// The program that the test starts and kills. The program is in the folder of the test executable.
    private static let probe: URL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appendingPathComponent("checkpoint-probe")

    private func start(_ directory: URL) throws -> Process {
        let process = Process()
        process.executableURL = Self.probe
        process.arguments = [directory.path]
        try process.run()
        return process
    }

    /// Returns the bytes of the model file and the lines of metrics of a finished training, without the seconds of the
    /// epochs.
    private func outcome(_ directory: URL) throws -> (model: Data, metrics: [String]) {
        let model: Data = try Data(contentsOf: directory.appendingPathComponent("model.safetensors"))
        let lines: String = try String(contentsOfFile: directory.path + ".jsonl", encoding: .utf8)
        return (model, lines.split(separator: "\n").map { String($0).withoutSeconds })
    }

    @Test func killedAtAHundredMoments() throws {
        let root: URL = FileManager.default.temporaryDirectory.appendingPathComponent("kill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let whole: URL = root.appendingPathComponent("whole")
        let clock = ContinuousClock()
        let began = clock.now
        let uninterrupted: Process = try start(whole)
        uninterrupted.waitUntilExit()
        try #require(uninterrupted.terminationStatus == 0)
        var duration: Double = (clock.now - began) / .seconds(1)
        let expected = try outcome(whole)
        #expect(expected.metrics.count == 3)

        var kills = 0
        var round = 0
        while kills < 100 {
            let directory: URL = root.appendingPathComponent("round\(round)")
            round += 1
            var isFinished = false
            let roundBegan = clock.now
            var killsOfRound = 0
            while !isFinished {
                let process: Process = try start(directory)
                if kills + killsOfRound < 100 {
                    // The moment is uniformly distributed between the start and 1.1 times the duration of a training.
                    let moment = clock.now + .seconds(Double.random(in: 0 ... duration * 1.1))
                    while process.isRunning && clock.now < moment { Thread.sleep(forTimeInterval: 0.001) }
                    kill(process.processIdentifier, SIGKILL)
                }
                process.waitUntilExit()
                if process.terminationReason == .uncaughtSignal { killsOfRound += 1 } else { isFinished = true }
                if isFinished { try #require(process.terminationStatus == 0) }
            }
            kills += killsOfRound
            // The first trainings can be slow, because other tests run at the same time. If the training of a round was
            // never killed, the duration of this round is the new estimate, and later moments are earlier.
            if killsOfRound == 0 { duration = min(duration, (clock.now - roundBegan) / .seconds(1)) }
            let found = try outcome(directory)
            #expect(found.model == expected.model && found.metrics == expected.metrics, "round \(round)")
        }
    }
}

extension String {
    /// This line of metrics without the seconds of the epoch, which differ from run to run.
    fileprivate var withoutSeconds: String {
        guard let range = range(of: #","seconds":[^,}]*"#, options: .regularExpression) else { return self }
        return replacingCharacters(in: range, with: "")
    }
}
