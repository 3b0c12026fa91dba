import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct EmbeddingLossesTests {
    @Test func vectorsOfZerosAreNeitherNearNorFar() {
        let zero = Tensor<Float>(zeros: [1, 3])
        let (value, derivative) = valueWithGradient(at: zero) { cosineEmbeddingLoss($0, zero, Tensor([1])) }
        #expect(value.scalar == 1 && derivative == zero)
        let triplet: Tensor<Float> = gradient(at: zero) {
            tripletMarginLoss(anchor: $0, positive: zero, negative: zero)
        }
        #expect(triplet.scalars.allSatisfy { $0.isFinite })
    }

    @Test func tripletOfOtherShapesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let a = Tensor<Float>(zeros: [2, 3])
            _ = tripletMarginLoss(anchor: a, positive: a, negative: Tensor(zeros: [3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("tripletMarginLoss: anchor [2, 3], positive [2, 3] and negative [3] differ in shape"))
    }
}
