import Datasets
import Differentiation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing
import Training

@Suite struct TrainerScheduleTests {
    private let data = CornerPoints<Double>(count: 40)

    /// The trainer takes the learning rate and the momentum of every step from the schedule. The weights have the same
    /// bits as in a loop that sets the rate and the momentum before every step.
    @Test func scheduleMovesTheMomentum() {
        let schedule = OneCycleSchedule(peak: 0.1, stepCount: 12, momentum: 0.6 ... 0.9)
        let optimizers: [any MomentumOptimizer] = [
            SGD(learningRate: 0.1), AdamW(learningRate: 0.1), Adam(learningRate: 0.1), RMSProp(learningRate: 0.1),
        ]
        for optimizer in optimizers {
            var trainer = Trainer(
                Perceptron<Double>(), optimizer: optimizer, schedule: schedule, objective: .classification(),
                options: TrainerOptions(batchSize: 40, seed: 1))
            var (byHand, model): (any MomentumOptimizer, Perceptron<Double>) = (optimizer, Perceptron())
            let (inputs, labels) = data.all
            for step in 0 ..< 12 {
                _ = trainer.trainStep((inputs, labels))
                byHand.learningRate = schedule.learningRate(at: step)
                byHand.scheduledMomentum = schedule.momentum(at: step) ?? .nan
                byHand.update(&model, along: gradient(at: model) { crossEntropy($0(inputs), labels) })
                #expect(trainer.model.hidden.weight == model.hidden.weight, "\(type(of: optimizer)), step \(step)")
            }
        }
    }

    @Test func optimizerKeepsItsMomentumUnlessTheScheduleMovesIt() throws {
        var trainer = Trainer(
            Perceptron<Double>(), optimizer: SGD(learningRate: 0.1, momentum: 0.3),
            schedule: OneCycleSchedule(peak: 0.1, stepCount: 12), objective: .classification(),
            options: TrainerOptions(batchSize: 10, seed: 1))
        _ = trainer.trainEpoch(on: data)
        let optimizer: SGD = try #require(trainer.optimizer as? SGD)
        #expect(
            optimizer.momentum == 0.3
                && optimizer.learningRate == OneCycleSchedule(peak: 0.1, stepCount: 12).learningRate(at: 3))
    }

    @Test func withoutAScheduleTheOptimizersRateStays() {
        var (own, scheduled):
            (
                Trainer<Perceptron<Double>, ClassificationBatch<Double>>,
                Trainer<Perceptron<Double>, ClassificationBatch<Double>>
            ) = (
                Trainer(
                    Perceptron(), optimizer: SGD(learningRate: 0.3), objective: .classification(),
                    options: TrainerOptions(batchSize: 10, seed: 1)),
                Trainer(
                    Perceptron(), optimizer: SGD(learningRate: 0.3), schedule: ConstantSchedule(0.3),
                    objective: .classification(), options: TrainerOptions(batchSize: 10, seed: 1))
            )
        _ = own.trainEpoch(on: data)
        _ = scheduled.trainEpoch(on: data)
        #expect(own.model.hidden.weight == scheduled.model.hidden.weight)
        #expect(own.model.hidden.weight != Perceptron<Double>().hidden.weight)
    }

    @Test func twoLearningRatesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Trainer(
                Perceptron<Float>(), optimizer: SGD(learningRate: 0.5), schedule: ConstantSchedule(0.1),
                objective: .classification(), options: TrainerOptions(batchSize: 4, seed: 1))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains(
                "Trainer: the optimizer's learning rate 0.5 would have no effect beside the schedule's 0.1"))
    }

    @Test func momentumThatNobodyTakesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            struct Plain: ParameterwiseOptimizer {
                var learningRate = 0.1
                var state = OptimizerState()
                func step<Scalar: RealScalar>(
                    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
                ) {}
            }
            _ = Trainer(
                Perceptron<Float>(), optimizer: Plain(),
                schedule: OneCycleSchedule(peak: 0.1, stepCount: 4, momentum: 0.8 ... 0.9),
                objective: .classification(), options: TrainerOptions(batchSize: 4, seed: 1))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Trainer: the schedule moves the momentum, and Plain has none"))
    }

    @Test func settingsWithoutEffectTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let trainer = Trainer(
                Perceptron<Float>(), optimizer: Adam(), objective: .classification(),
                options: TrainerOptions(batchSize: 4, seed: 1))
            _ = TrainingRun(trainer, epochs: 1, stepsPerCheckpoint: 10, observers: [])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("to save every 10 steps needs a positive number and a"))
    }
}
