import Foundation
import ProgramCommand
import Testing

extension ProgramTests {
    /// Every flag of every program, at every kind of value that a user may give it: the program answers, or says a sentence.
    ///
    /// The flags are read from the programs themselves, so that none is forgotten. `swift test` tries a part of the values for
    /// each flag; with the environment variable SYNANN_EVERY_VALUE all of them.
    @Suite(.serialized) struct EveryFlagTests {
        /// The programs, with arguments beside which a flag can be tried in a moment.
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
        /// `MODEL` becomes the directory of a trained model.
        private static let usual: [String: [String]] = [
            "evaluate": ["MODEL"], "predict": ["MODEL", "IMAGES"], "export": ["MODEL", "out.onnx"],
            "explain": ["0", "--epochs=1", "--batch-size=10"],
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
                    // 'explain' takes seconds in a debug build, and has the flags of 'train', which the programs share.
                    let stride: Int = isComplete ? 1 : command.commandName == "explain" ? 47 : 19
                    let isCopy: Bool = program != "synamlp" && ["train", "explain"].contains(command.commandName)
                    for argument in command.arguments ?? [] {
                        let start: [String] = start.filter { !argument.isMeasurement || !Self.isOfTraining($0) }
                        let tried: [[String]] = Self.tries(argument, words: words)
                        for (index, end) in tried.enumerated() {
                            // 0 and a number beyond all sizes are what traps are made of.
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

        /// Whether a measurement refuses the word.
        private static func isOfTraining(_ word: String) -> Bool { word.hasPrefix("--epochs") || word == "--quiet" }

        /// What is put behind the usual words, or for a positional argument in the place of the first of them.
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
    /// Whether it asks for a measurement in the place of a training.
    fileprivate var isMeasurement: Bool {
        spellings.contains("--profile") || spellings.contains("--find-learning-rate")
    }
}
