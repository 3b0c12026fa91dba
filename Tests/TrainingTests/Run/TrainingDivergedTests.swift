import Datasets
import Differentiation
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

/// An optimizer that imitates a divergence of gradient descent. After step `lastGoodStep`, the optimizer multiplies the
/// parameters by `value`, or adds `value` to the state. `value` is NaN, infinite or very large.
private struct Spoiler: ParameterwiseOptimizer {
    enum Victim: Sendable, CaseIterable { case parameter, state }

    var learningRate = 0.01
    var state = OptimizerState()
    let lastGoodStep: Int
    let victim: Victim
    var value = Double.nan

    func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        if state.isEmpty { state = [Tensor(zeros: parameter.shape)] }
        parameter -= gradient * Scalar(learningRate)
        guard self.state.stepCount > lastGoodStep else { return }
        switch victim {
        case .parameter: parameter *= Scalar(value)
        case .state: state[0] += Scalar(value)
        }
    }
}

/// A module with the parameter `unused`, which has no effect on the loss. The loss stays finite even if this parameter
/// is infinite.
private struct WithUnused: Module {
    var used: Linear<Float>
    var unused = Tensor<Float>(ones: [3])

    init() {
        var generator = PhiloxGenerator(seed: 1)
        used = Linear(2, 3, using: &generator)
    }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { used(input) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&used, "used")
        visitor.visit(&unused, "unused")
    }
}

/// An optimizer that makes the parameter `unused` infinite after step `lastGoodStep`, and changes no other parameter.
private struct UnusedSpoiler: Optimizer {
    var learningRate = 0.01
    var state = OptimizerState()
    let lastGoodStep: Int

    mutating func update<Model: Parameterized>(_ model: inout Model, along gradient: Model) {
        state.stepCount += 1
        if state.stepCount > lastGoodStep, var spoilt = model as? WithUnused {
            spoilt.unused *= .infinity
            if let result = spoilt as? Model { model = result }
        }
    }
}

@Suite struct TrainingDivergedTests {
    private let directory: String = FileManager.default.temporaryDirectory
        .appendingPathComponent("divergence-\(UUID().uuidString)").path
    private let data = CornerPoints<Float>(count: 60)

    /// Trains with batches of 10 samples until the training diverges. The run saves a checkpoint after every epoch, and
    /// also after each `saveEvery` steps unless `saveEvery` is `nil`. Returns the error, the trainer restored from the
    /// checkpoint, and the record of the checkpoint.
    private func diverge<Model: TensorModule<Float>>(
        _ model: Model, _ optimizer: any Optimizer, averageDecay: Double? = nil, epochs: Int = 3, saveEvery: Int? = nil
    ) throws -> (error: TrainingDiverged, kept: Trainer<Model, ClassificationBatch<Float>>, record: TrainingRecord) {
        let trainer = Trainer(
            model, optimizer: optimizer, objective: .classification(),
            options: TrainerOptions(batchSize: 10, averageDecay: averageDecay, seed: 2))
        let checkpoints = CheckpointDirectory(path: directory)
        var run = TrainingRun(
            trainer, epochs: epochs, checkpoints: checkpoints, stepsPerCheckpoint: saveEvery, observers: [])
        let error = try #require(throws: TrainingDiverged.self) { _ = try run.run(train: data, test: data) }
        var kept: Trainer<Model, ClassificationBatch<Float>> = trainer
        let record: TrainingRecord = try checkpoints.restore(&kept)
        return (error, kept, record)
    }

