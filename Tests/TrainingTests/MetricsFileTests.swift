import Foundation
import TestSupport
import Testing
import Training

@Suite struct MetricsFileTests {
    private let path: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("metrics-\(UUID().uuidString).jsonl").path

    private func metrics(epoch: Int, loss: Double = 0.25) -> EpochMetrics {
        EpochMetrics(epoch: epoch, trainLoss: loss, testLoss: 0.5, testAccuracy: 0.875, seconds: 1.5)
    }

    private func lines() throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    @Test func lineHoldsExactlyTheFiveMetrics() throws {
        let line: String = metrics(epoch: 3).jsonLine
        #expect(
            line == #"{"epoch":3,"train_loss":0.25,"test_loss":0.5,"test_accuracy":0.875,"seconds":1.5}"#)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Double])
        #expect(Set(object.keys) == ["epoch", "train_loss", "test_loss", "test_accuracy", "seconds"])
        #expect(object["epoch"] == 3 && object["test_accuracy"] == 0.875)
    }

    @Test func calibrationErrorIsASixthWhereItWasMeasured() {
        var measured: EpochMetrics = metrics(epoch: 3)
        measured.testCalibrationError = 0.125
        #expect(measured.jsonLine.hasSuffix(#""seconds":1.5,"test_calibration_error":0.125}"#))
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numberThatIsNotFiniteIsNull(loss: Double) throws {
        let line: String = metrics(epoch: 1, loss: loss).jsonLine
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["train_loss"] is NSNull && object.count == 5)
    }

    @Test(arguments: [1e-300, 1e300, 123_456_789, 0.1, Double.leastNonzeroMagnitude, -0.0])
    func everyFiniteNumberComesBackFromJSON(loss: Double) throws {
        let line: String = metrics(epoch: 1, loss: loss).jsonLine
        struct Line: Decodable { let train_loss: Double }
        let decoded: Line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(decoded.train_loss == loss)
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
    #endif
}
