import ArgumentParser
import Foundation
import SynaNN

/// A training that continues from a checkpoint. The initializer checks that the flags agree with the checkpoint.
struct Resumption {
    let directory: CheckpointDirectory
    let record: TrainingRecord
    private let epochs: Int
    private let batchSize: Int
    private let usesOneCycle: Bool

    /// The names of the settings that may change with `--allow-changes`. These settings do not affect the names or
    /// shapes of the checkpoint's tensors.
    static let changeable: Set<String> = [
        "epochs", "learning-rate", "label-smoothing", "augment", "noise", "beta-rate",
    ]

    /// Reads the checkpoint, and compares the settings of the checkpoint with the settings of this command.
    ///
    /// - Parameters:
    ///   - path: The directory of the checkpoint.
    ///   - settings: The settings of this command.
    ///   - plan: The hyper-parameters of this command.
    ///   - allowsChanges: Whether the settings in `changeable` may differ from the checkpoint's.
    /// - Throws: `CheckpointError` if the checkpoint cannot be read; `ValidationError` if a setting differs that must
    ///   not differ, or if the checkpoint contains more epochs than `plan`. The number of epochs may always differ if
    ///   the learning rate is constant.
    init(path: String, settings: [String: String], plan: TrainingPlan, allowsChanges: Bool) throws {
        record = try CheckpointDirectory(path: path).savedRecord()
        // Gives `CheckpointDirectory` the settings of the checkpoint itself, so that `restore` finds no difference. The
        // comparison below reports differences as errors about flags.
        directory = CheckpointDirectory(path: path, settings: record.settings)
        (epochs, batchSize, usesOneCycle) = (plan.epochs, plan.batchSize, plan.usesOneCycle)
        let differences: [String] = Self.differences(record.settings, settings)
        let refused: [String] = differences.filter { name in
            // At a constant learning rate, a longer training begins with the same steps as a shorter training, so the
            // number of epochs may differ.
            if name == "epochs", !usesOneCycle { return false }
            return !(allowsChanges && Self.changeable.contains(name))
        }
        if !refused.isEmpty { throw ValidationError(Self.sentence(path, refused, record.settings, settings)) }
        if record.history.count > epochs {
            throw ValidationError(
                "\(path): \(record.history.count) epochs are done, which is more than --epochs \(epochs).")
        }
    }

    /// Whether all epochs of the plan are done.
    var isFinished: Bool { record.history.count == epochs }

    /// Returns the sorted names of the settings that differ between `saved` and `now`, except `data` and `digits`. The
    /// program compares `digits` later, after loading the digits. A missing number of shards is the number 1.
    private static func differences(_ saved: [String: String], _ now: [String: String]) -> [String] {
        Set(saved.keys).union(now.keys).subtracting(["data", "digits"]).filter { name in
            let usual: String? = name == "shards" ? "1" : nil
            return (saved[name] ?? usual) != (now[name] ?? usual)
        }.sorted()
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
            "--resume takes the flags from the checkpoint: leave out \(flags) to continue unchanged.",
        ]
        if refused.contains("epochs") {
            lines.append(
                "The learning rate follows one cycle over all epochs, so a different number of epochs changes it.")
        }
        if refused.allSatisfy(changeable.contains) {
            lines.append("To continue with the new values, add --allow-changes.")
        } else {
            lines.append("For a new training with other values, leave out --resume and give --save another directory.")
        }
        lines.append(
            "--threads, --distributed, --quiet, --metrics, --calibration, --save, --save-every, --plot, --tensorboard and --data "
                + "may differ."
        )
        return lines.joined(separator: "\n")
    }

    /// The message that the program prints when the training resumes.
    var announcement: String {
        let done: Int = record.history.count
        guard let epoch = record.position.epoch else {
            return "resumed from \(directory.path) after epoch \(done) of \(epochs)"
        }
        let step: Int = epoch.samples / batchSize
        return "resumed from \(directory.path) at step \(step) of epoch \(done + 1) of \(epochs)"
    }

    /// The message that the program prints if all epochs are done.
    var ending: String {
        "\(directory.path): this training is finished: all \(epochs) epochs are done. For more epochs, give --epochs"
            + (usesOneCycle ? " and --allow-changes." : ".")
    }
}
