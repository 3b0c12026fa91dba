import Datasets
import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// An optimizer that keeps the step count and the names of the last gradients in properties, which a checkpoint does
/// not contain.
private struct Careless: Optimizer {
    var learningRate = 0.1
    var state = OptimizerState()
    var (count, factor) = (0, 0.5)
    var last: [any Sendable] = []

    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        count += 1
        last = gradient.parameterNames.map { $0 as any Sendable }
    }
}

private struct WithObject: Optimizer {
    final class Memory: Sendable {}

    var learningRate = 0.1
    var state = OptimizerState()
    let memory = Memory()

    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {}
}

/// An optimizer that changes the learning rate itself. A checkpoint does not contain the learning rate, so a resumed
/// training would start with the initial rate.
private struct Falling: ParameterwiseOptimizer {
    var learningRate = 0.1
    var state = OptimizerState()

    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) { learningRate *= 0.9 }

    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {}
}

/// An optimizer whose properties do not change during a training, except `state`, which a checkpoint contains.
private struct Careful: ParameterwiseOptimizer {
    var learningRate = 0.1
    var state = OptimizerState()
    let scale = Tensor<Float>([1, 2])
    let names: [String: Double] = ["a": 1, "b": 2]
    let rule: @Sendable (Double) -> Double = { $0 * 2 }
    let other: Int? = nil

    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let former: Tensor<Scalar> = state.first ?? Tensor(zeros: parameter.shape)
        state = [former * 0.5 + gradient]
        parameter -= state[0] * Scalar(learningRate)
    }
}

@Suite struct UnsavedStateTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("unsaved-\(UUID().uuidString)").path
    private let data = CornerPoints<Float>(count: 30)

    private func trainer(_ optimizer: any Optimizer) -> Trainer<Perceptron<Float>, ClassificationBatch<Float>> {
        Trainer(
            Perceptron(isNormalized: true), optimizer: optimizer, objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 1))
    }

    @Test func stateThatWouldBeLostIsRefusedAtTheFirstSave() throws {
        let expected: [(any Optimizer, [String])] = [
            (Careless(), ["count", "last"]), (WithObject(), ["memory"]), (Falling(), ["learningRate"]),
        ]
        for (optimizer, fields) in expected {
            var run = TrainingRun(
                trainer(optimizer), epochs: 1, checkpoints: CheckpointDirectory(path: directory),
                observers: [])
            let error = #expect(throws: CheckpointError.self) { _ = try run.run(train: data, test: data) }
            #expect(error?.fault == .unsavedState(optimizer: "\(type(of: optimizer))", fields: fields))
            let words =
                "a checkpoint cannot save \(fields.joined(separator: ", ")) of the optimizer \(type(of: optimizer)), so"
            #expect(error?.description.contains(words) == true)
            #expect(!FileManager.default.fileExists(atPath: directory))
        }
    }

    /// A user's optimizer that keeps everything in `state` can be resumed: the training ends with the same bits as an
    /// uninterrupted training.
    @Test func stateOfAUsersOptimizerIsSaved() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var whole: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Careful())
        var (first, second) = (whole, whole)
        let checkpoints = CheckpointDirectory(path: directory)
        for _ in 0 ..< 4 { _ = whole.trainEpoch(on: data) }
        for _ in 0 ..< 2 { _ = first.trainEpoch(on: data) }
        try checkpoints.save(first)
        try checkpoints.restore(&second)
        for _ in 0 ..< 2 { _ = second.trainEpoch(on: data) }
        #expect(second.model.hidden.weight == whole.model.hidden.weight)
    }

    /// A checkpoint contains no parameter groups, so `restore` must not change the groups of the trainer's optimizer.
    @Test func groupsOutlastAResumption() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var optimizer = Adam(learningRate: 0.01)
        optimizer.groups = [ParameterGroup("*.bias", learningRateFactor: 0.1)]
        var whole: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(optimizer)
        var (first, second) = (whole, whole)
        let checkpoints = CheckpointDirectory(path: directory)
        for _ in 0 ..< 2 { _ = whole.trainEpoch(on: data) }
        _ = first.trainEpoch(on: data)
        try checkpoints.save(first)
        try checkpoints.restore(&second)
        _ = second.trainEpoch(on: data)
        #expect(second.optimizer.groups == [ParameterGroup("*.bias", learningRateFactor: 0.1)])
        #expect(second.model.hidden.bias == whole.model.hidden.bias)
    }
}
