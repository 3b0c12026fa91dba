import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Losses are infinite or NaN where they should be, and ignore the samples that they should ignore.
@Suite struct LossEdgeTests {
    @Test func notANumberStaysNotANumber() {
        let nan = Tensor<Double>([[.nan, 1]])
        let one = Tensor<Double>([[1, 1]])
        let losses: [Tensor<Double>] = [
            hingeLoss(nan, one), squaredHingeLoss(nan, one), hingeLoss(one, nan), smoothL1Loss(nan, one),
            cosineEmbeddingLoss(nan, one, Tensor([1])), cosineEmbeddingLoss(one, one, Tensor([.nan])),
            tripletMarginLoss(anchor: nan, positive: one, negative: one), multiMarginLoss(nan, Tensor([1])),
            poissonNegativeLogLikelihood(nan, one), gaussianNegativeLogLikelihood(nan, one, variance: one),
            gaussianNegativeLogLikelihood(one, one, variance: nan), klDivergence(nan, one), klDivergence(one, nan),
            crossEntropy(nan, probabilities: one), crossEntropy(one, probabilities: nan),
            crossEntropy(nan, Tensor([0]), classWeights: Tensor([1, 2])),
        ]
        for (index, loss) in losses.enumerated() { #expect(loss.scalar.isNaN, "loss \(index)") }
    }

    private static let lossesOfPairs: [@Sendable (Tensor<Double>, Tensor<Double>, LossReduction) -> Tensor<Double>] = [
        { crossEntropy($0, probabilities: $1, labelSmoothing: 0.1, reduction: $2) },
        { binaryCrossEntropy(logits: $0, $1, weights: Tensor(2), positiveWeights: Tensor(3), reduction: $2) },
        { klDivergence($0, $1, reduction: $2) }, { poissonNegativeLogLikelihood($0, $1, isFull: true, reduction: $2) },
        { gaussianNegativeLogLikelihood($0, $0 * 2, variance: $1, reduction: $2) },
        { smoothL1Loss($0, $1, reduction: $2) }, { hingeLoss($0, Tensor(ones: $1.shape), reduction: $2) },
        { cosineEmbeddingLoss($0, $1, Tensor(ones: [$0.shape[0]]), reduction: $2) },
        { tripletMarginLoss(anchor: $0, positive: $1, negative: $1 * 3, margin: 9, reduction: $2) },
    ]

    /// If there are no samples, or if the samples have no features, the sum of the losses is 0, and the mean over no
    /// samples is NaN.
    @Test(arguments: lossesOfPairs.indices)
    func axesWithoutElements(index: Int) {
        let loss = Self.lossesOfPairs[index]
        for shape in [[0, 3], [2, 0], [0, 0], [1, 1]] as [Shape] {
            let inputs: [Tensor<Double>] = [sample(shape), sample(shape, in: 0.2 ... 0.8, seed: 1)]
            let found: [String] = problems(of: { loss($0[0], $0[1], .sum) }, at: inputs, hasSecondDerivative: false)
            #expect(found == [], "\(shape)")
            #expect(loss(inputs[0], inputs[1], .none).sum().scalar == loss(inputs[0], inputs[1], .sum).scalar)
            if shape[0] == 0 { #expect(loss(inputs[0], inputs[1], .mean).scalar.isNaN, "\(shape)") }
        }
    }
}
