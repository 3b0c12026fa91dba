import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct MetricTrapTests {
    @Test func targetThatIsNeitherTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = areaUnderROC([0.5, 0.2], [1, 2])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("areaUnderROC: the target 2 is neither 0 nor 1"))
    }

    @Test func otherShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = rSquared(Tensor<Float>(zeros: [4, 1]), Tensor(zeros: [4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("RegressionErrors: predictions [4, 1] and targets [4] differ in shape"))
    }

    @Test func labelBeyondTheClassesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = confusionMatrix([0], [3], classCount: 3)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ConfusionMatrix: prediction 0 or label 3 is not one of 3 classes, counted from 0"))
    }

    @Test func negativeWeightTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = brierScore([0.5], [1], weights: [-1])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("brierScore: the weight -1.0 is negative"))
    }

    @Test func scoreThatIsNoProbabilityTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = logLoss(Tensor<Double>([[2, -1]]), Tensor([0]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("logLoss: 2.0 is not a probability"))
    }
}
