import Foundation
import Testing
import Training

@Suite struct EpochMetricsTests {
    private func metrics(epoch: Int, loss: Double = 0.25) -> EpochMetrics {
        EpochMetrics(
            epoch: epoch, seconds: 1.5,
            values: [
                "train_loss": loss, "train_accuracy": 0.75, "test_loss": 0.5, "test_accuracy": 0.875,
                "learning_rate": 0.01,
            ])
    }

    @Test func lineContainsEveryMetricUnderItsName() throws {
        let line: String = metrics(epoch: 3).jsonLine
        let start = #"{"epoch":3,"train_loss":0.25,"test_loss":0.5,"test_accuracy":0.875,"seconds":1.5,"#
        #expect(line == start + #""train_accuracy":0.75,"learning_rate":0.01}"#)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Double])
        #expect(object.count == 7 && object["epoch"] == 3 && object["test_accuracy"] == 0.875)
    }

    @Test func measuredCalibrationErrorIsInTheLine() {
        var measured: EpochMetrics = metrics(epoch: 3)
        measured.values["test_calibration_error"] = 0.125
        #expect(measured.jsonLine.contains(#""test_accuracy":0.875,"test_calibration_error":0.125,"seconds":1.5"#))
    }

    /// The line has no key for a metric that was not measured. For example, a regression measures no accuracy.
    @Test func unmeasuredMetricsAreNotInTheLine() {
        let line: String = EpochMetrics(epoch: 1, seconds: 2, values: ["train_loss": 0.5, "test_r2": 0.25]).jsonLine
        #expect(line == #"{"epoch":1,"train_loss":0.5,"test_r2":0.25,"seconds":2.0}"#)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func numberThatIsNotFiniteIsNull(loss: Double) throws {
        let line: String = metrics(epoch: 1, loss: loss).jsonLine
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["train_loss"] is NSNull && object.count == 7)
    }

    @Test(arguments: [1e-300, 1e300, 123_456_789, 0.1, Double.leastNonzeroMagnitude, -0.0])
    func everyFiniteNumberComesBackFromJSON(loss: Double) throws {
        let line: String = metrics(epoch: 1, loss: loss).jsonLine
        struct Line: Decodable { let train_loss: Double }
        let decoded: Line = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        #expect(decoded.train_loss == loss)
    }
}
