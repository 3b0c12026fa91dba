import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// If the record of a checkpoint is changed in a single place, `restore` throws a typed error, or the training
/// continues. A test in which a fault would end the process runs in a process of its own.
@Suite struct TrainingRecordMutationTests {
    @Test func changedRecordIsATypedErrorOrResumes() async {
        await #expect(processExitsWith: .success) {
            let mutations = try RecordMutations()
            defer { mutations.remove() }
            let (refused, resumed): (Int, Int) = try mutations.tryAll()
            // The test needs many records that are refused and many records that resume; otherwise the test would show
            // nothing.
            require(refused > 100 && resumed > 50, "\(refused) refused and \(resumed) resumed")
        }
    }

    @Test(
        arguments: [
            (["position", "step"], "-1", "its number of steps is -1"),
            (["position", "step"], "9223372036854775807", "its number of steps is 9223372036854775807"),
            (["optimizerSteps"], "-3", "its number of the optimizer's steps is -3"),
            (["position", "epoch", "samples"], "-1", "its number of samples of the epoch is -1"),
            (["position", "epoch", "correct"], "61", "61 of 20 samples of the epoch are classified correctly"),
            (["position", "epoch", "lossSum"], "\"nan\"", "the loss of its epoch is nan"),
            (["progress", "secondsInEpoch"], "-1", "its epoch has taken -1.0 seconds"),
            (["progress", "history", "0", "epoch"], "2", "its epoch 1 has the number 2"),
            (["progress", "history", "0", "seconds"], "\"inf\"", "epoch 1 has taken inf seconds"),
            (["progress", "history", "0", "testAccuracy"], "1.5", "the accuracy of epoch 1 is 1.5"),
            (["progress", "curve", "test", "0", "examples"], "-1", "it has a loss after -1 examples"),
            (["optimizer"], "\"SGD\"", "it contains the state of the optimizer SGD, but the training has Adam"),
            (["progress", "history"], "7", "its record of the training is damaged"),
        ] as [([String], String, String)])
    func faultIsNamed(path: [String], value: String, words: String) throws {
        let mutations = try RecordMutations()
        defer { mutations.remove() }
        let parsed: Any = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
        try mutations.write(mutations.record.replacing(path[...], with: parsed))
        var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = mutations.trainer
        let error = #expect(throws: CheckpointError.self) { try mutations.checkpoints.restore(&trainer) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(trainer.position == mutations.trainer.position)
    }

    /// `restore` throws a typed error for a checkpoint with a tensor whose name no optimizer writes, and for a
    /// checkpoint without a tensor that a checkpoint must contain. The test runs in a process of its own, because a
    /// fault could end the process.
    @Test func otherTensorsAreATypedError() async {
        await #expect(processExitsWith: .success) {
            let mutations = try RecordMutations()
            defer { mutations.remove() }
            for name in [
                "9223372036854775807.0", "-1.0", "99999999999999999999.0", "0.9223372036854775807", ".", "0.0.0",
            ] {
                try mutations.write(mutations.record, adding: "optimizer." + name)
                var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = mutations.trainer
                try #require(throws: CheckpointError.self) { try mutations.checkpoints.restore(&trainer) }
            }
            for name in ["optimizer.3.1", "optimizer.0.0", "model.hidden.weight", "average.norm.running_var"] {
                try mutations.write(mutations.record, removing: name)
                var trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = mutations.trainer
                try #require(throws: CheckpointError.self) { try mutations.checkpoints.restore(&trainer) }
            }
        }
    }

    @Test func positionBeyondTheDataIsAnError() throws {
        let mutations = try RecordMutations()
        defer { mutations.remove() }
        try mutations.write(mutations.record.replacing(["position", "epoch", "samples"], with: 70_000))
        var run = TrainingRun(mutations.trainer, epochs: 3, observers: [])
        try run.resume(from: mutations.checkpoints)
        let error = #expect(throws: TrainingSetupError.self) {
            _ = try run.run(train: mutations.data, test: mutations.data)
        }
        #expect(error == .positionBeyondData(samples: 70_000, count: 60))
    }
}

/// A checkpoint that was saved in the middle of the second epoch, with its record as JSON.
private struct RecordMutations {
    let checkpoints: CheckpointDirectory
    let trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>>
    let data = CornerPoints<Float>(count: 60)
    let record: JSON
    private let tensors: [String: AnyTensor]

