import Foundation
import SynaNN
import TestSupport
import Testing

extension ProgramTests {
    /// The programs print an error message if a flag is misspelled or has no effect, or if the output cannot be
    /// written.
    @Suite(.serialized) struct WordsTests {
        @Test func flagsAndSubcommands() throws {
            let place = try Workplace()
            let cases: [(program: String, arguments: [String], sentence: String)] = [
                ("synacnn", ["--lrr=0.1"], "Did you mean '--lr'"),
                ("synacnn", ["--learn", "0.1"], "Did you mean '--learning-rate'"),
                ("synamlp", ["evalute", "run"], "'evalute' is not a subcommand. Did you mean 'evaluate'?"),
                ("synarnn", ["run"], "The subcommands are train, evaluate, predict, export"),
                ("synacnn", ["--quiet", "evaluate", "run"], "The subcommand 'evaluate' must come first"),
                ("synacnn", ["-epochs", "3"], "Did you mean '--epochs'?"),
                ("synamlp", ["evaluate", "x", "--epochs", "3"], "'--epochs' is a flag of 'synamlp train'"),
                ("synamlp", ["--epochs", "-1"], "Write '--epochs=-1'"),
                ("synamlp", ["--xyz"], "'synamlp train --help' lists the flags"),
            ]
            for (program, arguments, sentence) in cases {
                let answer: ProgramRun = try place.run(program, arguments)
                #expect(answer.status == 64 && answer.errors.contains(sentence), "\(answer.command): \(answer.errors)")
            }
        }

        /// Every program prints the version of the package, which is the newest version in CHANGELOG.md.
        @Test func versions() throws {
            let place = try Workplace()
            let changes: String = try String(
                contentsOf: URL(filePath: #filePath).appending(path: "../../../CHANGELOG.md").standardized,
                encoding: .utf8)
            let newest: Substring = try #require(changes.firstMatch(of: /(?m)^## (\d+\.\d+\.\d+)/)).output.1
            #expect(synaNNVersion == newest)
            for program in [
                "synacnn", "synamlp", "synarnn", "surprisal-space", "synapse-graphs", "swap-odds", "linear-regression",
                "principal-components",
            ] {
                let answer: ProgramRun = try place.run(program, ["--version"])
                #expect(
                    answer.status == 0 && answer.output == synaNNVersion + "\n", "\(answer.command): \(answer.errors)")
            }
        }

        #if os(Linux)
        @Test func aFullOutputIsAnError() throws {
            let place = try Workplace()
            let model: String = try place.trained("synamlp", ["--features=4", "--epochs=1"], "model").path
            let images: String = place.digits.appendingPathComponent("t10k-images-idx3-ubyte").path
            for command in [
                "synamlp --features 4 --epochs 1", "synamlp evaluate '\(model)'",
                "synamlp predict '\(model)' '\(images)'",
                "synamlp export '\(model)' x.onnx", "synamlp --help", "synacnn --help", "synarnn --help",
                "synamlp --resume '\(model)'", "surprisal-space", "synapse-graphs", "swap-odds --example finance",
                "linear-regression", "principal-components --components 1",
            ] {
                let program: String = ProgramRun.folder.path + "/" + command
                let answer: ProgramRun = try place.run("/bin/sh", ["-c", program + " > /dev/full"])
                #expect(answer.status != 0 && answer.errors.contains("standard output"), "\(command): \(answer.errors)")
                #expect(answer.problem == nil)
            }
        }
        #endif

        /// Of the processes that mpirun starts, the first prints the help and the faults of the arguments.
        @Test func oneProcessPrintsTheFaultsOfTheArguments() throws {
            let place = try Workplace()
            for (argument, status): (String, Int32) in [("--bad", 64), ("--help", 0)] {
                for rank in [0, 1] {
                    let answer: ProgramRun = try ProgramRun.start(
                        "synamlp", [argument], in: place.root, environment: ["OMPI_COMM_WORLD_RANK": "\(rank)"]
                    ).result()
                    #expect(answer.status == status)
                    #expect((answer.output + answer.errors).isEmpty == (rank > 0), "\(rank): \(answer.errors)")
                }
            }
        }

        /// With `--model`, the subcommand `explain` trains nothing, so it refuses every flag of a training.
        @Test func explainRefusesFlagsOfTheTraining() throws {
            let place = try Workplace()
            let model: String = try place.trained("synacnn", ["--batch-size=10", "--epochs=1"], "model").path
            let flags: [String] = [
                "--epochs=2", "--batch-size=9", "--lr=0.1", "--optimizer=sgd", "--label-smoothing=0.1",
                "--average-decay=0.9",
                "--seed=1", "--metrics=m", "--train-images=9", "--augment", "--noise=0.1", "--beta-rate=2", "--save=d",
                "--plot=p.png", "--tensorboard=t", "--resume=\(model)",
            ]
            for flag in flags {
                let answer: ProgramRun = try place.run("synacnn", ["explain", "0", "--model", model, flag])
                #expect(
                    answer.status == 64 && answer.errors.contains("with --model nothing is trained"), "\(answer.errors)"
                )
            }
            guard Gnuplot.isInstalled else { return }
            let others: [String] = ["--threads=2", "--quiet", "--data=\(place.digits.path)", "--output=o.png"]
            let answer: ProgramRun = try place.run("synacnn", ["explain", "0", "--model", model] + others)
            #expect(answer.status == 0, "\(answer.errors)")
        }
    }
}
