import Foundation
import Interchange
import Optimizers
import Tensors

/// All contents of a checkpoint except the tensors.
public struct TrainingRecord: Sendable, Hashable {
    /// The settings, by name.
    public let settings: [String: String]
    /// The position of the training.
    public let position: TrainingPosition
    /// The progress of the training.
    public let progress: TrainingProgress
    let optimizerSteps: Int
    /// The name of the optimizer's type; nil in checkpoints of earlier versions.
    let optimizer: String?
    /// The number of tensors of the optimizer's state; nil in checkpoints of earlier versions.
    let optimizerTensors: Int?
    /// The number of the optimizer's tensors for each parameter, in the order in which the model visits its parameters;
    /// nil in checkpoints of earlier versions.
    let optimizerTensorsPerParameter: [Int]?
    /// The number of shards of each batch; nil in checkpoints of earlier versions, whose batches are whole.
    let shards: Int?

    init(
        settings: [String: String], position: TrainingPosition, progress: TrainingProgress, optimizer: any Optimizer,
        shards: Int = 1
    ) {
        self.shards = shards
        (self.settings, self.position, self.progress) = (settings, position, progress)
        optimizerSteps = optimizer.state.stepCount
        self.optimizer = "\(type(of: optimizer))"
        optimizerTensors = optimizer.state.namedTensors.count
        optimizerTensorsPerParameter = optimizer.state.tensorsPerParameter
    }

    /// The metrics of the completed epochs.
    public var history: [EpochMetrics] { progress.history }

    // JSON has no infinities and no NaN, so these numbers are stored as text.
    static let encodingOfNotNumbers = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    static let decodingOfNotNumbers = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
}

extension TrainingRecord {
    /// `Double` represents every count up to this number exactly. No training reaches this number.
    private static let greatestCount = 1 << 53

    /// A sentence about the first value that no training can have, which shows that the file was changed; nil if all
    /// values are possible.
    var fault: String? {
        let counts: [(String, Int)] = [
            ("number of steps", position.step), ("number of the optimizer's steps", optimizerSteps),
            ("number of samples of the epoch", position.epoch?.samples ?? 0),
            ("number of samples classified correctly", position.epoch?.correct ?? 0),
            ("number of the best epoch", progress.bestEpoch ?? 0),
        ]
        for (name, count) in counts where !(0 ... Self.greatestCount).contains(count) {
            return "its \(name) is \(count)"
        }
        if let epoch = position.epoch {
            if let correct = epoch.correct, correct > epoch.samples {
                return "\(correct) of \(epoch.samples) samples of the epoch are classified correctly"
            }
            if !epoch.lossSum.isFinite { return "the loss of its epoch is \(epoch.lossSum)" }
        }
        let seconds: Double = progress.secondsInEpoch
        if !Self.isDuration(seconds) { return "its epoch has taken \(seconds) seconds" }
        if let best = progress.bestEpoch, best < 1 || best > progress.history.count {
            return "its best epoch is number \(best) of \(progress.history.count)"
        }
        return historyFault ?? curveFault
    }

    private var historyFault: String? {
        for (index, metrics) in progress.history.enumerated() {
            if metrics.epoch != index + 1 { return "its epoch \(index + 1) has the number \(metrics.epoch)" }
            if !Self.isDuration(metrics.seconds) {
                return "epoch \(metrics.epoch) has taken \(metrics.seconds) seconds"
            }
            let isAccuracy: Bool = metrics.testAccuracy.isNaN || (0 ... 1).contains(metrics.testAccuracy)
            if !isAccuracy { return "the accuracy of epoch \(metrics.epoch) is \(metrics.testAccuracy)" }
        }
        return nil
    }

    private var curveFault: String? {
        let wrong: LossCurve.Point? = (progress.curve.training + progress.curve.test).first {
            !(0 ... Self.greatestCount).contains($0.examples)
        }
        return wrong.map { "it has a loss after \($0.examples) examples" }
    }

    private static func isDuration(_ seconds: Double) -> Bool { seconds.isFinite && seconds >= 0 }

    /// Returns the reason why an optimizer cannot continue with the saved state; nil if it can continue.
    ///
    /// - Parameters:
    ///   - optimizer: The optimizer of the training that is to continue.
    ///   - tensorCount: The number of the optimizer's tensors in the file.
    ///   - tensorsPerParameter: The number of these tensors for each parameter.
    func fault(for optimizer: any Optimizer, tensorCount: Int, tensorsPerParameter: [Int]) -> String? {
        let name = "\(type(of: optimizer))"
        if let saved = self.optimizer, saved != name {
            return "it contains the state of the optimizer \(saved), but the training has \(name)"
        }
        // Without its tensors, the optimizer would start from the beginning and make other steps.
        if let expected = optimizerTensors, expected != tensorCount {
            return "it contains \(tensorCount) of the optimizer's \(expected) tensors"
        }
        guard let expected = optimizerTensorsPerParameter else { return nil }
        for index in 0 ..< max(expected.count, tensorsPerParameter.count) {
            let wanted: Int = index < expected.count ? expected[index] : 0
            let found: Int = index < tensorsPerParameter.count ? tensorsPerParameter[index] : 0
            if wanted != found {
                return
                    "it has \(found) of the optimizer's tensors for its parameter \(index), and \(wanted) were saved"
            }
        }
        return nil
    }
}

/// The error of a value that no training can have, thrown while a record is decoded.
struct RecordFault: Error {
    let sentence: String
}

extension TrainingRecord: Codable {
    private enum Key: String, CodingKey {
        case settings, position, progress, optimizerSteps, optimizer, optimizerTensors, optimizerTensorsPerParameter
        case shards
        // The keys of earlier versions, which have no key `progress`.
        case history, secondsInEpoch, curve
    }

    /// Decodes the record, also from the format of earlier versions. Throws a `DecodingError` if a value is missing or
    /// has another type, and a `RecordFault` if an accuracy of an earlier version is not between 0 and 1.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        settings = try fields.decode([String: String].self, forKey: .settings)
        position = try fields.decode(TrainingPosition.self, forKey: .position)
        optimizerSteps = try fields.decode(Int.self, forKey: .optimizerSteps)
        optimizer = try fields.decodeIfPresent(String.self, forKey: .optimizer)
        optimizerTensors = try fields.decodeIfPresent(Int.self, forKey: .optimizerTensors)
        optimizerTensorsPerParameter = try fields.decodeIfPresent([Int].self, forKey: .optimizerTensorsPerParameter)
        shards = try fields.decodeIfPresent(Int.self, forKey: .shards)
        if fields.contains(.progress) {
            progress = try fields.decode(TrainingProgress.self, forKey: .progress)
            return
        }
        var former = TrainingProgress()
        former.history = try fields.decode([EpochMetrics].self, forKey: .history)
        former.secondsInEpoch = try fields.decode(Double.self, forKey: .secondsInEpoch)
        former.curve = try fields.decode(LossCurve.self, forKey: .curve)
        progress = former
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(settings, forKey: .settings)
        try fields.encode(position, forKey: .position)
        try fields.encode(progress, forKey: .progress)
        try fields.encode(optimizerSteps, forKey: .optimizerSteps)
        try fields.encodeIfPresent(optimizer, forKey: .optimizer)
        try fields.encodeIfPresent(optimizerTensors, forKey: .optimizerTensors)
        try fields.encodeIfPresent(optimizerTensorsPerParameter, forKey: .optimizerTensorsPerParameter)
        try fields.encodeIfPresent(shards, forKey: .shards)
    }
}
