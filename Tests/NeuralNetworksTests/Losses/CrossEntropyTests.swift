import Differentiation
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct CrossEntropyTests {
    /// The loss of a nearly certain label has a relative error of at most 10⁻⁶, for every number of classes and in
    /// every lane of a vector.
    @Test func certainLabelsKeepTheirDigits() {
        for classes in [2, 8, 10, 16, 33, 100] {
            for label in [0, classes / 2, classes - 1] {
                for z in stride(from: Float(1), through: 60, by: 3.5) {
                    var logits = Tensor<Float>(zeros: [1, classes])
                    logits[0, label] = Tensor(z)
                    let exact: Double = log1p(Double(classes - 1) * exp(-Double(z)))
                    let loss: Float = crossEntropy(logits, Tensor<Int>([label])).scalar
                    #expect(
                        abs(Double(loss) / exact - 1) < 1e-6, "\(classes) classes, logit \(z): \(loss), not \(exact)")
                }
            }
        }
    }

    private func reduction(_ reference: ReferenceCase) -> LossReduction {
        reference.text("reduction") == "sum" ? .sum : .mean
    }

    @Test(arguments: ReferenceCase.all("cross_entropy"))
    func crossEntropyAgreesWithPyTorch(reference: ReferenceCase) {
        let labels: Tensor<Int> = reference.integers("labels")
        let found: [String] = problems(against: reference, inputs: ["input"]) { inputs in
            crossEntropy(
                inputs[0], labels, labelSmoothing: reference.number("labelSmoothing"), reduction: reduction(reference))
        }
        #expect(found == [])
    }

    @Test(arguments: ReferenceCase.all("nll_loss"))
    func negativeLogLikelihoodAgreesWithPyTorch(reference: ReferenceCase) {
        let labels: Tensor<Int> = reference.integers("labels")
        let found: [String] = problems(against: reference, inputs: ["input"]) { inputs in
            negativeLogLikelihood(inputs[0], labels, reduction: reduction(reference))
        }
        #expect(found == [])
    }

    @Test(arguments: [LossReduction.mean, .sum, .none])
    func lossesHaveTheirDerivatives(reduction: LossReduction) {
        let labels = Tensor<Int>([2, 0, 3])
        let scores: Tensor<Double> = sample([3, 4], in: -2 ... 2)
        let likelihood: [String] = problems(
            of: { negativeLogLikelihood($0[0], labels, reduction: reduction) }, at: [scores])
        #expect(likelihood == [])
        for smoothing in [0, 0.2, 1] {
            let entropy: [String] = problems(
                of: { crossEntropy($0[0], labels, labelSmoothing: smoothing, reduction: reduction) }, at: [scores])
            #expect(entropy == [], "label smoothing \(smoothing)")
        }
    }

    @Test func reductionsBelongTogether() {
        let (scores, labels): (Tensor<Double>, Tensor<Int>) = (sample([5, 4]), Tensor([0, 1, 2, 3, 0]))
        let each: Tensor<Double> = crossEntropy(scores, labels, labelSmoothing: 0.1, reduction: .none)
        let sum: Tensor<Double> = crossEntropy(scores, labels, labelSmoothing: 0.1, reduction: .sum)
        let mean: Tensor<Double> = crossEntropy(scores, labels, labelSmoothing: 0.1)
        #expect(each.shape == [5] && sum.shape == [])
        #expect(abs(each.sum().scalar - sum.scalar) < 1e-13 && abs(sum.scalar / 5 - mean.scalar) < 1e-13)
    }

    @Test func logProbabilitiesAreTheirOwnLogits() {
        let (scores, labels): (Tensor<Double>, Tensor<Int>) = (sample([5, 4]), Tensor([0, 1, 2, 3, 0]))
        let again: Tensor<Double> = crossEntropy(scores.logSoftmax(), labels)
        #expect(difference(again, crossEntropy(scores, labels), tolerance: 1e-14) == nil)
        let likelihood: Tensor<Double> = negativeLogLikelihood(scores.logSoftmax(), labels)
        #expect(difference(likelihood, again, tolerance: 1e-14) == nil)
    }

    @Test func impossibleLabelCostsInfinity() {
        let logits = Tensor<Double>([[0, -.infinity]])
        #expect(crossEntropy(logits, Tensor([1])).scalar == .infinity)
        #expect(crossEntropy(logits, Tensor([0])).scalar == 0)
    }

    @Test func notANumberStaysNotANumber() {
        let losses: Tensor<Double> = crossEntropy(
            Tensor([[1, 2], [.nan, 1]]), Tensor([0, 1]), reduction: .none)
        #expect(losses.scalars.map(\.isNaN) == [false, true])
    }

    @Test func emptyBatchHasNoMean() {
        let empty = Tensor<Float>(zeros: [0, 3])
        let labels = Tensor<Int>([Int]())
        #expect(crossEntropy(empty, labels).scalar.isNaN)
        #expect(crossEntropy(empty, labels, reduction: .sum).scalar == 0)
    }

    @Test func labelBeyondTheClassesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([0, 3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: label 3 is not one of 3 classes, counted from 0"))
    }

    @Test func negativeLabelTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = negativeLogLikelihood(Tensor<Float>(zeros: [2, 3]), Tensor([-1, 0]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("negativeLogLikelihood: label -1 is not one of 3 classes"))
    }

    @Test func otherNumberOfLabelsTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([0, 1, 2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: scores [2, 3] and labels [3] must be [..., classes] and [...]"))
    }

    @Test func labelSmoothingBeyondOneTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [1, 3]), Tensor([0]), labelSmoothing: 1.5)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: label smoothing 1.5 is not within 0 and 1"))
    }

    @Test func ignoredSamplesHaveNoEffect() {
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

    @Test func meanWithoutCountingSamplesIsNaN() {
        let scores: Tensor<Double> = sample([2, 3])
        #expect(crossEntropy(scores, Tensor([7, 7]), ignoreIndex: 7).scalar.isNaN)
        #expect(crossEntropy(scores, Tensor([7, 7]), ignoreIndex: 7, reduction: .sum).scalar == 0)
        #expect(crossEntropy(scores, Tensor([0, 1]), sampleWeights: Tensor(zeros: [2])).scalar.isNaN)
        #expect(crossEntropy(Tensor<Double>(zeros: [0, 2, 3]), Tensor(zeros: [0, 2])).scalar.isNaN)
        #expect(
            crossEntropy(Tensor<Double>(zeros: [2, 0, 3]), Tensor(zeros: [2, 0]), reduction: .none).shape == [2, 0])
    }

    /// A sample of weight n has the same effect as n equal samples.
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
}
