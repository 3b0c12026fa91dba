import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// A checkpoint whose record has the format of the previous version can be resumed. The training ends with the same
/// bits as an uninterrupted training.
@Suite struct TrainingRecordTests {
    private let data = CornerPoints<Float>(count: 60)

    private func trainer() -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(isNormalized: true), optimizer: Adam(learningRate: 0.01), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 4))
    }

    /// Returns the record in the format of the previous version. The previous format has no `progress`, and has the
    /// number `correct` instead of the states of the metrics.
    private func former(_ text: String) throws -> String {
        var record = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let progress = try #require(record.removeValue(forKey: "progress") as? [String: Any])
        let history = try #require(progress["history"] as? [[String: Any]])
        record["history"] = try history.map { epoch in
            let values = try #require(epoch["values"] as? [String: Any])
            return [
                "epoch": epoch["epoch"], "seconds": epoch["seconds"], "trainLoss": values["train_loss"],
                "testLoss": values["test_loss"], "testAccuracy": values["test_accuracy"],
            ]
        }
        (record["curve"], record["secondsInEpoch"]) = (progress["curve"], progress["secondsInEpoch"])
        var position = try #require(record["position"] as? [String: Any])
        if var epoch = position["epoch"] as? [String: Any] {
            let states = try #require(epoch.removeValue(forKey: "metrics") as? [String: String])
            let state: Any = try JSONSerialization.jsonObject(with: Data(try #require(states["accuracy"]).utf8))
            epoch["correct"] = (state as? [String: Any])?["correct"]
            position["epoch"] = epoch
        }
        record["position"] = position
        return String(decoding: try JSONSerialization.data(withJSONObject: record), as: UTF8.self)
    }

    /// The training stops after step 8, the second step of the second epoch, and after step 12, the last step of this
    /// epoch.
    @Test(arguments: [8, 12])
    func theyResumeWithTheSameBits(stop: Int) throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("former-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        struct Stop: Error {}
        let checkpoints = CheckpointDirectory(path: directory)
        var whole = TrainingRun(trainer(), epochs: 4, observers: [])
        let expected = try whole.run(train: data, test: data)
        var first = TrainingRun(
            trainer(), epochs: 4, checkpoints: checkpoints, stepsPerCheckpoint: 1,
            observers: [
                TrainingObserver { event in
                    if case .stepEnded = event.kind, event.step == stop + 1 { throw Stop() }
                }
            ])
        #expect(throws: Stop.self) { _ = try first.run(train: data, test: data) }
        let file = try SafeTensorsFile(contentsOf: checkpoints.file)
        let text: String = try former(try #require(file.metadata["synann_training"]))
        let tensors: [String: AnyTensor] = try Dictionary(
            uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
        try SafeTensorsFile(tensors, metadata: ["synann_training": text]).write(to: checkpoints.file)

        var second = TrainingRun(trainer(), epochs: 4, observers: [])
        try second.resume(from: checkpoints)
        #expect(second.trainer.position.step == stop)
        let found = try second.run(train: data, test: data)
        #expect(found.model.namedTensors == expected.model.namedTensors)
        for (a, b) in zip(found.metrics, expected.metrics) {
            #expect(a.testLoss == b.testLoss && a.testAccuracy == b.testAccuracy && a.trainLoss == b.trainLoss)
        }
        // Step 8 is inside the second epoch, so the record contains the number of correct answers in the first steps of
        // this epoch.
        if stop == 8 {
            #expect(found.metrics[1].values["train_accuracy"] == expected.metrics[1].values["train_accuracy"])
        }
        // A record in the format of the previous version lacks some metrics of the epochs that it contains. So the test
        // compares all metrics only for epochs 3 and 4, which start after the interruption.
        #expect(
            found.metrics[2].values == expected.metrics[2].values
                && found.metrics[3].values == expected.metrics[3].values)
    }
}
