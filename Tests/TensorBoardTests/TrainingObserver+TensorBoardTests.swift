import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import TensorBoard
import Tensors
import Testing
import Training

@Suite struct TrainingObserverTensorBoardTests {
    private let directory: String = NSTemporaryDirectory() + "events-\(UUID().uuidString)"

    @Test func aTrainingIsWatched() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var generator = PhiloxGenerator(seed: 1)
        let network = Sequential<Float>(
            Conv2D<Float>(1, 4, kernel: 5, using: &generator), Flatten<Float>(),
            Linear<Float>(4, 2, using: &generator))
        let x = Tensor<Float>(randomNormal: [40, 1, 5, 5], using: &generator)
        let data = ArrayData(x, Tensor((0 ..< 40).map { $0 % 2 }))
        let trainer = Trainer(
            network, optimizer: SGD(learningRate: 0.01), objective: .classification(),
            options: TrainerOptions(batchSize: 2))
        var run = TrainingRun(
            trainer, epochs: 1, observers: [try .tensorBoard(directory)])
        _ = try run.run(train: data, test: data)
        let files: [String] = try FileManager.default.contentsOfDirectory(atPath: directory)
        #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents."))
        let messages: [Data] = try EventMessages(directory + "/" + files[0]).messages
        // The messages are the version, two scalars for each of two steps, four scalars for the epoch, and a picture.
        #expect(messages.count == 1 + 4 + 4 + 1)
        for tag in ["loss/step", "learning rate", "loss/training", "loss/test", "accuracy/training", "accuracy/test"] {
            #expect(messages.contains { $0.range(of: Data(tag.utf8)) != nil }, "\(tag)")
        }
        #expect(messages.last?.range(of: Data("filters/first layer".utf8)) != nil)
    }
}
