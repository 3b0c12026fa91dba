import Datasets
import Foundation
import Interchange
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// The optimizer Lion, written as the documentation shows a user's optimizer.
private struct OwnLion: ParameterwiseOptimizer {
    var learningRate = 1e-4
    var weightDecay = 0.0
    var state = OptimizerState()

    func step<Scalar: RealScalar>(
        _ weight: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let momentum: Tensor<Scalar> = state.first ?? Tensor(zeros: weight.shape)
        let direction: Tensor<Scalar> = (momentum * 0.9 + gradient * 0.1).sign()
        weight -= (direction + weight * Scalar(weightDecay)) * Scalar(learningRate)
        state = [momentum * 0.99 + gradient * 0.01]
    }
}

/// A training that is resumed from a checkpoint ends with the same bits as an uninterrupted training. The property is
/// checked for every optimizer in `optimizers`, with and without frozen parameters.
@Suite struct OptimizerResumptionTests {
    static let optimizers: [any Optimizer] = [
        OwnLion(learningRate: 0.01, weightDecay: 0.1), Lion(learningRate: 0.01), Adagrad(learningRate: 0.1), NAdam(),
        RAdam(learningRate: 0.01), Adam(amsgrad: true), AdamW(amsgrad: true), LBFGS(learningRate: 0.05),
    ]
    private let data = CornerPoints<Float>(count: 30)
    private let checkpoints = CheckpointDirectory(
        path: FileManager.default.temporaryDirectory.appendingPathComponent("optimizer-\(UUID().uuidString)").path)

    private func trainer(_ optimizer: any Optimizer, _ groups: [ParameterGroup] = []) -> Trainer<
        Perceptron<Float>, ClassificationBatch<Float>
    > {
        var optimizer: any Optimizer = optimizer
        optimizer.groups = groups
        return Trainer(
            Perceptron(isNormalized: true), optimizer: optimizer, objective: .classification(),
            options: TrainerOptions(batchSize: optimizer is any ClosureOptimizer ? data.count : 10, seed: 1))
    }

    private func bits(_ trainer: Trainer<Perceptron<Float>, ClassificationBatch<Float>>) -> [[Float]] {
        let model: Perceptron<Float> = trainer.model
        let tensors: [Tensor<Float>?] = [
            model.hidden.weight, model.hidden.bias, model.output.weight, model.norm?.weight,
        ]
        return tensors.map { $0?.scalars ?? [] }
    }

    /// Returns the loss in training mode. The loss in inference mode would depend on the running statistics, which are
    /// still far from the data after a few steps.
    private func trainingLoss(_ model: Perceptron<Float>) -> Float {
        withMode(.training) { crossEntropy(model(data.all.inputs), data.all.targets).scalar }
    }

