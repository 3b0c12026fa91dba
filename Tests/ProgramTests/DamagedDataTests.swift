import Foundation
import SynaNN
import Testing

extension ProgramTests {
    /// No program crashes on damaged data or on a damaged model. A program that refuses a file prints an error message.
    @Suite(.serialized) struct DamagedDataTests {
        private static let programs = ["synamlp", "synacnn", "synarnn"]
        private static let flags: [String: [String]] = [
            "synamlp": ["--features=4", "--batch-size=8", "--epochs=1"], "synacnn": ["--batch-size=10", "--epochs=1"],
            "synarnn": ["--batch-size=10", "--epochs=1"],
        ]

        @Test func digitsThatAreNone() throws {
            let place = try Workplace()
            let images = "t10k-images-idx3-ubyte"
            let whole: [UInt8] = try [UInt8](Data(contentsOf: place.digits.appendingPathComponent(images)))
            var directories: [URL] = [
                try place.images("20", train: 20, test: 10, size: 20),
                try place.images("0", train: 5, test: 5, size: 0),
                try place.images("none", train: 0, test: 0, size: 28),
                try place.images("one", train: 1, test: 1, size: 28),
                try place.images("no test", train: 5, test: 0, size: 28),
                try place.images("1", train: 9, test: 9, size: 1),
                try place.folder("empty"), place.root.appendingPathComponent("missing"),
                place.digits.appendingPathComponent(images),
            ]
            let replacements: [(name: String, bytes: [UInt8]?)] = [
                ("nothing", []), ("short", Array(whole.prefix(100))), ("long", whole + [0]), ("absent", nil),
                ("garbage", [UInt8](repeating: 0x5A, count: 5000)), ("gzip", [0x1F, 0x8B] + whole.prefix(50)),
                ("jpeg", [0xFF, 0xD8, 0xFF, 0xE0] + whole.prefix(50)),
                ("labels", [0, 0, 8, 1, 0, 0, 0, 10] + [UInt8](0 ..< 10)),
                ("floats", [0, 0, 0x0D, 3] + whole.dropFirst(4)),
                ("huge", [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)),
            ]
            for (name, bytes) in replacements {
                directories.append(try place.damaged(name, file: images, bytes))
                directories.append(try place.damaged("train " + name, file: "train-images-idx3-ubyte", bytes))
            }
            directories.append(
                try place.damaged(
                    "class 10", file: "t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 10] + [UInt8](1 ... 10)))
            directories.append(
                try place.damaged("few labels", file: "train-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]))
            let model: String = try place.trained("synamlp", Self.flags["synamlp"] ?? [], "model").path
            var cases: [(program: String, arguments: [String])] = []
            for (index, directory) in directories.enumerated() {
                let program: String = Self.programs[index % 3]
                cases.append((program, ["--quiet", "--data", directory.path] + (Self.flags[program] ?? [])))
                if index.isMultiple(of: 2) { cases.append(("synamlp", ["evaluate", model, "--data", directory.path])) }
                if index.isMultiple(of: 7) { cases.append(("synamlp", ["predict", model, directory.path])) }
                cases.append(
                    ("synamlp", ["predict", model, directory.appendingPathComponent(images).path, "--limit=1"]))
                if index.isMultiple(of: 3) {
                    cases.append(("principal-components", ["--components=1", "--data", directory.path]))
                }
            }
            let problems: [String] = place.problems(cases)
            #expect(problems.isEmpty, "\(problems.count) of \(cases.count):\n\(problems.joined(separator: "\n"))")
            let empty: ProgramRun = try place.run("synacnn", ["--data", directories[1].path])
            #expect(empty.status == 1 && empty.errors.contains("0 × 0"))
            let other: ProgramRun = try place.run("synamlp", ["evaluate", model, "--data", directories[0].path])
            #expect(other.status == 1 && other.errors.contains("20 × 20") && other.errors.contains("28 × 28"))
            let folder: ProgramRun = try place.run("synamlp", ["predict", model, directories[0].path])
            #expect(folder.status == 1 && folder.errors.contains("directory"))
            let jpeg: ProgramRun = try place.run(
                "synamlp", ["predict", model, place.root.appendingPathComponent("jpeg/" + images).path])
            #expect(jpeg.status == 1 && jpeg.errors.contains("cannot be read as a picture"))
        }

        @Test func modelsThatAreNone() throws {
            let place = try Workplace()
            let whole: URL = try place.trained("synamlp", Self.flags["synamlp"] ?? [], "model")
            let file = try SafeTensorsFile(contentsOf: whole.appendingPathComponent("model.safetensors").path)
            let tensors: [String: AnyTensor] = try Dictionary(
                uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
            var settings: [[String: String]] = [[:], ["program": "synacnn"], ["program": "other"]]
            for (name, value) in [
                ("features", "9223372036854775807"), ("features", "-1"), ("features", "x"), ("features", ""),
                ("features", "5"), ("preset", "nonsense"), ("hidden", "nonsense"), ("beta-start", "nan"),
                ("preset", "best"),
                ("beta-start", "1e308"), ("hidden", "dense"),
            ] {
                settings.append(file.metadata.merging([name: value]) { _, new in new })
            }
            var directories: [URL] = []
            func directory(_ name: String, _ write: (String) throws -> Void) throws {
                let folder: URL = try place.folder(name)
                try write(folder.appendingPathComponent("model.safetensors").path)
                directories.append(folder)
            }
            for (index, metadata) in settings.enumerated() {
                try directory("settings\(index)") { try SafeTensorsFile(tensors, metadata: metadata).write(to: $0) }
            }
            let bytes: Data = try Data(contentsOf: whole.appendingPathComponent("model.safetensors"))
            for (index, count) in [0, 7, 8, 100, bytes.count - 1].enumerated() {
                try directory("cut\(index)") { try bytes.prefix(count).write(to: URL(fileURLWithPath: $0)) }
            }
            try directory("garbage") { try Data(repeating: 0x5A, count: 5000).write(to: URL(fileURLWithPath: $0)) }
            try directory("folder") {
                try FileManager.default.createDirectory(atPath: $0, withIntermediateDirectories: false)
            }
            let notNumbers: [String: AnyTensor] = tensors.mapValues { tensor in
                AnyTensor(Tensor<Float>(repeating: .nan, shape: tensor.shape))
            }
            try directory("nan") { try SafeTensorsFile(notNumbers, metadata: file.metadata).write(to: $0) }
            directories += [try place.folder("empty"), place.root.appendingPathComponent("missing")]
            let images: String = place.digits.appendingPathComponent("t10k-images-idx3-ubyte").path
            // Evaluates each damaged model with `synamlp`, and also uses the model with one of four other commands.
            let cases: [(program: String, arguments: [String])] = directories.enumerated().flatMap { index, directory in
                let uses: [(program: String, arguments: [String])] = [
                    ("synamlp", ["predict", directory.path, images]),
                    ("synamlp", ["export", directory.path, "out.onnx"]),
                    ("synamlp", ["--quiet", "--resume", directory.path]),
                    ("synacnn", ["explain", "0", "--model", directory.path]),
                ]
                return [("synamlp", ["evaluate", directory.path]), uses[index % 4]]
            }
            let problems: [String] = place.problems(cases)
            #expect(problems.isEmpty, "\(problems.count) of \(cases.count):\n\(problems.joined(separator: "\n"))")
        }

        /// A damaged record of a checkpoint crashes no program. The test replaces each number with values that no
        /// training writes, and each text with nonsense, and removes each value.
        @Test func checkpointsThatAreNone() throws {
            let place = try Workplace()
            let whole: URL = try place.trained(
                "synamlp", (Self.flags["synamlp"] ?? []) + ["--average-decay=0.9"], "run")
            let file = try SafeTensorsFile(contentsOf: whole.appendingPathComponent("checkpoint.safetensors").path)
            let tensors: [String: AnyTensor] = try Dictionary(
                uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
            let record: Data = Data((file.metadata["synann_training"] ?? "").utf8)
            let parsed: Any = try JSONSerialization.jsonObject(with: record)
            var cases: [(program: String, arguments: [String])] = []
            for (index, damaged) in Self.damaged(parsed).enumerated() {
                let folder: URL = try place.folder("damaged\(index)")
                let text: Data = try JSONSerialization.data(withJSONObject: damaged, options: [.sortedKeys])
                try SafeTensorsFile(tensors, metadata: ["synann_training": String(decoding: text, as: UTF8.self)])
                    .write(to: folder.appendingPathComponent("checkpoint.safetensors").path)
                cases.append(
                    ("synamlp", ["--quiet", "--resume", folder.path, "--epochs=2", "--allow-changes"]))
                if index % 15 == 0 { cases.append(("synamlp", ["evaluate", folder.path])) }
            }
            try #require(cases.count > 60)
            let problems: [String] = place.problems(cases)
            #expect(problems.isEmpty, "\(problems.count) of \(cases.count):\n\(problems.joined(separator: "\n"))")
        }

        /// Returns copies of a JSON value. In each copy, a single part of the value is replaced or removed.
        private static func damaged(_ value: Any) -> [Any] {
            switch value {
            case let object as [String: Any]:
                return object.keys.sorted().flatMap { key -> [Any] in
                    let inner: [Any] = object[key].map(damaged) ?? []
                    return inner.map { replacement in object.merging([key: replacement]) { _, new in new } }
                        + [object.filter { $0.key != key }]
                }
            case let list as [Any]:
                // Changes only the first item of a list, because all items of a list in the record have the same
                // structure.
                let first: [Any] = list.first.map(damaged) ?? []
                return first.map { [$0] + list.dropFirst() } + [[Any](), list + list]
            case is String:
                return Workplace.isComplete ? ["nonsense", "", "-1", "9223372036854775807", "nan"] : ["nonsense"]
            default: return Workplace.isComplete ? [-1, 0, Int64.max, 1e300, "nan", "x"] : [-1, Int64.max]
            }
        }
    }
}
