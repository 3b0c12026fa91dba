import Foundation
import SynaNN
import TestSupport
import Testing

extension ProgramTests {
    /// Tests that stop and resume trainings as a user does.
    @Suite(.serialized) struct ResumeTests {
        private let flags: [String] = ["--features=4", "--batch-size=8", "--quiet"]

        private func tensors(_ directory: URL, _ name: String = "model.safetensors") throws -> [String: AnyTensor] {
            let file = try SafeTensorsFile(contentsOf: directory.appendingPathComponent(name).path)
            return try Dictionary(uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
        }

        /// Starts a training of many epochs, stops it as with Ctrl-C, and returns the finished run. If `isEarly` is
        /// true, the training stops as soon as there is a checkpoint; otherwise the training stops after the first
        /// epoch.
        private func interrupted(
            _ place: Workplace, _ arguments: [String], program: String = "synamlp", isEarly: Bool
        ) throws -> ProgramRun {
            let metrics: URL = place.root.appendingPathComponent("\(UUID().uuidString).jsonl")
            let folder: URL = try place.folder()
            let running = try ProgramRun.start(
                program, arguments + ["--metrics", metrics.path], in: folder,
                environment: ["MNIST_DIR": place.digits.path])
            let save: String = arguments.firstIndex(of: "--save").map { arguments[$0 + 1] } ?? ""
            let sign: String = isEarly ? save + "/checkpoint.safetensors" : metrics.path
            while running.process.isRunning, (try? Data(contentsOf: URL(fileURLWithPath: sign)))?.isEmpty ?? true {
                Thread.sleep(forTimeInterval: 0.002)
            }
            kill(running.process.processIdentifier, SIGINT)
            return try running.result()
        }

        /// After Ctrl-C, the program prints a command that resumes the training. In a shell, this command ends the
        /// training with the same bits as an uninterrupted training.
        @Test func thePrintedCommandResumes() throws {
            let place = try Workplace()
            let training: [String] = flags + ["--epochs=40", "--seed=3", "--average-decay=0.9"]
            let whole: URL = try place.trained("synamlp", training, "whole")
            for (index, name) in ["plain", "with space", "it's \"$HOME\"", "a\nline; exit 3"].enumerated() {
                let directory: URL = place.root.appendingPathComponent(name)
                let stopped: ProgramRun = try interrupted(
                    place, ["--save", directory.path] + training, isEarly: index.isMultiple(of: 2))
                #expect(stopped.status == 130 && stopped.problem == nil, "\(stopped.status) \(stopped.errors)")
                let command: String = stopped.errors.components(separatedBy: "To continue: ").last ?? ""
                let resumed: ProgramRun = try place.run("/bin/sh", ["-c", command])
                #expect(resumed.status == 0, "\(command): \(resumed.errors)")
                #expect(try tensors(directory) == tensors(whole))
            }
        }

        /// `--resume DIR` alone restores all flags of the training and the directory of the data.
        @Test func theDirectoryAloneSuffices() throws {
            let place = try Workplace()
            let directory: URL = place.root.appendingPathComponent("run")
            let training: [String] = [
                "--features=4", "--batch-size=7", "--epochs=100", "--seed=9", "--lr=0.003", "--optimizer=rmsprop",
                "--no-augment", "--noise=0.1", "--beta-rate=2", "--label-smoothing=0.05", "--train-images=18",
                "--hidden=synapse-stack", "--beta-start=1.5", "--quiet",
            ]
            let data: [String] = ["--data", place.digits.path]
            let stopped: ProgramRun = try interrupted(
                place, training + data + ["--save", directory.path], isEarly: false)
            #expect(stopped.status == 130, "\(stopped.errors)")
            // Sets MNIST_DIR to an empty text, so that the program must take the directory of the data from the
            // checkpoint.
            let resumed: ProgramRun = try place.run(
                "synamlp", ["--resume", directory.path], environment: ["MNIST_DIR": ""], limit: 60)
            #expect(resumed.status == 0, "\(resumed.errors)")
            #expect(resumed.output.contains("resumed from \(directory.path) "), "\(resumed.output.prefix(300))")
            #expect(resumed.output.contains(" of epoch ") || resumed.output.contains(" after epoch "))
            let whole: URL = try place.trained("synamlp", training + data, "whole")
            #expect(try tensors(directory) == tensors(whole))

            let again: ProgramRun = try place.run("synamlp", ["--resume", directory.path])
            #expect(again.status == 0 && again.output.contains("finished") && !again.output.contains("epoch 1/"))
            #expect(try tensors(directory) == tensors(whole))
            try FileManager.default.removeItem(at: directory.appendingPathComponent("model.safetensors"))
            #expect(try place.run("synamlp", ["--resume", directory.path]).status == 0)
            #expect(try tensors(directory) == tensors(whole))
        }

        /// If the learning rate is constant, a training that is resumed with more epochs ends with the same bits as a
        /// training that has this number of epochs from the start.
        @Test func moreEpochsAtAConstantRate() throws {
            let place = try Workplace()
            let published: [String] = ["--preset=published", "--batch-size=10"]
            let short: URL = try place.trained("synamlp", published + ["--epochs=1"], "short")
            let longer: ProgramRun = try place.run("synamlp", ["--quiet", "--resume", short.path, "--epochs=2"])
            #expect(longer.status == 0, "\(longer.errors)")
            let long: URL = try place.trained("synamlp", published + ["--epochs=2"], "long")
            #expect(try tensors(short) == tensors(long))
            let fewer: ProgramRun = try place.run("synamlp", ["--resume", short.path, "--epochs=1"])
            #expect(fewer.status == 64 && fewer.errors.contains("2 epochs are done"), "\(fewer.errors)")
        }

        @Test func flagsThatMayDifferAndFlagsThatMayNot() throws {
            let place = try Workplace()
            let run: URL = try place.trained("synamlp", flags.dropLast() + ["--epochs=2"], "run")
            let refused: [(flag: String, name: String)] = [
                ("--features=8", "--features was '4' and is '8'"), ("--seed=6", "--seed was '5' and is '6'"),
                ("--hidden=dense", "--hidden was 'synapse' and is 'dense'"),
                ("--epochs=3", "--epochs was '2' and is '3'"),
                ("--lr=0.1", "--learning-rate was '0.004' and is '0.1'"),
                ("--beta-start=1", "--beta-start was not given"),
                ("--train-images=10", "--train-images was 'all'"), ("--batch-size=9", "--batch-size was '8'"),
                ("--no-augment", "--augment was 'true'"), ("--optimizer=sgd", "--optimizer was 'adamw'"),
            ]
            let changeable: Set<String> = ["--epochs=3", "--lr=0.1", "--no-augment"]
            for (flag, sentence) in refused {
                let answer: ProgramRun = try place.run("synamlp", ["--resume", run.path, flag])
                #expect(answer.status == 64 && answer.errors.contains(sentence), "\(flag): \(answer.errors)")
                let hint: String = changeable.contains(flag) ? "add --allow-changes" : "For a new training"
                #expect(answer.errors.contains(hint), "\(flag): \(answer.errors)")
                #expect(answer.problem == nil)
            }
            for flag in [
                "--threads=1", "--quiet", "--metrics=m.jsonl", "--epochs=2", "--save=other",
                "--data=\(place.digits.path)",
            ] {
                let answer: ProgramRun = try place.run("synamlp", ["--resume", run.path, flag])
                #expect(answer.status == 0, "\(flag): \(answer.errors)")
            }
            let changed: ProgramRun = try place.run(
                "synamlp", ["--resume", run.path, "--epochs=3", "--lr=0.01", "--allow-changes"])
            #expect(changed.status == 0 && changed.output.contains("resumed from \(run.path) after epoch 2 of 3"))
            let foreign: ProgramRun = try place.run("synarnn", ["--resume", run.path])
            #expect(foreign.status != 0 && foreign.errors.contains("a checkpoint of synamlp, not of synarnn"))
        }

        @Test func otherDigitsAreNoticed() throws {
            let place = try Workplace()
            let published: [String] = ["--preset=published", "--batch-size=10", "--epochs=1"]
            let run: URL = try place.trained("synamlp", published, "run")
            let black: URL = try place.images("black", train: 20, test: 10, size: 28)
            let answer: ProgramRun = try place.run(
                "synamlp", ["--resume", run.path, "--epochs=2", "--data", black.path])
            #expect(answer.status == 1 && answer.errors.contains("are not the images of this checkpoint"))
        }

        /// If the directory contains no finished model, the programs use the model in the checkpoint: the moving
        /// average of the weights, if there is one.
        @Test func anUnfinishedTrainingIsRead() throws {
            let place = try Workplace()
            let directory: URL = place.root.appendingPathComponent("run")
            let training: [String] = ["--batch-size=10", "--quiet", "--train-images=10", "--epochs=100000"]
            let stopped: ProgramRun = try interrupted(
                place, training + ["--average-decay=0.9", "--save", directory.path], program: "synacnn", isEarly: true)
            #expect(stopped.status == 130, "\(stopped.errors)")
            let image: String = place.digits.appendingPathComponent("t10k-images-idx3-ubyte").path
            for arguments in [
                ["evaluate", directory.path, "--scores", "s.npy"], ["predict", directory.path, image],
                ["export", directory.path, "x.onnx"], ["latency", directory.path, "--seconds=0.001"],
            ] + (Gnuplot.isInstalled ? [["explain", "0", "--model", directory.path]] : []) {
                let answer: ProgramRun = try place.run("synacnn", arguments)
                #expect(answer.status == 0, "\(answer.command): \(answer.errors)")
                #expect(
                    answer.errors.contains("checkpoint.safetensors: the checkpoint after step "), "\(answer.errors)")
                #expect(answer.errors.contains("of 100000 epochs done, the moving average of the weights"))
            }
            // A new training does not overwrite an unfinished training.
            let other: ProgramRun = try place.run("synacnn", training + ["--save", directory.path])
            #expect(
                other.status == 64 && other.errors.contains("contains an unfinished training"), "\(other.errors)")
            // The program predicts with the moving average of the weights, and not with the weights of the last step.
            let average: [String: AnyTensor] = try tensors(directory, "checkpoint.safetensors")
            let model: [String: AnyTensor] = Dictionary(
                uniqueKeysWithValues: average.filter { $0.key.hasPrefix("average.") }.map {
                    (String($0.key.dropFirst("average.".count)), $0.value)
                })
            let copy: URL = try place.folder("copy")
            let settings: [String: String] = ["program": "synacnn", "preset": "fast", "hidden": "synapse"]
            try SafeTensorsFile(model, metadata: settings).write(
                to: copy.appendingPathComponent("model.safetensors").path)
            let ofCheckpoint: ProgramRun = try place.run("synacnn", ["predict", directory.path, image])
            let ofAverage: ProgramRun = try place.run("synacnn", ["predict", copy.path, image])
            #expect(ofCheckpoint.output == ofAverage.output && !ofAverage.output.isEmpty)
        }
    }
}
