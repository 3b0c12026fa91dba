import Differentiation
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct BinaryCrossEntropyTests {
    /// Where the logit agrees with the target, the loss and the derivative have a relative error of at most 10⁻⁶.
    @Test func logitsDoNotCancel() {
        for z in stride(from: Float(0.25), through: 80, by: 0.75) {
            for (logit, target) in [(z, Float(1)), (-z, 0)] {
                let exact: Double = log1p(exp(-Double(z)))
                let (loss, derivative) = valueWithGradient(at: Tensor<Float>([logit])) { logit in
                    binaryCrossEntropy(logits: logit, Tensor([target]))
                }
                #expect(abs(Double(loss.scalar) / exact - 1) < 1e-6, "loss at \(logit) is \(loss.scalar), not \(exact)")
                let exactDerivative: Double = (target == 1 ? -1 : 1) / (1 + exp(Double(z)))
                #expect(abs(Double(derivative.scalar) / exactDerivative - 1) < 1e-6, "derivative at \(logit)")
            }
        }
    }

    @Test func certainLogitsAreRightOrWrong() {
        let logits = Tensor<Double>([.infinity, -.infinity, .infinity, -.infinity])
        let losses: Tensor<Double> = binaryCrossEntropy(logits: logits, Tensor([1, 0, 0, 1]), reduction: .none)
        #expect(losses.scalars == [0, 0, .infinity, .infinity])
        let derivative: Tensor<Double> = gradient(at: logits) {
            binaryCrossEntropy(logits: $0, Tensor([1, 0, 0, 1]), reduction: .sum)
        }
        #expect(derivative.scalars == [0, 0, 1, -1])
    }

    @Test(arguments: ReferenceCase.all("binary_cross_entropy"))
    func agreesWithPyTorch(reference: ReferenceCase) {
        let target: Tensor<Double> = reference.tensor("target")
        let value: Tensor<Double> = binaryCrossEntropy(reference.tensor("input"), target)
        #expect(difference(value, reference.tensor("output"), tolerance: 1e-13) == nil)
        // Allows a larger error: PyTorch rounds the constant 10⁻¹² in the derivative to `Float`.
        let found: [String] = problems(against: reference, inputs: ["input"], tolerance: 1e-9) {
            binaryCrossEntropy($0[0], target)
        }
        #expect(found == [])
    }

    @Test(arguments: ReferenceCase.all("binary_cross_entropy_with_logits"))
    func ofLogitsAgreesWithPyTorch(reference: ReferenceCase) {
        let target: Tensor<Double> = reference.tensor("target")
        #expect(problems(against: reference, inputs: ["input"]) { binaryCrossEntropy(logits: $0[0], target) } == [])
    }

    @Test(arguments: [LossReduction.mean, .sum, .none])
    func hasItsDerivatives(reduction: LossReduction) {
        let target: Tensor<Double> = sample([2, 3], in: 0.1 ... 0.9, seed: 1)
        let plain: [String] = problems(
            of: { binaryCrossEntropy($0[0], $0[1], reduction: reduction) },
            at: [sample([2, 3], in: 0.2 ... 0.8), target])
        #expect(plain == [])
        let logits: [String] = problems(
            of: { binaryCrossEntropy(logits: $0[0], $0[1], reduction: reduction) },
            at: [sample([2, 3], in: -3 ... 3), target])
        #expect(logits == [])
    }

    @Test func bothFormsAgree() {
        let logits: Tensor<Double> = sample([9], in: -4 ... 4)
        let target: Tensor<Double> = sample([9], in: 0 ... 1, seed: 1)
        let fromLogits: Tensor<Double> = binaryCrossEntropy(logits: logits, target)
        #expect(difference(binaryCrossEntropy(logits.sigmoid(), target), fromLogits, tolerance: 1e-13) == nil)
    }

    @Test func certaintyCostsMuchButNotInfinitelyMuch() {
        let (probability, target): (Tensor<Double>, Tensor<Double>) = (Tensor([0, 0, 1, 1]), Tensor([0, 1, 0, 1]))
        let losses: Tensor<Double> = binaryCrossEntropy(probability, target, reduction: .none)
        #expect(losses == Tensor([0, 100, 100, 0]))
        let derivative: Tensor<Double> = gradient(at: probability) { binaryCrossEntropy($0, target, reduction: .sum) }
        #expect(derivative == Tensor([0, -1e12, 1e12, 0]))
    }

    @Test func certaintyHasAFiniteDerivativeInFloatToo() {
        let derivative: Tensor<Float> = gradient(at: Tensor<Float>([0, 1])) { binaryCrossEntropy($0, Tensor([1, 0])) }
        #expect(derivative.scalars.allSatisfy { $0.isFinite })
    }

    @Test func notANumberStaysNotANumber() {
        #expect(binaryCrossEntropy(Tensor<Double>([.nan]), Tensor([1])).scalar.isNaN)
        #expect(binaryCrossEntropy(Tensor<Double>([1.5]), Tensor([0])).scalar.isNaN, "no probability")
    }

    @Test func otherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = binaryCrossEntropy(logits: Tensor<Float>(zeros: [2, 3]), Tensor(zeros: [3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("binaryCrossEntropy: prediction [2, 3] and target [3] differ in shape"))
    }

    @Test func certainLogitsWithPositiveWeights() {
        let losses: Tensor<Double> = binaryCrossEntropy(
            logits: Tensor([.infinity, -.infinity, .infinity, -.infinity]), Tensor([1, 0, 0, 1]),
            positiveWeights: Tensor(3), reduction: .none)
        #expect(losses.scalars == [0, 0, .infinity, .infinity])
    }

    @Test func weightsThatDoNotBroadcastTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = binaryCrossEntropy(
                logits: Tensor<Float>(zeros: [2, 3]), Tensor(zeros: [2, 3]), positiveWeights: Tensor(ones: [2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("binaryCrossEntropy: positive weights [2] do not broadcast to predictions [2, 3]"))
    }
}
