import Foundation
import SynaNN
import TestSupport
import Testing

extension ProgramTests {
    /// The training programs follow the images: any size, grey or coloured, any number of classes.
    @Suite(.serialized) struct OtherImagesTests {
        private static let flags: [String: [String]] = [
            "synamlp": ["--features=4", "--batch-size=8", "--epochs=1"], "synacnn": ["--batch-size=10", "--epochs=1"],
            "synarnn": ["--batch-size=10", "--epochs=1"],
        ]

        /// Writes `count` pictures of three classes in folders. Every second picture is larger and a JPEG's or PNG's size.
        private func pictures(_ place: Workplace, _ name: String, count: Int) throws -> URL {
            let folder: URL = place.root.appendingPathComponent(name)
            for index in 0 ..< count {
                let label: String = ["ant", "bee", "fly"][index % 3]
                let (height, width): (Int, Int) = index.isMultiple(of: 2) ? (12, 16) : (20, 10)
                let pixels: [UInt8] = (0 ..< 3 * height * width).map { UInt8(truncatingIfNeeded: $0 * (index % 3 + 1)) }
                try Directory.create(folder.appendingPathComponent(label).path)
                try PNGImage(width: width, height: height, color: .rgb, pixels: pixels)
                    .write(to: folder.appendingPathComponent("\(label)/\(index).png").path)
            }
            return folder
        }

        /// Writes images in the format of CIFAR-10.
        private func cifar(_ place: Workplace) throws -> URL {
            let folder: URL = try place.folder("cifar")
            for (name, count) in [("data_batch_1.bin", 30), ("test_batch.bin", 10)] {
                let records: [[UInt8]] = (0 ..< count).map { index in
                    [UInt8(index % 10)] + (0 ..< 3072).map { UInt8(truncatingIfNeeded: $0 * (index % 10 + 1)) }
                }
                try Data(records.joined()).write(to: folder.appendingPathComponent(name))
            }
            return folder
        }

        /// Trains, evaluates, predicts and exports. Returns the faults.
        private func problems(
            _ place: Workplace, _ program: String, _ data: [String], picture: String, name: String, input: String
        ) throws -> [String] {
            let model: String = try place.trained(program, data + (Self.flags[program] ?? []), name).path
            var problems: [String] = []
            func run(_ arguments: [String], _ expected: [String]) throws {
                let run: ProgramRun = try place.run(program, arguments)
                let missing: [String] = expected.filter { !run.output.contains($0) }
                if run.status != 0 || !missing.isEmpty {
                    problems.append("\(program) \(arguments): \(missing) \(run.errors)")
                }
            }
            try run(["evaluate", model], ["accuracy", "taken for"])
            try run(["predict", model, picture], ["%"])
            try run(["export", model, "m.onnx"], [input])
            if program == "synacnn", Gnuplot.isInstalled {
                try run(["explain", picture, "--model", model, "--output", "x.svg"], ["taken for"])
            }
            return problems
        }

        @Test(arguments: ["synamlp", "synacnn", "synarnn"])
        func everyProgramFollowsTheImages(program: String) throws {
            let place = try Workplace()
            let folder: URL = try pictures(place, "pictures", count: 30)
            let picture: String = folder.appendingPathComponent("ant/0.png").path
            let grey: URL = try place.images("grey", train: 20, test: 10, size: 9)
            let cases: [(data: [String], name: String, input: String)] = [
                (
                    ["--data", folder.path, "--image-size", "12x10"], "folder",
                    "[N, 3, 12, 10] → log_probabilities [N, 3]"
                ),
                (["--data", try cifar(place).path], "colored", "[N, 3, 32, 32] → log_probabilities [N, 10]"),
                (["--data", grey.path], "small", "[N, 1, 9, 9] → log_probabilities [N, 10]"),
            ]
            // Tries one kind of images for each program unless the tests are complete.
            let chosen: Int = ["synacnn", "synamlp", "synarnn"].firstIndex(of: program) ?? 0
            for (index, images) in cases.enumerated() where Workplace.isComplete || index == chosen {
                let found: [String] = try problems(
                    place, program, images.data, picture: picture, name: images.name, input: images.input)
                #expect(found == [])
            }
        }

        /// Every sentence says what is wrong and what to do, and the program ends with status 1.
        @Test func badDataAreExplained() throws {
            let place = try Workplace()
            let folder: URL = try pictures(place, "pictures", count: 12)
            func expect(_ arguments: [String], _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation)
                throws
            {
                let run: ProgramRun = try place.run("synamlp", arguments + (Self.flags["synamlp"] ?? []))
                #expect(run.status != 0 && run.problem == nil, sourceLocation: sourceLocation)
                for part in parts {
                    #expect(run.errors.contains(part), "\(run.errors)", sourceLocation: sourceLocation)
                }
            }
            try expect(["--data", folder.path], ["12 × 16", "20 × 10", "--image-size"])
            let sized: [String] = ["--data", folder.path, "--image-size", "12"]
            try Data([1, 2, 3]).write(to: folder.appendingPathComponent("bee/1.png"))
            try expect(sized, ["bee/1.png", "cannot be read as a picture"])
            let skipping: ProgramRun = try place.run(
                "synamlp", sized + ["--skip-damaged", "--quiet"] + (Self.flags["synamlp"] ?? []))
            #expect(
                skipping.status == 0 && skipping.errors.contains("left out: ") && skipping.errors.contains("bee/1.png"))
            try expect(["--data", "fashion"], ["no such directory or data set", "fashion-mnist"])
            try expect(["--data", place.folder("nothing").path], ["no files"])
            let one: URL = try place.folder("one")
            try FileManager.default.copyItem(
                at: folder.appendingPathComponent("ant"), to: one.appendingPathComponent("ant"))
            try expect(["--data", one.path, "--image-size", "12"], ["at least 2", "ant"])
            let model: String = try place.trained(
                "synamlp", sized + ["--skip-damaged"] + (Self.flags["synamlp"] ?? []), "m"
            ).path
            try FileManager.default.moveItem(
                at: folder.appendingPathComponent("ant"), to: folder.appendingPathComponent("wasp"))
            let unknown: ProgramRun = try place.run("synamlp", ["evaluate", model])
            #expect(
                unknown.status == 1 && unknown.errors.contains("'wasp'") && unknown.errors.contains("ant, bee, fly"))
        }

        /// A training on pictures that is resumed has the same bits as a training without an interruption.
        @Test func aTrainingOnPicturesIsResumed() throws {
            let place = try Workplace()
            let folder: URL = try pictures(place, "pictures", count: 30)
            let flags: [String] = [
                "--data", folder.path, "--image-size", "12", "--quiet", "--features=4", "--batch-size=8", "--augment",
            ]
            let whole: URL = try place.trained("synamlp", flags + ["--epochs=3"], "whole")
            let stopped: URL = place.root.appendingPathComponent("stopped")
            let first: ProgramRun = try place.run(
                "synamlp", flags + ["--epochs=3", "--save", stopped.path, "--save-every=2"])
            try #require(first.status == 0)
            let again: ProgramRun = try place.run("synamlp", ["--resume", stopped.path, "--quiet"])
            #expect(again.status == 0, "\(again.errors)")
            let models: [Data] = try [whole, stopped].map {
                try Data(contentsOf: $0.appendingPathComponent("model.safetensors"))
            }
            #expect(models[0] == models[1])
        }
    }
}
