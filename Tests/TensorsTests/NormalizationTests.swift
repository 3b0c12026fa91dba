import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct NormalizationTests {
    static let shapes: [Shape] = [[4, 3], [2, 3, 5], [3, 2, 4, 3], [5, 1], [2, 40], [3, 17, 2, 2]]

    @Test(arguments: shapes)
    func batchNormalizationHasItsDerivativesInEveryLayout(shape: Shape) {
        let inputs: [Tensor<Double>] = [sample(shape), sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2)]
        let found: [String] = problems(
            of: { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3).result }, at: inputs,
            hasSecondDerivative: false)
        #expect(found == [])
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
}
