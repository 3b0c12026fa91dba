// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal
// initializers of the errors.
#if DEBUG
import Foundation
import SynaNN
import TestSupport
import Testing

@testable import Datasets
@testable import Interchange
@testable import Synapses

/// The description of every error that a user can see consists of sentences. The sentences state the place, the fault
/// and the remedy, and contain no Swift value.
@Suite struct ErrorSentenceTests {
    private static let files: [(any Error, place: String)] = [
        (FileFault(path: "f", operation: "read", code: ENOENT), "f"),
        (FileFault(path: "f", operation: "write", code: ENOSPC), "f"),
        (FileFault(path: "f", operation: "read", code: EISDIR), "f"),
        (FileFault(path: "f", operation: "read", code: EIO), "f"),
        (FileFault(path: "f", operation: "read", because: "it is no regular file"), "f"),
    ]

    private static let datasets: [(any Error, place: String)] = [
        DatasetError.Fault.unreadable("No such file or directory"), .wrongMagic(found: [1, 2, 3, 4]),
        .wrongMagic(found: []),
        .otherFormat(.jpeg),
        .wrongElementType(expected: IDXFile.ElementType.unsignedByte.name, found: "32-bit integers"),
        .wrongRank(expected: 3, found: 1), .wrongSize(expected: [28, 28], found: [20, 20]),
        .wrongCount(expected: 3, found: 2), .truncated(expected: 9, found: 4), .oversized(expected: 9),
        .impossibleSize([1, 2]), .corruptCompression("incorrect data check"),
        .labelOutOfRange(position: 3, label: 11, classCount: 10), .wrongDigest(expected: "aa", found: "bb"),
        .unavailable("no mirror answers"), .unwritable("No space left on device"),
    ].map { (DatasetError(path: "f", $0), "f") }

    private static let arrays: [(any Error, place: String)] = [
        NumPyError.Fault.inaccessible("Permission denied"), .notAnArray("it is a PDF document"),
        .malformedHeader("a length is expected", position: 3), .pickledObjects, .unknownType("<g4"),
        .impossibleShape([1 << 61, 0]), .wrongLength(expected: 8, found: 4), .malformedArchive("it is encrypted"),
        .missing(name: "a"),
    ].map { (NumPyError(path: "f", $0), "f") }

    private static let tensors: [(any Error, place: String)] = [
        SafeTensorsError.Fault.inaccessible("No space left on device"), .otherFormat(.zip), .tooShort(byteCount: 3),
        .headerTooLong(announced: 1 << 60, limit: 9), .malformedHeader("'{' expected", position: 0),
        .duplicateName("a"), .unknownType(name: "a", type: "F31"), .impossibleShape(name: "a", shape: [1 << 61, 0]),
        .wrongLength(name: "a", expected: 4, found: 8), .misplaced(name: "a", expectedStart: 0, start: 4, end: 8),
        .trailingBytes(expected: 4, found: 5), .missing(name: "a"),
        .mismatch(
            missing: ["a"], unused: ["b"],
            misshaped: [
                .init(name: "c", expected: [1], found: [2], type: nil),
                .init(name: "d", expected: [1], found: [1], type: .int64),
            ]),
    ].map { (SafeTensorsError(path: "f", $0), "f") }

    private static let pictures: [(any Error, place: String)] =
        [
            PNGError.Fault.unreadable("it is a JPEG picture"), .tooLarge(width: 9, height: 9, limit: 80),
            .unwritable("No space left on device"),
        ].map { (PNGError(path: "f", $0), "f") }
        + [PlotError.Fault.unknownFormat, .missing, .failed("line 3: undefined variable")].map {
            (PlotError(path: "f", $0), "f")
        }

    private static let graphs: [(any Error, place: String)] = [
        (SynapseGraphError.unreadable(path: "f", "Is a directory"), "f"),
        (SynapseGraphError.malformedJSON(path: "f", "at the top: The given data was not valid JSON."), "f"),
        (SynapseGraphError.duplicateName("x"), "x"), (SynapseGraphError.doubleOutput("x"), "x"),
        (SynapseGraphError.unknownNeuron("x", place: "outputs"), "x"), (SynapseGraphError.unreachableOutput("x"), "x"),
        (SynapseGraphError.nonFiniteParameter("synapse of 'x': alpha"), "x"),
        (SynapseGraphError.notConverged(neurons: ["x", "y"], sample: 0, residual: 0.5, iterations: 10), "x"),
    ]

    private static let sentences: [(text: String, place: String)] = {
        let groups: [[(any Error, place: String)]] = [files, datasets, arrays, tensors, pictures, graphs]
        return groups.joined().map { (text: "\($0.0)", place: $0.place) }
    }()

    @Test(arguments: sentences)
    func everyErrorIsASentence(text: String, place: String) {
        #expect(sentenceProblems(text, place: place) == [], "\(text)")
    }

    /// The status code of an iteration may come from LAPACK or from the library's own kernels for small matrices.
    @Test func iterationsThatDoNotConvergeNameNoLibrary() {
        let error = LinearAlgebraError.noConvergence(operation: "svd", count: 2, matrix: 3)
        let text = "\(error)"
        #expect(text.contains("svd: ") && text.contains("matrix 3") && text.contains("2"))
        #expect(!text.contains("LAPACK") && text.hasSuffix("."), "\(text)")
        // The matrix may already have the type Double.
        #expect(!text.contains("use Double"), "\(text)")
    }

    /// No source interpolates the enum case of an error into a text, because users would see Swift code.
    @Test func noSourceInterpolatesACase() throws {
        try expectNoLine(with: #"\\\((error\.fault|fault|error\.localizedDescription)\)"#)
    }

    /// No source calls a function whose sentence a release build does not print: `require` and `fatalError` print it.
    @Test func everyTrapPrintsItsSentenceInARelease() throws {
        try expectNoLine(with: #"\b(precondition|preconditionFailure|assert|assertionFailure)\("#)
    }

    /// Records an issue for each line of the sources that matches a pattern.
    private func expectNoLine(with regularExpression: String) throws {
        let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let pattern: Regex<AnyRegexOutput> = try Regex(regularExpression)
        var count = 0
        for folder in ["Sources", "Examples"] {
            let files = FileManager.default.enumerator(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                // The compiler of Protocol Buffers writes the files .pb.swift.
                guard file.pathExtension == "swift", !file.path.hasSuffix(".pb.swift") else { continue }
                count += 1
                let text: String = try String(contentsOf: file, encoding: .utf8)
                for line in text.split(separator: "\n") where line.firstMatch(of: pattern) != nil {
                    Issue.record("\(file.lastPathComponent): \(line)")
                }
            }
        }
        #expect(count > 100)
    }

    /// If a checkpoint cannot be written, the description of the error contains the system's reason.
    @Test func aCheckpointThatCannotBeWrittenSaysWhy() throws {
        let directory: String = NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        // Creates a directory with the name of the checkpoint file.
        try FileManager.default.createDirectory(atPath: checkpoints.file, withIntermediateDirectories: true)
        var generator = PhiloxGenerator(seed: 1)
        let trainer = Trainer(
            Linear<Float>(2, 2, using: &generator), optimizer: SGD(learningRate: 0.1), schedule: ConstantSchedule(0.1),
            objective: .classification(), options: TrainerOptions(batchSize: 2, seed: 1))
        let error = #expect(throws: CheckpointError.self) { try checkpoints.save(trainer) }
        let text: String = error?.description ?? ""
        #expect(text.contains("the checkpoint cannot be written: Is a directory."), "\(text)")
    }
}
#endif
