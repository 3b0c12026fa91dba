import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LossTrapTests {
    @Test func classWeightsOfOtherLengthTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([0, 1]), classWeights: Tensor(ones: [2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: class weights [2] for scores [2, 3] must be [3]"))
    }

    @Test func maskOfOtherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([0, 1]), mask: Tensor([true]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: mask [1] for scores [2, 3] must be [2]"))
    }

    @Test func labelThatIsNotIgnoredTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([-1, -100]), ignoreIndex: -100)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: label -1 is not one of 3 classes, counted from 0"))
    }

    @Test func weightsThatDoNotBroadcastTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = binaryCrossEntropy(
                logits: Tensor<Float>(zeros: [2, 3]), Tensor(zeros: [2, 3]), positiveWeights: Tensor(ones: [2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("binaryCrossEntropy: positive weights [2] do not broadcast to predictions [2, 3]"))
    }

    @Test func hingeTargetThatIsNoSignTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = hingeLoss(Tensor<Float>(zeros: [2]), Tensor([1, 0]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("hingeLoss: the target 0.0 is neither -1 nor 1"))
    }

    @Test func tripletOfOtherShapesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let a = Tensor<Float>(zeros: [2, 3])
            _ = tripletMarginLoss(anchor: a, positive: a, negative: Tensor(zeros: [3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("tripletMarginLoss: anchor [2, 3], positive [2, 3] and negative [3] differ in shape"))
    }

    @Test func maskOfOtherAxesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maskedMean(Tensor<Float>(zeros: [2, 3]), Tensor([true, true, false]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("maskedMean: mask [3] is not of the leading axes of losses [2, 3]"))
    }
}
