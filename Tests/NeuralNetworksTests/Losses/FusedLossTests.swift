import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

/// Losses that a kernel computes in one pass have the bits of the operations that define them.
@Suite struct FusedLossTests {
    private func logits<Scalar: RealScalar>(_ rows: Int, _ classes: Int) -> (Tensor<Scalar>, Tensor<Int>) {
        (sample([rows, classes], in: -9 ... 9), Tensor((0 ..< rows).map { $0 * 7919 % classes }))
    }

    private func checkCrossEntropy<Scalar: RealScalar>(_ type: Scalar.Type) {
        for (rows, classes) in [(1, 1), (3, 2), (128, 10), (70, 1001), (5, 16), (9, 33)] {
            let (x, labels): (Tensor<Scalar>, Tensor<Int>) = logits(rows, classes)
            for reduction in [LossReduction.none, .mean, .sum] {
                let expected: Tensor<Scalar> = negativeLogLikelihood(x.logSoftmax(), labels, reduction: reduction)
                #expect(crossEntropy(x, labels, reduction: reduction) == expected, "\(rows), \(classes)")
                let gradients: [Tensor<Scalar>] = [true, false].map { isFused in
                    gradient(at: x) { x in
                        (isFused
                            ? crossEntropy(x, labels, reduction: reduction)
                            : negativeLogLikelihood(x.logSoftmax(), labels, reduction: reduction)).squared().sum()
                    }
                }
                #expect(gradients[0] == gradients[1], "\(rows), \(classes)")
            }
        }
    }

    @Test func crossEntropyIsThatOfLogSoftmax() {
        checkCrossEntropy(Float.self)
        checkCrossEntropy(Double.self)
    }

    @Test func crossEntropyOfInfinitiesAndNaN() {
        for length in [3, 20, 37] {
            for position in [0, 1, length - 1] {
                var x: Tensor<Float> = sample([2, length])
                x[0, position] = Tensor(.nan)
                x[1, position] = Tensor(-.infinity)
                let losses: [Float] = crossEntropy(x, Tensor([1, 2 % length]), reduction: .none).scalars
                #expect(losses[0].isNaN && losses[1] == (position == 2 ? .infinity : losses[1]))
                #expect(!losses[1].isNaN)
                let slopes: Tensor<Float> = gradient(at: x) {
                    crossEntropy($0, Tensor([1, (position + 1) % length]), reduction: .sum)
                }
                let areNaN: [Bool] = slopes.scalars.map(\.isNaN)
                #expect(areNaN == (0 ..< 2 * length).map { $0 < length })
                #expect(slopes[1, position].scalar == 0)
            }
        }
    }

    @Test func labelsOutsideOfTheClassesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = crossEntropy(Tensor<Float>(zeros: [2, 3]), Tensor([0, 3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("crossEntropy: label 3 is not one of 3 classes"))
    }

    /// The Huber loss by tensor operations, with c · (d − c / 2) for c, which is d limited to ±delta.
    private func composed<Scalar: RealScalar>(
        _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ delta: Scalar
    ) -> (loss: Tensor<Scalar>, slope: Tensor<Scalar>) {
        let difference: Tensor<Scalar> = a - b
        let limited: Tensor<Scalar> = difference.clipped(to: -delta ... delta)
        return ((limited / -2 + difference) * limited, limited)
    }

    private func checkHuber<Scalar: RealScalar>(_ type: Scalar.Type) {
        for shape: Shape in [[], [0], [1], [37], [3, 70_001], [4, 5]] {
            let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (sample(shape, in: -3 ... 3), sample(shape, seed: 1))
            let cotangent: Tensor<Scalar> = sample(shape, seed: 2)
            let (loss, slope) = composed(a, b, 0.7)
            #expect(huberLoss(a, b, delta: 0.7, reduction: .none) == loss)
            let (byA, byB) = gradient(at: a, b) { (huberLoss($0, $1, delta: 0.7, reduction: .none) * cotangent).sum() }
            #expect(byA == cotangent * slope && byB == -(cotangent * slope))
            let bySum: Tensor<Scalar> = gradient(at: a) { 3 * huberLoss($0, b, delta: 0.7, reduction: .sum) }
            #expect(bySum == 3 * slope)
        }
    }

    @Test func huberLossIsThatOfTheFormula() {
        checkHuber(Float.self)
        checkHuber(Double.self)
        let a = Tensor<Float>([.infinity, -.infinity, .nan])
        let losses: [Float] = huberLoss(a, Tensor(zeros: [3]), reduction: .none).scalars
        #expect(losses[0] == .infinity && losses[1] == .infinity && losses[2].isNaN)
        let slopes: [Float] = gradient(at: a) { huberLoss($0, Tensor(zeros: [3]), reduction: .sum) }.scalars
        #expect(slopes[0] == 1 && slopes[1] == -1 && slopes[2].isNaN)
    }
}
