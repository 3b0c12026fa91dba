import Foundation
import Optimizers
import Tensors

/// What a checkpoint knows of a training beside its tensors.
public struct TrainingRecord: Sendable, Hashable, Codable {
    /// The settings, by name.
    public let settings: [String: String]
    /// Where it stands.
    public let position: TrainingPosition
    /// The metrics of the epochs done.
    public let history: [EpochMetrics]
    /// The seconds spent in the epoch under way.
    public let secondsInEpoch: Double
    /// The losses so far.
    public let curve: LossCurve
    let optimizerSteps: Int
    /// The optimizer's type. Checkpoints of earlier versions have none.
    let optimizer: String?
    /// How many tensors the optimizer's state has. Checkpoints of earlier versions do not say.
    let optimizerTensors: Int?

    // JSON has neither of these.
    static let encodingOfNotNumbers = JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    static let decodingOfNotNumbers = JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
}

extension TrainingRecord {
    /// Beyond this number, which `Double` still holds exactly, counts are no counts of a training.
    private static let greatestCount = 1 << 53

    /// What cannot be true of any training: a file that was changed after it was written. Nothing unless something is
    /// wrong.
    var fault: String? {
        let counts: [(String, Int)] = [
            ("number of steps", position.step), ("number of the optimizer's steps", optimizerSteps),
            ("number of samples of the epoch", position.epoch?.samples ?? 0),
            ("number of samples classified rightly", position.epoch?.correct ?? 0),
        ]
        for (name, count) in counts where !(0 ... Self.greatestCount).contains(count) {
            return "its \(name) is \(count)"
        }
        if let epoch = position.epoch {
            if epoch.correct > epoch.samples {
                return "\(epoch.correct) samples of the epoch are classified rightly, of \(epoch.samples)"
            }
            if !epoch.lossSum.isFinite { return "the loss of its epoch is \(epoch.lossSum)" }
        }
        if !Self.isDuration(secondsInEpoch) { return "its epoch has taken \(secondsInEpoch) seconds" }
        return historyFault ?? curveFault
    }

    private var historyFault: String? {
        for (index, metrics) in history.enumerated() {
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
        let wrong: LossCurve.Point? = (curve.training + curve.test).first {
            !(0 ... Self.greatestCount).contains($0.examples)
        }
        return wrong.map { "a loss stands at \($0.examples) examples" }
    }

    private static func isDuration(_ seconds: Double) -> Bool { seconds.isFinite && seconds >= 0 }

    /// What keeps an optimizer from going on with the record's state.
    ///
    /// - Parameter tensorCount: How many tensors the file has for it.
    func fault(for optimizer: any Optimizer, tensorCount: Int) -> String? {
        let name = "\(type(of: optimizer))"
        if let saved = self.optimizer, saved != name {
            return "it holds the state of the optimizer \(saved), and the training has \(name)"
        }
        // A rule begins anew where its tensors are missing: the training would go on, and not as it would have.
        guard let expected = optimizerTensors, expected != tensorCount else { return nil }
        return "it holds \(tensorCount) of the optimizer's \(expected) tensors"
    }
}
