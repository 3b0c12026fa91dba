import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Losses that are infinite or NaN, and losses that ignore samples.
@Suite struct LossEdgeTests {
    @Test func ignoredSamplesMayHoldAnything() {
        let scores = Tensor<Double>([[1, 2, 3], [.nan, .infinity, 0], [0, 1, 0]])
        let labels = Tensor<Int>([2, -100, 1])
        let rest: Tensor<Double> = scores.gathered(at: Tensor([0, 2]))
        for smoothing in [0, 0.1] {
            let (loss, derivative) = valueWithGradient(at: scores) {
                crossEntropy($0, labels, ignoreIndex: -100, labelSmoothing: smoothing)
            }
            let expected: Tensor<Double> = crossEntropy(rest, Tensor([2, 1]), labelSmoothing: smoothing)
            #expect(difference(loss, expected, tolerance: 1e-15) == nil)
            #expect(derivative[1] == Tensor(zeros: [3]) && derivative.scalars.allSatisfy { $0.isFinite })
        }
        let soft: Tensor<Double> = gradient(at: scores) {
            crossEntropy(
                $0, probabilities: Tensor(repeating: .nan, shape: [3, 3]), mask: Tensor([false, false, false]),
                reduction: .sum)
        }
        #expect(soft == Tensor(zeros: [3, 3]))
    }

