import Foundation
import Interchange
import Optimizers
import Tensors

/// Everything that a checkpoint contains of a training except its tensors.
public struct TrainingRecord: Sendable, Hashable {
    /// The settings, by name.
    public let settings: [String: String]
    /// The position of the training.
    public let position: TrainingPosition
    /// The progress of the training.
    public let progress: TrainingProgress
    let optimizerSteps: Int
    /// The optimizer's type. Checkpoints of earlier versions have none.
    let optimizer: String?
    /// The number of tensors of the optimizer's state; nil in checkpoints of earlier versions.
    let optimizerTensors: Int?
    /// The number of these tensors for each parameter, in the order of the visit; nil in checkpoints of earlier
    /// versions.
    let optimizerTensorsPerParameter: [Int]?

    init(
        settings: [String: String], position: TrainingPosition, progress: TrainingProgress, optimizer: any Optimizer
    ) {
        (self.settings, self.position, self.progress) = (settings, position, progress)
        optimizerSteps = optimizer.state.stepCount
        self.optimizer = "\(type(of: optimizer))"
        optimizerTensors = optimizer.state.namedTensors.count
        optimizerTensorsPerParameter = optimizer.state.tensorsPerParameter
    }

    /// The metrics of the completed epochs.
    public var history: [EpochMetrics] { progress.history }

    // JSON has no infinities and no NaN.
    static let encodingOfNotNumbers = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    static let decodingOfNotNumbers = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
}

extension TrainingRecord {
    /// `Double` represents every count up to this number exactly. No training reaches it.
    private static let greatestCount = 1 << 53

    /// A sentence about a value that no training can have, so that the file must have been changed; nil if there is
    /// none.
    var fault: String? {
        let counts: [(String, Int)] = [
            ("number of steps", position.step), ("number of the optimizer's steps", optimizerSteps),
            ("number of samples of the epoch", position.epoch?.samples ?? 0),
            ("number of samples classified rightly", position.epoch?.correct ?? 0),
            ("number of the best epoch", progress.bestEpoch ?? 0),
        ]
        for (name, count) in counts where !(0 ... Self.greatestCount).contains(count) {
            return "its \(name) is \(count)"
        }
        if let epoch = position.epoch {
            if let correct = epoch.correct, correct > epoch.samples {
                return "\(correct) samples of the epoch are classified rightly, of \(epoch.samples)"
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
            if metrics.epoch != index + 1 { return "epoch \(metrics.epoch) stands in the place of epoch \(index + 1)" }
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
        return wrong.map { "a loss stands at \($0.examples) examples" }
    }

    private static func isDuration(_ seconds: Double) -> Bool { seconds.isFinite && seconds >= 0 }

    /// Returns why an optimizer cannot continue with the state of the record; nil if it can.
    ///
    /// - Parameters:
    ///   - tensorCount: The number of the optimizer's tensors in the file.
    ///   - tensorsPerParameter: The number of these tensors for each parameter.
    func fault(for optimizer: any Optimizer, tensorCount: Int, tensorsPerParameter: [Int]) -> String? {
        let name = "\(type(of: optimizer))"
        if let saved = self.optimizer, saved != name {
            return "it holds the state of the optimizer \(saved), and the training has \(name)"
        }
        // Without its tensors a rule would start from the beginning, and the training would continue with other steps.
        if let expected = optimizerTensors, expected != tensorCount {
            return "it holds \(tensorCount) of the optimizer's \(expected) tensors"
        }
        guard let expected = optimizerTensorsPerParameter else { return nil }
        for index in 0 ..< max(expected.count, tensorsPerParameter.count) {
            let wanted: Int = index < expected.count ? expected[index] : 0
            let found: Int = index < tensorsPerParameter.count ? tensorsPerParameter[index] : 0
            if wanted != found {
                return
                    "it holds \(found) of the optimizer's tensors for its parameter \(index), and \(wanted) were saved"
            }
        }
        return nil
    }
}

/// A value that no training can have, found while a record is read.
struct RecordFault: Error {
    let sentence: String
}

extension TrainingRecord: Codable {
    private enum Key: String, CodingKey {
        case settings, position, progress, optimizerSteps, optimizer, optimizerTensors, optimizerTensorsPerParameter
        // Keys of earlier versions, instead of `progress`.
        case history, secondsInEpoch, curve
    }

    /// Reads also what earlier versions wrote.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        settings = try fields.decode([String: String].self, forKey: .settings)
        position = try fields.decode(TrainingPosition.self, forKey: .position)
        optimizerSteps = try fields.decode(Int.self, forKey: .optimizerSteps)
        optimizer = try fields.decodeIfPresent(String.self, forKey: .optimizer)
        optimizerTensors = try fields.decodeIfPresent(Int.self, forKey: .optimizerTensors)
        optimizerTensorsPerParameter = try fields.decodeIfPresent([Int].self, forKey: .optimizerTensorsPerParameter)
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
    }
}
