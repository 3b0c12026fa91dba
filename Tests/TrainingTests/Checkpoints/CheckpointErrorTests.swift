import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

/// If a checkpoint cannot be written or read, the description of the error is a sentence. The sentence contains the
/// path and the system's reason, and no Swift value.
@Suite struct CheckpointErrorTests {
    private func trainer() -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(), optimizer: Adam(), objective: .classification(),
            options: TrainerOptions(batchSize: 4, seed: 1))
    }

    private func problems(_ sentence: String, path: String, reason: String) -> [String] {
        var result: [String] = []
        if !path.isEmpty, !sentence.contains(path) { result.append("no path") }
        if !sentence.contains(reason) { result.append("no reason") }
        if !sentence.hasSuffix(".") { result.append("no full stop") }
        if sentence.contains("(\"") || sentence.contains("Optional") || sentence.contains("Error") {
            result.append("a Swift value")
        }
        return result.map { "\($0): \(sentence)" }
    }

    @Test func directoryThatCannotBeMade() {
        let places: [(path: String, reason: String)] = [
            ("/dev/null/a/b", "/dev/null is not a directory"), ("/proc/a/b", "/proc/a: No such file or directory"),
            ("", "the path is empty"),
        ]
        for (path, reason) in places {
            let error = #expect(throws: CheckpointError.self) {
                try CheckpointDirectory(path: path).save(trainer())
            }
            #expect(problems(error?.description ?? "", path: path, reason: reason) == [])
        }
    }

    @Test func fileThatCannotBeReplaced() throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("sentence-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        try FileManager.default.createDirectory(atPath: checkpoints.file, withIntermediateDirectories: true)
        let error = #expect(throws: CheckpointError.self) { try checkpoints.save(trainer()) }
        #expect(problems(error?.description ?? "", path: checkpoints.file, reason: "Is a directory") == [])
        let unreadable = #expect(throws: CheckpointError.self) {
            var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer()
            try checkpoints.restore(&trainer)
        }
        #expect(problems(unreadable?.description ?? "", path: checkpoints.file, reason: "Is a directory") == [])
    }

    #if os(Linux)
    /// If the disk is full, `save` throws an error with the path and the system's reason. A limit on the size of files
    /// simulates the full disk.
    @Test func fullDisk() async {
        await #expect(processExitsWith: .success) {
            let directory: String = FileManager.default.temporaryDirectory
                .appendingPathComponent("sentence-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let checkpoints = CheckpointDirectory(path: directory)
            var generator = PhiloxGenerator(seed: 1)
            let trainer = Trainer(
                Linear<Float>(100, 100, using: &generator), optimizer: SGD(learningRate: 0.1),
                objective: .classification(), options: TrainerOptions(batchSize: 4, seed: 1))
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = try #require(throws: CheckpointError.self) { try checkpoints.save(trainer) }
            try #require(
                error.description == "\(checkpoints.file): the checkpoint cannot be written: File too large. An "
                    + "existing checkpoint is unchanged.")
        }
    }
    #endif

    /// A reason without a full stop gets one, and advice follows it.
    @Test func unreadableCheckpointsAreSentencesWithAdvice() throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("sentence-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        var other = Trainer(
            Perceptron<Float>(), optimizer: SGD(learningRate: 0.1), objective: .classification(),
            options: TrainerOptions(batchSize: 4, seed: 1))
        try checkpoints.save(trainer())
        let optimizer = #expect(throws: CheckpointError.self) { try checkpoints.restore(&other) }
        let sentence: String = optimizer?.description ?? ""
        #expect(sentenceProblems(sentence, place: checkpoints.file) == [], "\(sentence)")
        #expect(sentence.contains("it contains the state of the optimizer Adam, but the training has SGD. "))
        try Data("no tensors".utf8).write(to: URL(fileURLWithPath: checkpoints.file))
        let damaged = #expect(throws: CheckpointError.self) { try checkpoints.restore(&other) }
        #expect(sentenceProblems(damaged?.description ?? "", place: checkpoints.file) == [], "\(damaged!)")
        try SafeTensorsFile(["a": AnyTensor(Tensor<Float>([1]))]).write(to: checkpoints.file)
        let foreign = #expect(throws: CheckpointError.self) { try checkpoints.restore(&other) }
        #expect(sentenceProblems(foreign?.description ?? "", place: checkpoints.file) == [], "\(foreign!)")
    }
}