    init() throws {
        checkpoints = CheckpointDirectory(
            path: FileManager.default.temporaryDirectory.appendingPathComponent("mutated-\(UUID().uuidString)").path,
            settings: ["seed": "1"])
        trainer = Trainer(
            Perceptron<Float>(isNormalized: true), optimizer: Adam(learningRate: 0.01), objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: 0.5, seed: 1))
        var run = TrainingRun(trainer, epochs: 1, checkpoints: checkpoints, observers: [])
        _ = try run.run(train: data, test: data)
        var further: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer
        let known: TrainingRecord = try checkpoints.restore(&further)
        _ = further.continueEpoch(on: data) { trainer, _, _ in trainer.position.step < 8 }
        try checkpoints.save(
            further, TrainingProgress(history: known.history, curve: known.progress.curve, secondsInEpoch: 0.5))
        let file = try SafeTensorsFile(contentsOf: checkpoints.file)
        record = JSON(
            try JSONSerialization.jsonObject(with: Data((file.metadata["synann_training"] ?? "").utf8)))
        tensors = try Dictionary(uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
    }

    func write(_ record: JSON, adding added: String? = nil, removing removed: String? = nil) throws {
        var tensors: [String: AnyTensor] = tensors
        if let added { tensors[added] = AnyTensor(Tensor<Float>([1])) }
        if let removed { require(tensors.removeValue(forKey: removed) != nil, "no tensor \(removed)") }
        try SafeTensorsFile(tensors, metadata: ["synann_training": record.text]).write(to: checkpoints.file)
    }

    func remove() { try? FileManager.default.removeItem(atPath: checkpoints.path) }

    /// Replaces each value of the record with each of the replacements, and also removes each value. Returns the number
    /// of changed records that were refused and the number of records that resumed.
    func tryAll() throws -> (refused: Int, resumed: Int) {
        let replacements: [Any] = [
            -1, 0, 1, 59, 60, 61, Int.max, Int.min, 1e300, 0.5, "nan", "inf", "nonsense", "", NSNull(), true,
            [Any](), [1, 2, 3], [Int](repeating: 7, count: 2000), [String: Any](),
        ]
        var (refused, resumed): (Int, Int) = (0, 0)
        for path in record.paths {
            for replacement in replacements.map({ Optional($0) }) + [nil] {
                try write(record.replacing(path[...], with: replacement))
                do {
                    var run = TrainingRun(trainer, epochs: 2, observers: [])
                    try run.resume(from: checkpoints)
                    _ = try run.run(train: data, test: data)
                    resumed += 1
                } catch is CheckpointError { refused += 1 } catch is TrainingSetupError { refused += 1 }
            }
        }
        return (refused, resumed)
    }
}

/// A JSON value of which a test changes one part.
private struct JSON {
    private let value: Any

    init(_ value: Any) { self.value = value }

    var text: String {
        let data: Data? = try? JSONSerialization.data(withJSONObject: value, options: .fragmentsAllowed)
        return String(decoding: data ?? Data(), as: UTF8.self)
    }

    /// The paths of this value and of all values inside it. The path of this value is empty.
    var paths: [[String]] {
        [[]] + Self.children(of: value).flatMap { name, child in JSON(child).paths.map { [name] + $0 } }
    }

    /// Returns the value with the part at the path replaced. If `replacement` is `nil`, the part is removed. If there
    /// is no such part in an array, the value is returned unchanged.
    func replacing(_ path: ArraySlice<String>, with replacement: Any?) -> JSON {
        guard let name = path.first else { return JSON(replacement ?? NSNull()) }
        let rest: ArraySlice<String> = path.dropFirst()
        let isRemoved: Bool = replacement == nil && rest.isEmpty
        if var object = value as? [String: Any] {
            object[name] = isRemoved ? nil : JSON(object[name] ?? NSNull()).replacing(rest, with: replacement).value
            return JSON(object)
        }
        guard var array = value as? [Any], let index = Int(name), array.indices.contains(index) else { return self }
        if isRemoved {
            array.remove(at: index)
        } else {
            array[index] = JSON(array[index]).replacing(rest, with: replacement).value
        }
        return JSON(array)
    }

    private static func children(of value: Any) -> [(String, Any)] {
        if let object = value as? [String: Any] { return object.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
        guard let array = value as? [Any] else { return [] }
        return array.enumerated().map { ("\($0.offset)", $0.element) }
    }
}
