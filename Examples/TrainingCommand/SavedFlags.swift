import ArgumentParser
import Foundation
import ProgramCommand
import SynaNN

/// A rule that completes a command with `--resume`: the flags in the checkpoint are inserted before the user's flags.
/// If a flag occurs twice, the last value counts, so the user's flags take precedence.
package struct SavedFlags {
    private let program: CommandTree

    package init(program: CommandTree) { self.program = program }

    /// Returns the arguments with the checkpoint's flags inserted. Returns the arguments unchanged if they do not
    /// contain `--resume`, if the command has no flag `--resume`, or if the arguments contain a flag that prints help.
    ///
    /// - Parameter arguments: The words after the program's name.
    /// - Throws: `UnusableInput` if the checkpoint was made by another program or by no program; `CheckpointError` if
    ///   the checkpoint cannot be read.
    package func completing(_ arguments: [String]) throws -> [String] {
        let (command, isNamed): (CommandTree, Bool) = program.command(for: arguments)
        let known = Set((command.arguments ?? []).flatMap(\.spellings))
        guard known.contains("--resume"), let directory = directory(in: arguments),
            !arguments.contains(where: { ["--help", "-h", "--experimental-dump-help"].contains($0) })
        else { return arguments }
        let settings: [String: String] = try CheckpointDirectory(path: directory).savedSettings()
        guard let owner = settings["program"] else {
            throw UnusableInput("--resume \(directory): this checkpoint was not made by \(program.commandName).")
        }
        guard owner == program.commandName else {
            throw UnusableInput(
                "--resume \(directory): this is a checkpoint of \(owner), not of \(program.commandName).")
        }
        let saved: [String] = settings.sorted { $0.key < $1.key }.compactMap { name, value in
            Self.neverSaved.contains(name)
                ? nil : flag(name, value).flatMap { known.contains($0.prefix { $0 != "=" }.description) ? $0 : nil }
        }
        return isNamed ? [arguments[0]] + saved + arguments.dropFirst() : saved + arguments
    }

    /// The flags that a checkpoint must not set. The programs never save these flags. A manipulated checkpoint could
    /// contain these flags, and name files to overwrite.
    private static let neverSaved: Set<String> = [
        "save", "save-every", "resume", "allow-changes", "metrics", "plot", "tensorboard", "threads", "quiet",
        "calibration", "output", "model", "find-learning-rate", "profile", "distributed", "silence",
    ]

    /// Returns the flag for a saved setting, or `nil` if the value is a default that no flag expresses, such as
    /// `train-images` = `all`.
    private func flag(_ name: String, _ value: String) -> String? {
        switch (name, value) {
        case ("augment", "true"): return "--augment"
        case ("augment", "false"): return "--no-augment"
        case ("skip-damaged", "true"): return "--skip-damaged"
        case ("skip-damaged", _): return nil
        case ("train-images", "all"), ("beta-rate", "1"), ("beta-rate", "1.0"), ("noise", "0"), ("noise", "0.0"):
            return nil
        default: return "--\(name)=\(value)"
        }
    }

    private func directory(in arguments: [String]) -> String? {
        for (place, word) in arguments.enumerated().reversed() {
            if word.hasPrefix("--resume=") { return String(word.dropFirst("--resume=".count)) }
            if word == "--resume", place + 1 < arguments.count, !arguments[place + 1].hasPrefix("-") {
                return arguments[place + 1]
            }
        }
        return nil
    }
}

extension TrainingRecord {
    /// The number of epochs of the whole training; `nil` if the settings contain no valid number of epochs.
    var plannedEpochs: Int? { settings["epochs"].flatMap { Int($0) } }

    /// Whether epochs are left to train; `false` if `plannedEpochs` is `nil`.
    var isUnfinished: Bool { plannedEpochs.map { history.count < $0 } ?? false }
}

extension ParsableCommand {
    /// Runs the program with the arguments of its process. With `--resume`, the checkpoint's flags complete the user's
    /// flags: see `SavedFlags`.
    public static func runTrainingProgram() {
        StandardOutput.verifyAtExit()
        runProgram { arguments in try SavedFlags(program: CommandTree(of: Self.self)).completing(arguments) }
    }
}
