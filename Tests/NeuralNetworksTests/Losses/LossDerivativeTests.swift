import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// The derivatives and second derivatives of every loss agree with central differences, in every memory layout and with
/// every reduction.
@Suite struct LossDerivativeTests {
    typealias Loss = @Sendable ([Tensor<Double>], LossReduction) -> Tensor<Double>

    private static let scores: Tensor<Double> = sample([2, 3, 4], in: -2 ... 2)
    private static let labels = Tensor<Int>([[0, 3, 1], [2, 9, 2]])
    private static let weights: Tensor<Double> = sample([4], in: 0.3 ... 2, seed: 2)
    private static let signs = Tensor<Double>([[1, -1, 1], [-1, -1, 1]])

    static let losses: [(name: String, inputs: [Tensor<Double>], loss: Loss)] = [
        (
            "crossEntropy", [scores],
            {
                crossEntropy(
                    $0[0], labels, classWeights: weights, sampleWeights: sample([2, 3], in: 0.5 ... 2, seed: 4),
                    ignoreIndex: 9, labelSmoothing: 0.1, reduction: $1)
            }
        ),
        (
            "crossEntropy of matrices", [sample([5, 4], in: -2 ... 2)],
            { crossEntropy($0[0], Tensor([0, 3, 1, 2, 2]), reduction: $1) }
        ),
        (
            "huberLoss", [scores, sample([2, 3, 4], seed: 1)],
            { huberLoss($0[0], $0[1], delta: 0.7, reduction: $1) }
        ),
        (
            "crossEntropy of probabilities", [scores, sample([2, 3, 4], in: 0.1 ... 0.5, seed: 1)],
            {
                crossEntropy(
                    $0[0], probabilities: $0[1], classWeights: weights, mask: labels .!= 9, labelSmoothing: 0.1,
                    reduction: $1)
            }
        ),
        (
            "negativeLogLikelihood", [scores],
            { negativeLogLikelihood($0[0], labels, classWeights: weights, ignoreIndex: 9, reduction: $1) }
        ),
        (
            "binaryCrossEntropy", [sample([2, 3, 4], in: 0.1 ... 0.9), sample([2, 3, 4], in: 0.1 ... 0.9, seed: 1)],
            { binaryCrossEntropy($0[0], $0[1], weights: weights, reduction: $1) }
        ),
        (
            "binaryCrossEntropy of logits", [scores, sample([2, 3, 4], in: 0.1 ... 0.9, seed: 1)],
            { binaryCrossEntropy(logits: $0[0], $0[1], weights: weights, positiveWeights: weights, reduction: $1) }
        ),
        (
            "klDivergence", [sample([2, 3, 4], in: -3 ... -1), sample([2, 3, 4], in: 0.1 ... 0.9, seed: 1)],
            { klDivergence($0[0], $0[1], reduction: $1) }
        ),
        (
            "klDivergence from a logarithm", [sample([2, 4], in: -3 ... -1), sample([2, 4], in: -2 ... 0, seed: 1)],
            { klDivergence($0[0], $0[1], targetIsLogarithm: true, reduction: $1) }
        ),
        (
            "poissonNegativeLogLikelihood", [sample([2, 3]), sample([2, 3], in: 1.5 ... 5, seed: 1)],
            { poissonNegativeLogLikelihood($0[0], $0[1], isFull: true, reduction: $1) }
        ),
        (
            "poissonNegativeLogLikelihood of rates",
            [sample([2, 3], in: 0.5 ... 2), sample([2, 3], in: 1.5 ... 5, seed: 1)],
            { poissonNegativeLogLikelihood($0[0], $0[1], predictionIsLogarithm: false, reduction: $1) }
        ),
        (
            "gaussianNegativeLogLikelihood",
            [sample([2, 3]), sample([2, 3], seed: 1), sample([2, 1], in: 0.5 ... 2)],
            { gaussianNegativeLogLikelihood($0[0], $0[1], variance: $0[2], isFull: true, reduction: $1) }
        ),
        (
            "smoothL1Loss", [scores, sample([2, 3, 4], seed: 1)],
            { smoothL1Loss($0[0], $0[1], beta: 0.7, reduction: $1) }
        ),
        ("hingeLoss", [sample([2, 3], in: -2 ... 2)], { hingeLoss($0[0], signs, reduction: $1) }),
        ("squaredHingeLoss", [sample([2, 3], in: -2 ... 2)], { squaredHingeLoss($0[0], signs, reduction: $1) }),
        (
            "multiMarginLoss", [scores],
            {
                multiMarginLoss(
                    $0[0], Tensor([[0, 3, 1], [2, 0, 2]]), isSquared: true, classWeights: weights, reduction: $1)
            }
        ),
        (
            "cosineEmbeddingLoss", [scores, sample([2, 3, 4], seed: 1)],
            { cosineEmbeddingLoss($0[0], $0[1], signs, margin: -0.5, reduction: $1) }
        ),
        (
            "tripletMarginLoss", [scores, sample([2, 3, 4], seed: 1), sample([2, 3, 4], seed: 2)],
            { tripletMarginLoss(anchor: $0[0], positive: $0[1], negative: $0[2], margin: 3, swap: true, reduction: $1) }
        ),
        (
            "maskedMean", [scores],
            { losses, _ in maskedMean(losses[0].squared(), Tensor([[true, false, true], [true, true, false]])) }
        ),
    ]

    @Test(arguments: losses.indices)
    func agreesWithCentralDifferences(index: Int) {
        let (name, inputs, loss) = Self.losses[index]
        for reduction in [LossReduction.mean, .sum, .none] {
            #expect(problems(of: { loss($0, reduction) }, at: inputs, tolerance: 3e-7) == [], "\(name) \(reduction)")
        }
    }

    @Test(arguments: [LossReduction.mean, .sum, .none])
    func ctcLossAgreesWithCentralDifferences(reduction: LossReduction) {
        let found: [String] = problems(
            of: {
                ctcLoss(
                    $0[0], Tensor([[1, 1, 2], [2, 1, 0]]), inputLengths: [6, 4], labelLengths: [3, 2],
                    reduction: reduction)
            }, at: [sample([2, 6, 3], in: -2 ... 0)], hasSecondDerivative: false)
        #expect(found == [])
    }
}
