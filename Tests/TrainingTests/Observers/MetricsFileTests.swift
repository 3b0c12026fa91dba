import Foundation
import Testing
import Training

@Suite struct MetricsFileTests {
    private let path: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("metrics-\(UUID().uuidString).jsonl").path

    private func metrics(epoch: Int, loss: Double = 0.25) -> EpochMetrics {
        EpochMetrics(
            epoch: epoch, seconds: 1.5,
            values: [
                "train_loss": loss, "train_accuracy": 0.75, "test_loss": 0.5, "test_accuracy": 0.875,
                "learning_rate": 0.01,
            ])
    }

    private func lines() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func linesAreAppended() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try MetricsFile(path: path)
        try file.append(metrics(epoch: 1))
        try file.append(metrics(epoch: 2))
        try MetricsFile(path: path).append(metrics(epoch: 3))
        #expect(try lines() == (1 ... 3).map { metrics(epoch: $0).jsonLine })
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("}\n"))
    }

    @Test func fileIsMadeBeforeTheTraining() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try MetricsFile(path: path)
        #expect(try lines() == [])
    }

    @Test func pathThatCannotBeWrittenIsATypedError() {
        let missing = #expect(throws: MetricsFileError.self) { try MetricsFile(path: "/no/such/directory/m.jsonl") }
        #expect(missing?.path == "/no/such/directory/m.jsonl" && missing?.reason == "No such file or directory")
        let sentence: String = missing?.description ?? ""
        #expect(sentence.contains("cannot append to the metrics file /no/such/directory/m.jsonl: No such file"))
        let directory: String = FileManager.default.temporaryDirectory.path
        let occupied = #expect(throws: MetricsFileError.self) { try MetricsFile(path: directory) }
        #expect(occupied?.reason == "Is a directory")
    }

    #if os(Linux)
    @Test func fullDiskIsFoundBeforeTheTraining() {
        let full = #expect(throws: MetricsFileError.self) { try MetricsFile(path: "/dev/full") }
        #expect(full?.path == "/dev/full" && full?.reason == "No space left on device")
    }

    /// If the system writes only a part of a line, `append` removes this part and throws. The next line then starts at
    /// the beginning of a line.
    @Test func lineThatDoesNotFitIsTakenBack() async {
        await #expect(processExitsWith: .success) {
            let path: String = FileManager.default.temporaryDirectory
                .appendingPathComponent("sentence-\(UUID().uuidString).jsonl").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            let file = try MetricsFile(path: path)
            let metrics = EpochMetrics(epoch: 1, seconds: 1, values: ["train_loss": 0.5, "test_loss": 0.5])
            let length: Int = metrics.jsonLine.utf8.count + 1
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: UInt(length + 10), rlim_max: rlim_t.max)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            try file.append(metrics)
            _ = try #require(throws: MetricsFileError.self) { try file.append(metrics) }
            try #require(try String(contentsOfFile: path, encoding: .utf8) == metrics.jsonLine + "\n")
        }
    }
    #endif
}
