import Foundation
import SynaNN

/// `checkpoint-probe DIRECTORY` trains a small network, and saves a checkpoint in DIRECTORY after every step. If
/// DIRECTORY already contains a checkpoint, the training resumes from this checkpoint. At the end the program writes
/// DIRECTORY/model.safetensors. `CheckpointKillTests` starts and kills this program.
@main
struct Probe {
    static func main() throws {
        let checkpoints = CheckpointDirectory(path: CommandLine.arguments[1], settings: ["probe": "1"])
        var generator = PhiloxGenerator(seed: 3)
        let trainer = Trainer(
            Network(using: &generator), optimizer: Adam(learningRate: 0.01),
            schedule: OneCycleSchedule(peak: 0.01, stepCount: 60), objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: 0.9, seed: 7))
        var run = TrainingRun(
            trainer, epochs: 3, checkpoints: checkpoints, stepsPerCheckpoint: 1,
            observers: [try .metricsFile(checkpoints.path + ".jsonl")])
        if FileManager.default.fileExists(atPath: checkpoints.file) { try run.resume(from: checkpoints) }
        let model: Network = try run.run(train: Points(), test: Points()).model
        try model.save(to: checkpoints.path + "/model.safetensors")
    }
}

private struct Network: Module {
    private var hidden: Linear<Float>
    private var norm = BatchNorm<Float>(8)
    private var synapse: Synapse<Float>
    private var output: Linear<Float>

    init(using generator: inout PhiloxGenerator) {
        hidden = Linear(4, 8, using: &generator)
        synapse = Synapse(8, using: &generator)
        output = Linear(8, 3, using: &generator)
    }

    func callAsFunction(_ x: Tensor<Float>) -> Tensor<Float> {
        output(Dropout<Float>(0.2)(synapse(norm(hidden(x)).sigmoid())))
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&hidden, "hidden")
        visitor.visit(&norm, "norm")
        visitor.visit(&synapse, "synapse")
        visitor.visit(&output, "output")
    }
}

/// A data set of points in three classes. Every training batch contains new noise, so the result of the training
/// depends on the generator's state, which a checkpoint must contain.
private struct Points: DataSource {
    private let inputs: Tensor<Float>
    private let labels: [Int]

    init() {
        var generator = PhiloxGenerator(seed: 1)
        inputs = Tensor(randomNormal: [200, 4], using: &generator)
        labels = inputs.argmax(axis: 1).scalars.map { $0 % 3 }
    }

    var count: Int { labels.count }

    func batch(_ indices: ArraySlice<Int>) -> (inputs: Tensor<Float>, targets: Tensor<Int>) {
        (inputs.gathered(at: Tensor(Array(indices))), Tensor(indices.map { labels[$0] }))
    }

    func augmented(
        _ batch: ClassificationBatch<Float>, using generator: inout PhiloxGenerator
    ) -> ClassificationBatch<Float> {
        (batch.inputs + Tensor<Float>(randomNormal: batch.inputs.shape, using: &generator) * 0.1, batch.targets)
    }
}