    @Test(arguments: optimizers.indices, [[], [.frozen("hidden.*")]] as [[ParameterGroup]])
    func resumesWithTheSameBits(index: Int, groups: [ParameterGroup]) throws {
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var whole: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Self.optimizers[index], groups)
        var (first, second) = (whole, whole)
        for _ in 0 ..< 6 { _ = whole.trainEpoch(on: data) }
        for _ in 0 ..< 3 { _ = first.trainEpoch(on: data) }
        try checkpoints.save(first)
        try checkpoints.restore(&second)
        for _ in 0 ..< 3 { _ = second.trainEpoch(on: data) }
        #expect(bits(second) == bits(whole))
        let start: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Self.optimizers[index])
        #expect((bits(whole)[0] == bits(start)[0]) == !groups.isEmpty && bits(whole)[2] != bits(start)[2])
        let (now, before): (Float, Float) = (trainingLoss(whole.model), trainingLoss(start.model))
        #expect(now < before, "\(Self.optimizers[index]) does not train: \(before), then \(now)")
    }

    /// A parameter that was frozen at first has made fewer steps than the other parameters. A checkpoint contains the
    /// number of steps of each parameter, so a resumed training has the same bits.
    @Test func stepsOfAFreedParameterAreSaved() throws {
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var first: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(
            Adam(learningRate: 0.1), [.frozen("hidden.*")])
        for _ in 0 ..< 2 { _ = first.trainEpoch(on: data) }
        try checkpoints.save(first)
        var freed: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Adam(learningRate: 0.1))
        try checkpoints.restore(&freed)
        _ = freed.trainEpoch(on: data)
        // The first step of Adam moves every element by the learning rate, 0.1. Three steps move an element by at most
        // three times the rate.
        let moves: Tensor<Float> = (freed.model.hidden.weight - first.model.hidden.weight).abs()
        #expect(moves.max().scalar <= 0.3001 && moves.max().scalar > 0.1)
        try checkpoints.save(freed)
        var resumed: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Adam(learningRate: 0.1))
        try checkpoints.restore(&resumed)
        _ = freed.trainEpoch(on: data)
        _ = resumed.trainEpoch(on: data)
        #expect(bits(freed) == bits(resumed))
    }

    @Test(arguments: [-1, 7, 0.5, 1e300])
    func stepsThatCannotBeAreATypedError(count: Double) throws {
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var trained: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(
            Adam(learningRate: 0.1), [.frozen("hidden.*")])
        for _ in 0 ..< 2 { _ = trained.trainEpoch(on: data) }
        try checkpoints.save(trained)
        let file = try SafeTensorsFile(contentsOf: checkpoints.file)
        var tensors: [String: AnyTensor] = try Dictionary(
            uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
        var counts: Tensor<Double> = try #require(tensors["optimizer.stepCounts"]?.tensor(as: Double.self))
        #expect(counts.scalars == [0, 0, 6, 6, 6, 6])
        counts = Tensor([0, 0, count, 6, 6, 6])
        tensors["optimizer.stepCounts"] = AnyTensor(counts)
        try SafeTensorsFile(tensors, metadata: file.metadata).write(to: checkpoints.file)
        let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trained) }
        #expect(error?.description.contains("the number of steps of its parameter 2 is not one within 0 and 6") == true)
    }

    /// A state tensor under the name of another parameter is an error when the checkpoint is restored. The values of
    /// the tensor cannot show the fault, because the values are finite. So a checkpoint contains the number of state
    /// tensors of each parameter.
    @Test(arguments: optimizers.indices)
    func aTensorInThePlaceOfAnotherParametersIsATypedError(index: Int) throws {
        defer { try? FileManager.default.removeItem(atPath: checkpoints.path) }
        var trained: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = trainer(Self.optimizers[index])
        for _ in 0 ..< 2 { _ = trained.trainEpoch(on: data) }
        try checkpoints.save(trained)
        let file = try SafeTensorsFile(contentsOf: checkpoints.file)
        var tensors: [String: AnyTensor] = try Dictionary(
            uniqueKeysWithValues: file.names.map { ($0, try file.anyTensor($0)) })
        let count: Int = tensors.keys.count { $0.hasPrefix("optimizer.1.") }
        // Parameter 1, the bias of the hidden layer, and parameter 2, the weight of the normalization, have the same
        // shape.
        tensors["optimizer.1.\(count)"] = tensors["optimizer.2.\(count - 1)"]
        #expect(tensors["optimizer.1.\(count)"] != nil)
        tensors["optimizer.2.\(count - 1)"] = nil
        try SafeTensorsFile(tensors, metadata: file.metadata).write(to: checkpoints.file)
        let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trained) }
        #expect(
            error?.description.contains("tensors for its parameter 1, and \(count) were saved") == true,
            "\(error as Any)")
        // Also changes the record so that the record agrees with the moved tensor. Then L-BFGS refuses the state.
        guard trained.optimizer is LBFGS else { return }
        let record: String = try #require(file.metadata.values.first { $0.contains("optimizerTensorsPerParameter") })
        let counts: String = Array(repeating: "\(count)", count: 6).joined(separator: ",")
        let changed: String = Array(repeating: "\(count)", count: 6).enumerated().map { position, number in
            position == 1 ? "\(count + 1)" : position == 2 ? "\(count - 1)" : number
        }.joined(separator: ",")
        #expect(record.contains(counts))
        let metadata: [String: String] = file.metadata.mapValues { $0.replacingOccurrences(of: counts, with: changed) }
        try SafeTensorsFile(tensors, metadata: metadata).write(to: checkpoints.file)
        let other = #expect(throws: CheckpointError.self) { try checkpoints.restore(&trained) }
        #expect(other?.description.contains("L-BFGS keeps") == true, "\(other as Any)")
    }
}
