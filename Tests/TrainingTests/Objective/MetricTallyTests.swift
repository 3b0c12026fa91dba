import Optimizers
import Testing
import Training

@Suite struct MetricTallyTests {
    @Test func theTrainingAccuracyIsThatOfTheModelBeforeEachStep() {
        let data = CornerPoints<Double>(count: 40)
        var still = Trainer(
            Perceptron<Double>(), optimizer: SGD(learningRate: 0), objective: .classification(),
            options: TrainerOptions(batchSize: 7, seed: 1))
        _ = still.trainEpoch(on: data)
        #expect(still.trainingMetrics.map(\.name) == ["accuracy"])
        #expect(still.trainingMetrics[0].value == evaluate(still.model, on: data).accuracy)
    }
}
