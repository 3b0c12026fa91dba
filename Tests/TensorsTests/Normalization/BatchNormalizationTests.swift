import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct BatchNormalizationTests {
    static let shapes: [Shape] = [[4, 3], [2, 3, 5], [3, 2, 4, 3], [5, 1], [2, 40], [3, 17, 2, 2]]

    @Test(arguments: shapes)
    func batchNormalizationHasItsDerivativesInEveryLayout(shape: Shape) {
        let inputs: [Tensor<Double>] = [sample(shape), sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2)]
        let found: [String] = problems(
            of: { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3).result }, at: inputs,
            hasSecondDerivative: false)
        #expect(found == [])
    }

    /// Normalization fused with ReLU equals normalization followed by ReLU. The results of one channel are all negative
    /// before ReLU, and those of another channel are all positive.
    @Test(arguments: shapes + [[3, 4, 37], [2, 3, 45, 31]])
    func fusedReLUEqualsNormalizationAndReLU(shape: Shape) {
        let channels: Int = shape[1]
        var shift: Tensor<Double> = sample([channels], seed: 2)
        shift[0] = Tensor(-9)
        if channels > 2 { shift[2] = Tensor(9) }
        let inputs: [Tensor<Double>] = [sample(shape), sample([channels], in: 0.5 ... 2), shift]
        typealias Operation = ([Tensor<Double>]) -> Tensor<Double>
        let given: (Tensor<Double>, Tensor<Double>) = (sample([channels]), sample([channels], in: 0.5 ... 2))
        let pairs: [(fused: Operation, separate: Operation)] = [
            (
                { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3, appliesReLU: true).result },
                { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3).result.relu() }
            ),
            (
                {
                    normalized(
                        $0[0], mean: given.0, variance: given.1, scale: $0[1], shift: $0[2], epsilon: 1e-3,
                        appliesReLU: true)
                },
                {
                    normalized($0[0], mean: given.0, variance: given.1, scale: $0[1], shift: $0[2], epsilon: 1e-3)
                        .relu()
                }
            ),
        ]
        for (fused, separate) in pairs {
            let value: Tensor<Double> = separate(inputs)
            #expect(difference(fused(inputs), value, tolerance: 1e-14) == nil)
            let cotangent: Tensor<Double> = sample(value.shape, seed: 3)
            let expected: [Tensor<Double>] = gradient(at: inputs) { (separate($0) * cotangent).sum() }
            let found: [Tensor<Double>] = gradient(at: inputs) { (fused($0) * cotangent).sum() }
            for (found, expected) in zip(found, expected) {
                #expect(difference(found, expected, tolerance: 1e-12) == nil)
            }
        }
        // Skips larger shapes: with more pixels, some results would cross the kink of ReLU between the two points of a
        // central difference.
        guard inputs[0].count < 1000 else { return }
        #expect(problems(of: pairs[0].fused, at: inputs, hasSecondDerivative: false) == [])
    }

    /// The variance keeps its digits if the values are far from 0, whether the first image is like the other images or
    /// differs from them. The kernel sums the deviations from the mean of the first image.
    @Test(arguments: [1, 40])
    func varianceKeepsItsDigits(pixels: Int) {
        let noise: Tensor<Double> = sample([1000, 3, pixels], in: -0.5 ... 0.5)
        var x: Tensor<Double> = noise + 1000
        x[0] = noise[0] - 5000
        let narrow = Tensor<Float>(x)
        let exact: Tensor<Double> = Tensor<Double>(narrow).variance(axes: [0, 2])
        let (_, mean, variance) = batchNormalized(
            narrow, scale: Tensor(ones: [3]), shift: Tensor(zeros: [3]), epsilon: 0)
        #expect(difference(Tensor<Double>(variance) / exact, Tensor(ones: [3]), tolerance: 1e-6) == nil)
        #expect(difference(Tensor<Double>(mean), Tensor<Double>(narrow).mean(axes: [0, 2]), tolerance: 1e-6) == nil)

        let alike: Tensor<Float> = Tensor<Float>(noise + 100_000)
        let (_, _, small) = batchNormalized(alike, scale: Tensor(ones: [3]), shift: Tensor(zeros: [3]), epsilon: 0)
        let expected: Tensor<Double> = Tensor<Double>(alike).variance(axes: [0, 2])
        #expect(difference(Tensor<Double>(small) / expected, Tensor(ones: [3]), tolerance: 1e-5) == nil)
    }

    @Test(arguments: shapes)
    func normalizationWithGivenStatisticsHasItsDerivativesInEveryLayout(shape: Shape) {
        let (mean, variance): (Tensor<Double>, Tensor<Double>) = (sample([shape[1]]), sample([shape[1]], in: 0.5 ... 2))
        let inputs: [Tensor<Double>] = [sample(shape), sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2)]
        let found: [String] = problems(
            of: { normalized($0[0], mean: mean, variance: variance, scale: $0[1], shift: $0[2], epsilon: 1e-3) },
            at: inputs)
        #expect(found == [])
    }

    @Test func resultHasMeanZeroAndVarianceOne() {
        let x: Tensor<Double> = sample([50, 4, 3], in: 90 ... 110)
        let (result, mean, variance) = batchNormalized(
            x, scale: Tensor(ones: [4]), shift: Tensor(zeros: [4]), epsilon: 0)
        #expect(difference(result.mean(axes: [0, 2]), Tensor(zeros: [4]), tolerance: 1e-12) == nil)
        #expect(difference(result.variance(axes: [0, 2]), Tensor(ones: [4]), tolerance: 1e-12) == nil)
        #expect(difference(mean, x.mean(axes: [0, 2]), tolerance: 1e-13) == nil)
        #expect(difference(variance, x.variance(axes: [0, 2]), tolerance: 1e-13) == nil)
    }

    /// The kernel without a tape reads as many elements as there are channels, so every shape is checked.
    @Test func statisticsOfAnotherShapeTrap() async {
        let mean = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (x, ones): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [2, 3, 4]), Tensor(ones: [3]))
            _ = normalized(x, mean: Tensor(zeros: [2]), variance: ones, scale: ones, shift: ones, epsilon: 1e-5)
        }
        let sentence: String = text(mean?.standardErrorContent)
        #expect(sentence.contains("normalized: ") && sentence.contains("[2]") && sentence.contains("[2, 3, 4]"))
        await #expect(processExitsWith: .failure) {
            let (x, ones): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [2, 3, 4]), Tensor(ones: [3]))
            _ = normalized(x, mean: ones, variance: Tensor(1), scale: ones, shift: ones, epsilon: 1e-5)
        }
        await #expect(processExitsWith: .failure) {
            let (x, ones): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [2, 3, 4]), Tensor(ones: [3]))
            _ = gradient(at: x) {
                normalized($0, mean: ones, variance: Tensor(1), scale: ones, shift: ones, epsilon: 1e-5).sum()
            }
        }
        await #expect(processExitsWith: .failure) {
            let (x, ones): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [2, 3, 4]), Tensor(ones: [3]))
            _ = normalized(x, mean: ones, variance: ones, scale: ones, shift: Tensor(ones: [2]), epsilon: 1e-5)
        }
    }
}
