import ArgumentParser
import Foundation
import ProgramCommand
import SynaNN
import Testing
import TrainingCommand

private struct Options: NetworkOptions {
    static let program = "train"
    static let settingNames: [String] = ["width"]

    @Option var width = 4

    var plan: TrainingPlan { TrainingPlan(epochs: 1, learningRate: 0.1, optimizer: .adam, course: .constant) }
    var settings: [String: String] { ["width": "\(width)"] }

    func makeNetwork(
        for task: ImageClassification, using generator: inout PhiloxGenerator
    ) -> any TensorModule<Float> {
        Linear<Float>(784, 10, using: &generator)
    }
}

@Suite struct SavedFlagsTests {
    /// The flags that a checkpoint may restore. The test fails if a checkpoint restores any other flag.
    private let restored: Set<String> = [
        "--epochs", "--batch-size", "--learning-rate", "--optimizer", "--label-smoothing", "--average-decay", "--seed",
        "--train-images", "--augment", "--no-augment", "--noise", "--beta-rate", "--validation-split", "--patience",
        "--data", "--image-size", "--image-fit", "--skip-damaged", "--test-split", "--width", "--lr",
        "--shards",
    ]

    /// A forged checkpoint contains a value for every flag of the program. Only the flags in `restored` are taken from
    /// the checkpoint.
    @Test func noCheckpointRestoresFlagsOfOutputOrMeasurement() throws {
        let directory: String = NSTemporaryDirectory() + "forged-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let program = CommandTree(of: Train<Options>.self)
        let names: [String] = program.spellings.filter { $0.hasPrefix("--") && $0 != "--help" }
        #expect(names.count > 25)
        var settings: [String: String] = Dictionary(uniqueKeysWithValues: names.map { (String($0.dropFirst(2)), "x") })
        settings["program"] = program.commandName
        var generator = PhiloxGenerator(seed: 1)
        let trainer = Trainer(Linear<Float>(2, 2, using: &generator), optimizer: SGD(learningRate: 0.1)) {
            (model, batch: LabeledBatch<Tensor<Float>, Tensor<Float>>) in
            meanSquaredError(model(batch.inputs), batch.targets)
        }
        try CheckpointDirectory(path: directory, settings: settings).save(trainer)
        let words: [String] = try SavedFlags(program: program).completing(["--resume", directory])
        let flags: [String] = words.dropLast(2).map { String($0.prefix { $0 != "=" }) }
        #expect(!flags.isEmpty)
        #expect(flags.filter { !restored.contains($0) } == [])
    }
}
