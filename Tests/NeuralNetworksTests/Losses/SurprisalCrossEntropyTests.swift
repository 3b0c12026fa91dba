import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct SurprisalCrossEntropyTests {
    @Test(arguments: [LossReduction.mean, .sum, .none])
    func hasItsDerivatives(reduction: LossReduction) {
        let found: [String] = problems(
            of: { binaryCrossEntropy(surprisalOfComplement: $0[0], $0[1], reduction: reduction) },
            at: [sample([2, 3], in: 0.1 ... 3), sample([2, 3], in: 0.1 ... 0.9, seed: 1)])
        #expect(found == [])
    }

    /// Log odds z have the surprisal log(1 + eᶻ), so the loss equals that of the logits.
    @Test func agreesWithTheLossOfLogits() {
        let logits: Tensor<Double> = sample([40], in: -30 ... 30)
        let target: Tensor<Double> = sample([40], in: 0 ... 1, seed: 1)
        let expected: Tensor<Double> = binaryCrossEntropy(logits: logits, target, reduction: .none)
        let found: Tensor<Double> = binaryCrossEntropy(
            surprisalOfComplement: logits.softplus(), target, reduction: .none)
        #expect(difference(found, expected, tolerance: 1e-14) == nil)
        let weights: Tensor<Double> = sample([40], in: 0 ... 2, seed: 2)
        let weighted: Tensor<Double> = binaryCrossEntropy(
            surprisalOfComplement: logits.softplus(), target, weights: weights)
        #expect(difference(weighted, (expected * weights).mean(), tolerance: 1e-14) == nil)
    }

    @Test func keepsDigitsOfRareAndOfCertainEvents() {
        let s = Tensor<Float>([1e-20, 1e-20, 50, 50])
        let (loss, slope) = valueWithGradient(at: s) {
            binaryCrossEntropy(surprisalOfComplement: $0, Tensor([0, 1, 0, 1]), reduction: .sum)
        }
        #expect(abs(loss.scalar / (46.0517 + 50) - 1) < 1e-6)
        let losses: [Float] = binaryCrossEntropy(
            surprisalOfComplement: s, Tensor([0, 1, 0, 1]), reduction: .none
        ).scalars
        #expect(losses[0] == 1e-20 && abs(losses[3] / 1.9287498e-22 - 1) < 1e-6)
        #expect(slope.scalars[0] == 1 && slope.scalars[2] == 1)
        #expect(abs(slope.scalars[1] / -1e20 - 1) < 1e-6 && abs(slope.scalars[3] / -1.9287498e-22 - 1) < 1e-6)
    }

    @Test func certainEventsAreRightOrWrong() {
        let s = Tensor<Double>([0, .infinity, 0, .infinity])
        let target = Tensor<Double>([0, 1, 1, 0])
        let losses: Tensor<Double> = binaryCrossEntropy(surprisalOfComplement: s, target, reduction: .none)
        #expect(losses.scalars == [0, 0, .infinity, .infinity])
        let slope: Tensor<Double> = gradient(at: s) {
            binaryCrossEntropy(surprisalOfComplement: $0, target, reduction: .sum)
        }
        #expect(slope.scalars == [1, 0, -.infinity, 1])
        #expect(binaryCrossEntropy(surprisalOfComplement: Tensor<Double>([-1]), Tensor([1])).scalar.isNaN)
    }

    @Test func shapesAreChecked() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = binaryCrossEntropy(surprisalOfComplement: Tensor<Float>(zeros: [2, 3]), Tensor<Float>(zeros: [3]))
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(text.contains("[2, 3]") && text.contains("[3]"))
    }
}
