import Foundation
import ProgramCommand
import Testing

extension ProgramTests {
    /// No value of any flag crashes a program, and a run that fails prints an error message. The test runs every
    /// program with each of its flags and with many kinds of values.
    ///
    /// The programs themselves list their flags. `swift test` tries a part of the values of each flag, and all values
    /// if the environment variable SYNANN_EVERY_VALUE is set.
    @Suite(.serialized) struct EveryFlagTests {
        /// The programs. For each subcommand, the dictionary contains the arguments that make a run short.
        private static let programs: [(program: String, usual: [String: [String]])] = [
            (
                "synamlp",
                ["train": ["--features=4", "--epochs=1", "--batch-size=8", "--quiet"]].merging(usual) { own, _ in own }
            ),
            ("synacnn", ["train": ["--epochs=1", "--batch-size=10", "--quiet"]].merging(usual) { own, _ in own }),
            ("synarnn", ["train": ["--epochs=1", "--batch-size=10", "--quiet"]].merging(usual) { own, _ in own }),
            ("surprisal-space", [:]), ("synapse-graphs", [:]), ("swap-odds", ["": ["--example=healthcare"]]),
            ("linear-regression", [:]), ("principal-components", ["": ["--components=2"]]),
        ]
        /// The usual arguments of the subcommands. The test replaces `MODEL` by the directory of a trained model, and
        /// `IMAGES` by the path of a file of images.
        private static let usual: [String: [String]] = [
            "evaluate": ["MODEL"], "predict": ["MODEL", "IMAGES"], "export": ["MODEL", "out.onnx"],
            "explain": ["0", "--epochs=1", "--batch-size=10"], "latency": ["MODEL", "--seconds=0.001"],
        ]
        private static let values: [String] = [
            "", "0", "-1", "9223372036854775807", "99999999999999999999", "nan", "inf", "-inf", "1e308", "0.5",
            "nonsense, 'quoted' \"$HOME\" 💥", "/nonexistent/folder/file.png", ".",
        ]

        @Test func allProgramsAnswer() throws {
            let place = try Workplace()
            let isComplete: Bool = Workplace.isComplete
            let models: [String: String] = [
                "synamlp": try place.trained("synamlp", ["--features=4", "--epochs=1", "--batch-size=8"], "mlp").path,
                "synacnn": try place.trained("synacnn", ["--epochs=1", "--batch-size=10"], "cnn").path,
                "synarnn": try place.trained("synarnn", ["--epochs=1", "--batch-size=10"], "rnn").path,
            ]
            let images: String = place.digits.appendingPathComponent("t10k-images-idx3-ubyte").path
            var cases: [(program: String, arguments: [String])] = []
            var position = 0
            for (program, usual) in Self.programs {
                let dump: ProgramRun = try place.run(program, ["--experimental-dump-help"])
                let tree = CommandTree(json: dump.output)
                try #require(tree.commandName == program)
                let commands: [CommandTree] = (tree.subcommands ?? []).filter { $0.commandName != "help" }
                for command in commands.isEmpty ? [tree] : commands {
                    let words: [String] = (usual[commands.isEmpty ? "" : command.commandName] ?? []).map { word in
                        word == "MODEL" ? models[program] ?? "" : word == "IMAGES" ? images : word
                    }
                    let start: [String] = (commands.isEmpty ? [] : [command.commandName]) + words
                    cases.append((program, start))
                    // Tries fewer cases of 'explain', which takes seconds in a debug build. The programs share the
                    // flags of 'train' and 'explain', so only synamlp tries all bounds of these flags.
                    let stride: Int = isComplete ? 1 : command.commandName == "explain" ? 47 : 19
                    let isCopy: Bool = program != "synamlp" && ["train", "explain"].contains(command.commandName)
                    for argument in command.arguments ?? [] {
                        let start: [String] = start.filter { !argument.isMeasurement || !Self.isOfTraining($0) }
                        let tried: [[String]] = Self.tries(argument, words: words)
                        for (index, end) in tried.enumerated() {
                            // Tries 0 and the greatest integer for every flag, because these values cause most traps.
                            let isBound: Bool =
                                end.last?.hasSuffix("=0") == true || end.last?.hasSuffix("=\(Int.max)") == true
                            guard (index + 5 * position).isMultiple(of: stride) || (isBound && !isCopy) else {
                                continue
                            }
                            let beginning: [String] = commands.isEmpty ? [] : [command.commandName]
                            cases.append((program, argument.kind == "positional" ? beginning + end : start + end))
                        }
                        position += 1
                    }
                }
            }
            try #require(cases.count > (isComplete ? 1500 : 100), "\(cases.count)")
            let problems: [String] = place.problems(cases)
            #expect(problems.isEmpty, "\(problems.count) of \(cases.count):\n\(problems.joined(separator: "\n"))")
        }

        /// Returns whether the word is a flag of a training that a measurement refuses.
        private static func isOfTraining(_ word: String) -> Bool { word.hasPrefix("--epochs") || word == "--quiet" }

        /// Returns the lists of arguments to try for an argument of a command. The test appends each list to the usual
        /// words `words`. If the argument is positional, each list replaces the usual words.
        private static func tries(_ argument: CommandTree.Argument, words: [String]) -> [[String]] {
            let values: [String] = values + (argument.allValues ?? [])
            guard argument.kind != "positional" else {
                let others: [String] = Array(words.dropFirst())
                return [[]] + values.map { [$0] + others }
            }
            return argument.spellings.flatMap { spelling -> [[String]] in
                let joined: [[String]] = values.map { ["\(spelling)=\($0)"] }
                if argument.kind == "flag" { return [[spelling], [spelling, spelling]] + joined.prefix(3) }
                return [[spelling], [spelling, "-1"], [spelling, "nonsense"]] + joined
            }
        }
    }
}

extension CommandTree.Argument {
    /// Whether the argument requests a measurement instead of a training.
    fileprivate var isMeasurement: Bool {
        spellings.contains("--profile") || spellings.contains("--find-learning-rate")
    }
}