    @Test func nothingThatCountsHasNoMean() {
        let scores: Tensor<Double> = sample([2, 3])
        #expect(crossEntropy(scores, Tensor([7, 7]), ignoreIndex: 7).scalar.isNaN)
        #expect(crossEntropy(scores, Tensor([7, 7]), ignoreIndex: 7, reduction: .sum).scalar == 0)
        #expect(crossEntropy(scores, Tensor([0, 1]), sampleWeights: Tensor(zeros: [2])).scalar.isNaN)
        #expect(crossEntropy(Tensor<Double>(zeros: [0, 2, 3]), Tensor(zeros: [0, 2])).scalar.isNaN)
        #expect(
            crossEntropy(Tensor<Double>(zeros: [2, 0, 3]), Tensor(zeros: [2, 0]), reduction: .none).shape == [2, 0])
        #expect(maskedMean(scores, Tensor([false, false])).scalar.isNaN)
    }

    /// A sample of weight 2 counts as two samples.
    @Test func weightsRepeatSamples() {
        let scores: Tensor<Double> = sample([3, 4])
        let labels = Tensor<Int>([1, 0, 3])
        let places = Tensor<Int>([0, 1, 1, 2, 2, 2])
        let weights = Tensor<Double>([1, 2, 3])
        let classWeights = Tensor<Double>([0.5, 2, 1, 3])
        let weighted: Tensor<Double> = crossEntropy(
            scores, labels, classWeights: classWeights, sampleWeights: weights, labelSmoothing: 0.1)
        let repeated: Tensor<Double> = crossEntropy(
            scores.gathered(at: places), labels.gathered(at: places), classWeights: classWeights, labelSmoothing: 0.1)
        #expect(difference(weighted, repeated, tolerance: 1e-14) == nil)
        let targets: Tensor<Double> = sample([3, 4], seed: 3).softmax()
        let soft: Tensor<Double> = crossEntropy(scores, probabilities: targets, sampleWeights: weights)
        let repeatedSoft: Tensor<Double> = crossEntropy(
            scores.gathered(at: places), probabilities: targets.gathered(at: places))
        #expect(difference(soft, repeatedSoft, tolerance: 1e-14) == nil)
    }

    @Test func oneHotProbabilitiesAreLabels() {
        let (scores, labels): (Tensor<Double>, Tensor<Int>) = (sample([3, 4]), Tensor([1, 0, 3]))
        let soft: Tensor<Double> = crossEntropy(
            scores, probabilities: Tensor(oneHot: labels, classCount: 4), labelSmoothing: 0.2)
        let hard: Tensor<Double> = crossEntropy(scores, labels, labelSmoothing: 0.2)
        #expect(difference(soft, hard, tolerance: 1e-14) == nil)
        let impossible: Tensor<Double> = Tensor([[0, -.infinity]])
        #expect(crossEntropy(impossible, probabilities: Tensor([[1, 0]])).scalar == 0)
        #expect(crossEntropy(impossible, probabilities: Tensor([[0, 1]])).scalar == .infinity)
    }

    @Test func certainLogitsWithPositiveWeights() {
        let losses: Tensor<Double> = binaryCrossEntropy(
            logits: Tensor([.infinity, -.infinity, .infinity, -.infinity]), Tensor([1, 0, 0, 1]),
            positiveWeights: Tensor(3), reduction: .none)
        #expect(losses.scalars == [0, 0, .infinity, .infinity])
    }

    @Test func divergenceOfImpossibleClasses() {
        let (q, t): (Tensor<Double>, Tensor<Double>) = (Tensor([[0, -.infinity]]), Tensor([[1, 0]]))
        let (value, derivative) = valueWithGradient(at: q) { klDivergence($0, t) }
        #expect(value.scalar == 0 && derivative == Tensor([[-1, 0]]))
        #expect(klDivergence(q, t.log(), targetIsLogarithm: true).scalar == 0)
        let byTarget: Tensor<Double> = gradient(at: t.log()) { klDivergence(q, $0, targetIsLogarithm: true) }
        #expect(byTarget == Tensor([[1, 0]]))
        #expect(klDivergence(q, Tensor([[0.5, 0.5]])).scalar == .infinity)
        #expect(klDivergence(q, Tensor([[1.5, -0.5]])).scalar.isNaN, "no probability")
    }

    @Test func likelihoodsWhereTheirParametersEnd() {
        #expect(poissonNegativeLogLikelihood(Tensor<Double>([-.infinity]), Tensor([0])).scalar == 0)
        #expect(poissonNegativeLogLikelihood(Tensor<Double>([-.infinity]), Tensor([1])).scalar == .infinity)
        #expect(
            poissonNegativeLogLikelihood(Tensor<Double>([-1]), Tensor([1]), predictionIsLogarithm: false).scalar.isNaN)
        let variance = Tensor<Double>([-0.1, 0, 1])
        let (losses, derivative) = valueWithGradient(at: variance) { variance -> Tensor<Double> in
            gaussianNegativeLogLikelihood(Tensor(zeros: [3]), Tensor(zeros: [3]), variance: variance, reduction: .none)[
                1...
            ]
            .sum()
        }
        #expect(abs(losses.scalar - 0.5 * Double(-13.815510557964274)) < 1e-12)
        #expect(difference(derivative[1...], Tensor([5e5, 0.5]), tolerance: 1e-12) == nil)
        let negative: Tensor<Double> = gaussianNegativeLogLikelihood(
            Tensor(zeros: [3]), Tensor(zeros: [3]), variance: variance, reduction: .none)
        #expect(negative.scalars.map(\.isNaN) == [true, false, false])
    }

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

    @Test func infiniteErrorHasAFiniteDerivative() {
        let far = Tensor<Double>([.infinity, -.infinity])
        let (value, derivative) = valueWithGradient(at: far) {
            smoothL1Loss($0, Tensor(zeros: [2]), beta: 0.5, reduction: .sum)
        }
        #expect(value.scalar == .infinity && derivative == Tensor([1, -1]))
    }

    @Test func vectorsOfZerosAreNeitherNearNorFar() {
        let zero = Tensor<Float>(zeros: [1, 3])
        let (value, derivative) = valueWithGradient(at: zero) { cosineEmbeddingLoss($0, zero, Tensor([1])) }
        #expect(value.scalar == 1 && derivative == zero)
        let triplet: Tensor<Float> = gradient(at: zero) {
            tripletMarginLoss(anchor: $0, positive: zero, negative: zero)
        }
        #expect(triplet.scalars.allSatisfy { $0.isFinite })
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

    /// Without elements the sum is 0 and the mean NaN, for no samples and for samples without features.
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
