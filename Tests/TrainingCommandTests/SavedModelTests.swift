// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use an internal type.
#if DEBUG
import ArgumentParser
import Foundation
import SynaNN
import Testing

@testable import TrainingCommand

@Suite struct SavedModelTests {
    private struct Options: NetworkOptions {
        static let program = "saved-model-test"
        static let settingNames: [String] = []
        var plan: TrainingPlan {
            TrainingPlan(epochs: 1, learningRate: 0.1, optimizer: .adam, course: .oneCycle())
        }
        var settings: [String: String] { [:] }

        func makeNetwork(
            for task: ImageClassification, using generator: inout PhiloxGenerator
        ) -> any TensorModule<Float> {
            Classifier(layer: Linear(784, 10, using: &generator))
        }
    }

    private struct Classifier: Module {
        var layer: Linear<Float>

        func callAsFunction(_ images: Tensor<Float>) -> Tensor<Float> { layer(images.flattened(from: 1)) }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&layer, "layer") }
    }

    @Test func noImagesHaveNoProbabilities() throws {
        let directory: String = FileManager.default.temporaryDirectory
            .appendingPathComponent("saved-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var generator = PhiloxGenerator(seed: 1)
        let network = Classifier(layer: Linear(784, 10, using: &generator))
        try network.save(to: directory + "/model.safetensors", metadata: ["program": Options.program])
        let saved = try SavedModel(path: directory, Options.self)
        let digits: LabeledImages = MNIST.drawn(trainCount: 3, testCount: 1).train
        #expect(try saved.logProbabilities(of: digits).shape == [3, 10])
        #expect(try saved.logProbabilities(of: digits.prefix(0)).shape == [0, 10])
    }
}
#endif
