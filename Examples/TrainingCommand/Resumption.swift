import ArgumentParser
import Foundation
import SynaNN

/// A training that goes on from a checkpoint: what it is of, and whether the flags are those that it began with.
struct Resumption {
    let directory: CheckpointDirectory
    let record: TrainingRecord
    private let epochs: Int
    private let batchSize: Int
    private let usesOneCycle: Bool

    /// What may be changed with `--allow-changes`: nothing that the tensors of the checkpoint depend on.
    static let changeable: Set<String> = [
        "epochs", "learning-rate", "label-smoothing", "augment", "noise", "beta-rate",
    ]

    /// Reads the checkpoint.
    ///
    /// - Parameters:
    ///   - settings: What decides the numbers now.
    ///   - allowsChanges: Whether those of `changeable` may differ from the checkpoint's.
    /// - Throws: Where there is no checkpoint, or the settings are not its own.
    init(path: String, settings: [String: String], plan: TrainingPlan, allowsChanges: Bool) throws {
        record = try CheckpointDirectory(path: path).savedRecord()
        // The settings are compared here, with a sentence about flags. The record's own let it be restored.
        directory = CheckpointDirectory(path: path, settings: record.settings)
        (epochs, batchSize, usesOneCycle) = (plan.epochs, plan.batchSize, plan.usesOneCycle)
        let differences: [String] = Self.differences(record.settings, settings)
        let refused: [String] = differences.filter { name in
            // At a constant rate, the steps of a longer training begin with those of a shorter one.
            if name == "epochs", !usesOneCycle { return false }
            return !(allowsChanges && Self.changeable.contains(name))
        }
        if !refused.isEmpty { throw ValidationError(Self.sentence(path, refused, record.settings, settings)) }
        if record.history.count > epochs {
            throw ValidationError(
                "\(path): \(record.history.count) epochs are done, and --epochs \(epochs) asks for fewer.")
        }
    }

    /// Whether nothing is left to train.
    var isFinished: Bool { record.history.count == epochs }

    /// Names whose values differ. `data` and `digits` are compared when the digits are there.
    private static func differences(_ saved: [String: String], _ now: [String: String]) -> [String] {
        Set(saved.keys).union(now.keys).subtracting(["data", "digits"]).filter { saved[$0] != now[$0] }.sorted()
    }

    private static func sentence(
        _ path: String, _ refused: [String], _ saved: [String: String], _ now: [String: String]
    ) -> String {
        let list: String = refused.map { name in
            let before: String = saved[name].map { "was '\($0)'" } ?? "was not given"
            return "--\(name) \(before) and \(now[name].map { "is '\($0)'" } ?? "is not given")"
        }.joined(separator: ", ")
        let flags: String = refused.map { "--\($0)" }.joined(separator: ", ")
        var lines: [String] = [
            "\(path) is the checkpoint of a training with other flags: \(list).",
            "--resume takes the flags from the checkpoint: leave \(flags) out to go on as before.",
        ]
        if refused.contains("epochs") {
            lines.append("The learning rate follows one cycle over all epochs, so that more of them change its course.")
        }
        if refused.allSatisfy(changeable.contains) {
            lines.append("To go on with other values from here, add --allow-changes.")
        } else {
            lines.append("With other values it is another training: give --save another directory, and no --resume.")
        }
        lines.append(
            "--threads, --quiet, --metrics, --calibration, --save, --save-every, --plot, --tensorboard and --data may differ."
        )
        return lines.joined(separator: "\n")
    }

    /// What is printed where the training goes on.
    var announcement: String {
        let done: Int = record.history.count
        guard let epoch = record.position.epoch else {
            return "resumed from \(directory.path) after epoch \(done) of \(epochs)"
        }
        let step: Int = epoch.samples / batchSize
        return "resumed from \(directory.path) at step \(step) of epoch \(done + 1) of \(epochs)"
    }

    /// What is printed where nothing is left.
    var ending: String {
        "\(directory.path): this training is finished, all \(epochs) epochs are done. For more of them, give --epochs"
            + (usesOneCycle ? " and --allow-changes." : ".")
    }
}
