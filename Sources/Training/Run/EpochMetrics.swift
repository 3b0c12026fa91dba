/// The results of one epoch: numbers by name.
///
/// Every epoch has `train_loss`, `test_loss`, which is NaN without test samples, and `learning_rate`, the rate of the
/// last step. The names of the objective's metrics begin with the name of the set: `train_accuracy`, `test_accuracy`.
/// With a validation set there are also `validation_loss` and `validation_accuracy`.
public struct EpochMetrics: Sendable, Hashable {
    /// The epoch's number, from 1.
    public var epoch: Int
    /// The time of the training steps in seconds, without tests and checkpoints.
    public var seconds: Double
    /// The numbers, by name.
    public var values: [String: Double]

    /// Creates the results of the epoch with the number `epoch`, from 1. `seconds` is the time of the training steps,
    /// and `values` contains the numbers by name.
    public init(epoch: Int, seconds: Double, values: [String: Double]) {
        (self.epoch, self.seconds, self.values) = (epoch, seconds, values)
    }

    /// The number with the name `name`; NaN if no number has this name.
    public subscript(name: String) -> Double { values[name] ?? .nan }

    /// The mean loss over the epoch's samples. The loss of a sample is measured before the step that uses the sample.
    public var trainLoss: Double { self["train_loss"] }
    /// The mean loss over the test samples, in inference mode; NaN if there are no test samples.
    public var testLoss: Double { self["test_loss"] }
    /// The fraction of test samples whose greatest score is the score of the label, from 0 to 1. The fraction is NaN if
    /// there are no test samples, or if the objective does not measure the accuracy.
    public var testAccuracy: Double { self["test_accuracy"] }

    /// The metrics as one line of JSON. JSON has no numbers that are not finite, so such a number becomes null.
    public var jsonLine: String {
        let isOfTest: (String) -> Bool = { $0.hasPrefix("test_") || $0.hasPrefix("validation_") }
        let losses: [String] = ["train_loss", "test_loss"].filter { values[$0] != nil }
        let others: [String] = values.keys.filter { !losses.contains($0) }.sorted()
        let first: [String] = losses + others.filter(isOfTest)
        let last: [String] = others.filter { !isOfTest($0) && $0 != "learning_rate" }
        var fields: [(String, String)] = [("epoch", String(epoch))]
        fields += first.map { ($0, Self.json(self[$0])) } + [("seconds", Self.json(seconds))]
        fields += last.map { ($0, Self.json(self[$0])) }
        if let rate = values["learning_rate"] { fields.append(("learning_rate", Self.json(rate))) }
        return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private static func json(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }
}

extension EpochMetrics: Codable {
    private enum Key: String, CodingKey {
        case epoch, seconds, values
        // The keys in files of earlier versions.
        case trainLoss, testLoss, testAccuracy, testCalibrationError
    }

    /// Decodes the metrics, also from the format of earlier versions. Throws a `DecodingError` if a number is missing
    /// or has another type, and a `RecordFault` if an accuracy of an earlier version is not between 0 and 1.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        (epoch, seconds) = (
            try fields.decode(Int.self, forKey: .epoch), try fields.decode(Double.self, forKey: .seconds)
        )
        values = try fields.decodeIfPresent([String: Double].self, forKey: .values) ?? [:]
        let former: [(Key, String)] = [
            (.trainLoss, "train_loss"), (.testLoss, "test_loss"), (.testAccuracy, "test_accuracy"),
            (.testCalibrationError, "test_calibration_error"),
        ]
        for (key, name) in former {
            guard let value = try fields.decodeIfPresent(Double.self, forKey: key) else { continue }
            values[name] = value
            if key == .testAccuracy, !value.isNaN, !(0 ... 1).contains(value) {
                throw RecordFault(sentence: "the accuracy of epoch \(epoch) is \(value)")
            }
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(epoch, forKey: .epoch)
        try fields.encode(seconds, forKey: .seconds)
        try fields.encode(values, forKey: .values)
    }
}