    /// After a divergence, the directory contains the last checkpoint whose tensors are all finite. The run writes a
    /// checkpoint at the end of every epoch, which has six steps, and at each multiple of `saveEvery`.
    @Test(arguments: [nil, 2, 5] as [Int?])
    func theLastGoodCheckpointStays(saveEvery: Int?) throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for victim in Spoiler.Victim.allCases {
            for lastGood in [4, 5, 6, 11, 12, 13] {
                for value in [Double.nan, .infinity] {
                    for decay in [nil, 0.9] as [Double?] {
                        let spoiler = Spoiler(lastGoodStep: lastGood, victim: victim, value: value)
                        let (error, kept, record) = try diverge(
                            Perceptron<Float>(isNormalized: true), spoiler, averageDecay: decay, saveEvery: saveEvery)
                        let steps: [Int] = (0 ... lastGood).filter { step in
                            step.isMultiple(of: 6) || saveEvery.map { step.isMultiple(of: $0) } ?? false
                        }
                        #expect(kept.position.step == steps.last && error.savedStep == steps.last)
                        #expect(kept.nonFiniteTensors == [] && record.history.allSatisfy(\.trainLoss.isFinite))
                        #expect(error.checkpoint == directory && error.step > lastGood)
                        #expect(error.description.contains("from step \(steps.last ?? -1), before that"))
                        #expect(error.description.contains("diverged at step \(error.step), in epoch \(error.epoch)"))
                        #expect(error.description.contains("smaller learning rate"))
                    }
                }
            }
        }
    }

    /// Step 9 makes a weight NaN, so the loss of step 10 is NaN. The run throws at step 10.
    @Test func theStepOfTheFirstNaNEndsTheTraining() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (error, _, _) = try diverge(Perceptron<Float>(), Spoiler(lastGoodStep: 8, victim: .parameter), epochs: .max)
        #expect(error.step == 10 && error.epoch == 2)
        guard case .loss(let loss) = error.cause else { return #expect(Bool(false), "\(error)") }
        #expect(loss.isNaN && error.description.contains("the loss is nan"))
    }

    @Test func weightsThatNoLossDependsOnAreLookedAtBeforeTheyAreSaved() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        for (saveEvery, found) in [(nil, 12), (4, 8)] as [(Int?, Int)] {
            let (error, kept, _) = try diverge(WithUnused(), UnusedSpoiler(lastGoodStep: 7), saveEvery: saveEvery)
            #expect(error.step == found && error.cause == .weights(["model.unused"]))
            #expect(kept.position.step == 6)
            #expect(error.description.contains("model.unused holds numbers that are not finite"))
        }
    }

    /// No loss is computed after the last step, so the run itself checks that the weights are finite.
    @Test func theTrainedModelIsAlwaysFinite() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (error, kept, _) = try diverge(
            Perceptron<Float>(), Spoiler(lastGoodStep: 5, victim: .parameter), epochs: 1)
        #expect(error.step == 6 && kept.position.step == 0)
    }

    /// A training diverges if the weights are finite but the loss on the test set overflows.
    @Test func overflowInTheTestIsADivergence() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let spoiler = Spoiler(lastGoodStep: 5, victim: .parameter, value: 1e30)
        let (error, kept, _) = try diverge(Perceptron<Float>(), spoiler, epochs: 1)
        #expect(error.cause == .testLoss && kept.position.step == 0)
    }

    @Test func errorSaysThatNoCheckpointWasWritten() throws {
        let trainer = Trainer(
            Perceptron<Float>(), optimizer: Spoiler(lastGoodStep: 7, victim: .parameter), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 2))
        var run = TrainingRun(trainer, epochs: 3, observers: [])
        let error = #expect(throws: TrainingDiverged.self) { _ = try run.run(train: data, test: data) }
        #expect(error?.description.contains("No checkpoint was written.") == true)
    }

    /// The user presses Ctrl-C at the step that makes a weight infinite. The loss does not depend on this weight. The
    /// run must not write a checkpoint with the infinite weight.
    @Test func interruptionDoesNotSaveInfiniteWeights() async {
        await #expect(processExitsWith: .success) {
            let interrupter = TrainingObserver { event in
                guard event.step == 8, case .stepEnded = event.kind else { return }
                // Waits until the signal has arrived: the threads of the tests block signals, so another thread
                // receives the signal.
                kill(getpid(), SIGINT)
                while !Interruption.isRequested { Thread.sleep(forTimeInterval: 0.001) }
            }
            let directory: String = FileManager.default.temporaryDirectory
                .appendingPathComponent("divergence-\(UUID().uuidString)").path
            defer { try? FileManager.default.removeItem(atPath: directory) }
            let data = CornerPoints<Float>(count: 60)
            Interruption.listen()
            let checkpoints = CheckpointDirectory(path: directory)
            var trainer = Trainer(
                WithUnused(), optimizer: UnusedSpoiler(lastGoodStep: 7), objective: .classification(),
                options: TrainerOptions(batchSize: 10, seed: 2))
            var run = TrainingRun(
                trainer, epochs: 3, checkpoints: checkpoints, observers: [interrupter])
            let error = try #require(throws: TrainingDiverged.self) { _ = try run.run(train: data, test: data) }
            try checkpoints.restore(&trainer)
            try #require(error.step == 8 && error.savedStep == 6 && trainer.position.step == 6)
        }
    }

    /// A parameter that is infinite before the training, such as a mask of −∞, is no divergence.
    @Test func maskOfInfinitiesMayStay() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var model = WithUnused()
        model.unused *= -.infinity
        let trainer = Trainer(
            model, optimizer: UnusedSpoiler(lastGoodStep: 100), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 2))
        let checkpoints = CheckpointDirectory(path: directory)
        var run = TrainingRun(trainer, epochs: 1, checkpoints: checkpoints, observers: [])
        _ = try run.run(train: data, test: data)
        var resumed: Trainer<WithUnused, ClassificationBatch<Float>> = trainer
        try checkpoints.restore(&resumed)
        #expect(resumed.position.step == 6)
    }

    /// An earlier version wrote checkpoints even after a divergence. `restore` throws an error for such a checkpoint.
    @Test func checkpointOfADivergedTrainingIsNotResumed() throws {
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let checkpoints = CheckpointDirectory(path: directory)
        let sound = Trainer(
            Perceptron<Float>(), optimizer: SGD(learningRate: 0.1), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 2))
        var spoilt = Perceptron<Float>()
        spoilt.hidden.weight *= .nan
        // `save` writes this checkpoint: the weight is NaN before the training starts, and this is no divergence.
        try checkpoints.save(
            Trainer(
                spoilt, optimizer: SGD(learningRate: 0.1), objective: .classification(),
                options: TrainerOptions(batchSize: 10, seed: 2)))
        var resumed: Trainer<Perceptron<Float>, ClassificationBatch<Float>> = sound
        let error = #expect(throws: CheckpointError.self) { try checkpoints.restore(&resumed) }
        #expect(error?.description.contains("the training had diverged: model.hidden.weight holds") == true)
        #expect(resumed.model.hidden.weight == sound.model.hidden.weight)
    }

    /// The sentence names the set on which the loss is NaN.
    @Test func overflowOnTheValidationSetIsNamed() throws {
        let trainer = Trainer(
            Perceptron<Float>(), optimizer: Spoiler(lastGoodStep: 5, victim: .parameter, value: 1e30),
            objective: .classification(), options: TrainerOptions(batchSize: 10, seed: 2))
        var run = TrainingRun(trainer, epochs: 1, observers: [])
        let onValidation = #expect(throws: TrainingDiverged.self) {
            _ = try run.run(train: data, validation: data, test: data)
        }
        #expect(onValidation?.cause == .testLoss && onValidation?.measuredSet == "validation")
        let sentence: String = onValidation?.description ?? ""
        #expect(sentence.contains("the validation loss is not a number"), "\(sentence)")
        #expect(sentence.contains("such numbers in the validation samples"), "\(sentence)")
        var second = TrainingRun(trainer, epochs: 1, observers: [])
        let onTest = #expect(throws: TrainingDiverged.self) { _ = try second.run(train: data, test: data) }
        #expect(onTest?.measuredSet == "test")
        #expect(onTest?.description.contains("the test loss is not a number") == true)
    }
}
