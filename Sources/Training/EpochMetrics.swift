/// What came of one epoch.
public struct EpochMetrics: Sendable, Hashable, Codable {
    /// The epoch's number, from 1.
    public var epoch: Int
    /// The mean loss over the epoch's samples, each as it was before its step.
    public var trainLoss: Double
    /// The mean loss over the test samples, in inference mode; NaN where there are none.
    public var testLoss: Double
    /// The fraction of test samples whose greatest score is the label's, in 0…1; NaN where there are none.
    public var testAccuracy: Double
    /// The time of the training alone, in seconds.
    public var seconds: Double
    /// How far the probabilities are from how often they are right, on the test samples, where that was asked for: see
    /// `calibrationError`.
    public var testCalibrationError: Double?

    public init(
        epoch: Int, trainLoss: Double, testLoss: Double, testAccuracy: Double, seconds: Double,
        testCalibrationError: Double? = nil
    ) {
        (self.epoch, self.trainLoss, self.testLoss) = (epoch, trainLoss, testLoss)
        (self.testAccuracy, self.seconds) = (testAccuracy, seconds)
        self.testCalibrationError = testCalibrationError
    }

    /// The metrics as one line of JSON. A number that is not finite, which JSON cannot hold, becomes null.
    public var jsonLine: String {
        var fields: [(String, String)] = [
            ("epoch", String(epoch)), ("train_loss", Self.json(trainLoss)), ("test_loss", Self.json(testLoss)),
            ("test_accuracy", Self.json(testAccuracy)), ("seconds", Self.json(seconds)),
        ]
        if let testCalibrationError { fields.append(("test_calibration_error", Self.json(testCalibrationError))) }
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private static func json(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }
}
