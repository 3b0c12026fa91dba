import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

@Suite struct CheckpointDirectoryTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("checkpoint-\(UUID().uuidString)").path

    private func trainer(
        _ optimizer: any Optimizer = Adam(learningRate: 0.01), averageDecay: Double? = nil
    ) -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(isNormalized: true), optimizer: optimizer, objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: averageDecay, seed: 4))
    }

    private let data = CornerPoints<Float>(count: 60)

    /// Trains until the trainer has made `steps` steps in total.
    private func train(_ trainer: inout Trainer<Perceptron<Float>, ClassificationBatch<Float>>, steps: Int) {
        while trainer.position.step < steps {
            _ = trainer.continueEpoch(on: data) { trainer, _, _ in trainer.position.step < steps }
        }
    }

    @Test(arguments: [0, 3, 6, 8])
    func resumesAsIfItHadNeverStopped(steps: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let optimizers: [any Optimizer] = [
            SGD(learningRate: 0.1), SGD(learningRate: 0.1, momentum: 0.9), AdamW(learningRate: 0.01),
            RMSProp(learningRate: 0.01, momentum: 0.5, centered: true),
        ]
        for optimizer in optimizers {
            var whole: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(optimizer, averageDecay: 0.9)
            var (first, second) = (whole, whole)
            train(&whole, steps: 15)
            train(&first, steps: steps)
            let checkpoints = CheckpointDirectory(path: directory, settings: ["a": "b"])
            let history = [
                EpochMetrics(
                    epoch: 1, seconds: 1.7, values: ["train_loss": 0.1, "test_loss": .nan, "test_accuracy": 0.3])
            ]
            try checkpoints.save(first, TrainingProgress(history: history, secondsInEpoch: 2.5))
            let record: TrainingRecord = try checkpoints.restore(&second)
            #expect(record.history[0].testLoss.isNaN && record.history[0].trainLoss == 0.1)
            #expect(record.progress.secondsInEpoch == 2.5)
            #expect(second.position == first.position)
            train(&second, steps: 15)
            #expect(second.model.namedTensors == whole.model.namedTensors)
            #expect(second.average?.namedTensors == whole.average?.namedTensors && second.average != nil)
            #expect(second.optimizer.state.namedTensors == whole.optimizer.state.namedTensors)
        }
        #expect(try CheckpointDirectory(path: directory).savedSettings() == ["a": "b"])
    }

    @Test func aTrainingWithAnAverageIsNotResumedWithout() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        var (plain, averaged) = (trainer(), trainer(averageDecay: 0.5))
        try checkpoints.save(averaged)
        let unused = #expect(throws: CheckpointError.self) { try checkpoints.restore(&plain) }
        #expect(unused?.description.contains("average.hidden.weight") == true)
        try checkpoints.save(plain)
        let missing = #expect(throws: CheckpointError.self) { try checkpoints.restore(&averaged) }
        #expect(missing?.description.contains("average.norm.running_mean") == true)
    }

    @Test func otherSettingsAreRefusedByName() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try CheckpointDirectory(path: directory, settings: ["seed": "1", "epochs": "2"]).save(trainer())
        var other = trainer()
        let error = #expect(throws: CheckpointError.self) {
            try CheckpointDirectory(path: directory, settings: ["seed": "1", "epochs": "3"]).restore(&other)
        }
        guard case .otherTraining(let differences) = error?.fault else { return #expect(Bool(false)) }
        #expect(differences.map(\.name) == ["epochs"])
        #expect(error?.description.contains("epochs was '2' and is '3'") == true)
    }

    @Test func filesThatAreNoCheckpointAreErrors() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        var trainer = trainer()
        let missing = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trainer) }
        #expect(missing?.fault == .missing && missing?.path == directory)
        try checkpoints.save(trainer)
        let bytes: Data = try Data(contentsOf: URL(fileURLWithPath: checkpoints.file))
        for length in [0, 7, 200, bytes.count - 1] {
            try bytes.prefix(length).write(to: URL(fileURLWithPath: checkpoints.file))
            let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trainer) }
            guard case .unreadable = error?.fault else { return #expect(Bool(false), "\(String(describing: error))") }
        }
        try trainer.model.save(to: checkpoints.file)
        let foreign = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trainer) }
        #expect(foreign?.description.contains("no record of a training") == true)
        var other = Trainer(
            Linear<Float>(3, 2, using: &Self.generator), optimizer: Adam(), objective: .classification(),
            options: TrainerOptions(batchSize: 1, seed: 1))
        try checkpoints.save(trainer)
        let mismatch = #expect(throws: CheckpointError.self) { try checkpoints.restore(&other) }
        #expect(mismatch?.description.contains("model.") == true)
    }

    nonisolated(unsafe) private static var generator = PhiloxGenerator(seed: 1)

    #if os(Linux)
    /// If the disk is full, `save` throws an error that contains the system's reason. The old checkpoint does not
    /// change, and `restore` can read it. A limit on the size of files simulates the full disk.
    @Test func fullDiskLeavesTheOldCheckpoint() async {
        await #expect(processExitsWith: .success) {
            let path: String = FileManager.default.temporaryDirectory
                .appendingPathComponent("full-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: path) }
            var generator = PhiloxGenerator(seed: 1)
            var trainer = Trainer(
                Linear<Float>(100, 100, using: &generator), optimizer: SGD(learningRate: 0.1),
                schedule: ConstantSchedule(0.1), objective: .classification(),
                options: TrainerOptions(batchSize: 4, seed: 1))
            let checkpoints = CheckpointDirectory(path: path)
            try checkpoints.save(trainer)
            let before: Data = try Data(contentsOf: URL(fileURLWithPath: checkpoints.file))
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
            let error = try #require(throws: CheckpointError.self) { try checkpoints.save(trainer) }
            try #require(error.description.contains("File too large") && error.description.contains("is unchanged"))
            try #require(try Data(contentsOf: URL(fileURLWithPath: checkpoints.file)) == before)
            let files: [String] = try FileManager.default.contentsOfDirectory(atPath: path)
            try #require(files == ["checkpoint.safetensors"])
            _ = try checkpoints.restore(&trainer)
        }
    }
    #endif

    @Test func directoryThatCannotBeMadeEndsTheRunAtItsStart() {
        let checkpoints = CheckpointDirectory(path: "/dev/null/checkpoints")
        var run = TrainingRun(trainer(), epochs: 1, checkpoints: checkpoints, observers: [])
        #expect(throws: CheckpointError.self) { _ = try run.run(train: data, test: data) }
    }

    @Test func missingLineOfMetricsIsAddedOnce() throws {
        let path: String = directory + ".jsonl"
        defer {
            try? FileManager.default.removeItem(atPath: path)
            try? FileManager.default.removeItem(atPath: directory)
        }
        let (file, checkpoints) = (try MetricsFile(path: path), CheckpointDirectory(path: directory))
        var run = TrainingRun(trainer(), epochs: 2, checkpoints: checkpoints, observers: [])
        let history: [EpochMetrics] = try run.run(train: data, test: data).metrics
        try file.append(history[0])
        for _ in 0 ..< 2 {
            var resumed = TrainingRun(trainer(), epochs: 2, checkpoints: checkpoints, observers: [.metricsFile(file)])
            try resumed.resume(from: checkpoints)
            _ = try resumed.run(train: data, test: data)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == history.map { $0.jsonLine + "\n" }.joined())
        }
    }
}
