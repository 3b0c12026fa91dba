import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct LayerNormalizationTests {
    static let cases: [(shape: Shape, last: Shape)] = [
        ([3, 5], [5]), ([2, 3, 4], [3, 4]), ([19], [19]), ([2, 37], [37]), ([0, 4], [4]), ([9, 7], [7]), ([5, 1], [1]),
    ]

    private func definition<Scalar: RealScalar>(
        _ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, _ epsilon: Scalar
    ) -> Tensor<Scalar> {
        let axes: [Int] = (1 ... scale.rank).map { -$0 }
        let variance: Tensor<Scalar> = x.variance(axes: axes, keepDims: true)
        return (x - x.mean(axes: axes, keepDims: true)) / (variance + epsilon).squareRoot() * scale + shift
    }

    private func inputs(_ shape: Shape, _ last: Shape) -> [Tensor<Double>] {
        [sample(shape), sample(last, in: 0.5 ... 2, seed: 1), sample(last, seed: 2)]
    }

    @Test(arguments: cases)
    func hasItsDerivativesInEveryLayout(shape: Shape, last: Shape) {
        let found: [String] = problems(
            of: { layerNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 0.1) }, at: inputs(shape, last))
        #expect(found == [])
    }

    /// The lengths and the numbers of rows do not fill the vectors, the blocks and the groups of rows of the kernel.
    @Test(arguments: cases + [([70, 3001], [3001]), ([300, 129], [129]), ([6, 40, 10], [40, 10])])
    func agreesWithTheDefinition(shape: Shape, last: Shape) {
        let inputs: [Tensor<Double>] = inputs(shape, last)
        let cotangent: Tensor<Double> = sample(shape, seed: 3)
        let value: Tensor<Double> = definition(inputs[0], inputs[1], inputs[2], 1e-3)
        let found: Tensor<Double> = layerNormalized(inputs[0], scale: inputs[1], shift: inputs[2], epsilon: 1e-3)
        #expect(difference(found, value, tolerance: 1e-12) == nil)
        let expected: [Tensor<Double>] = gradient(at: inputs) {
            (definition($0[0], $0[1], $0[2], 1e-3) * cotangent).sum()
        }
        let gradients: [Tensor<Double>] = gradient(at: inputs) {
            (layerNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3) * cotangent).sum()
        }
        for (gradient, expected) in zip(gradients, expected) {
            #expect(difference(gradient, expected, tolerance: 1e-11) == nil)
        }
        let narrow: Tensor<Float> = layerNormalized(
            Tensor(inputs[0]), scale: Tensor(inputs[1]), shift: Tensor(inputs[2]), epsilon: 1e-3)
        #expect(difference(Tensor<Double>(narrow), value, tolerance: 1e-5) == nil)
    }

    @Test func gradientOfASingleInputIsTheSame() {
        let inputs: [Tensor<Double>] = inputs([5, 11], [11])
        let all: [Tensor<Double>] = gradient(at: inputs) {
            layerNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-3).exp().sum()
        }
        for index in 0 ..< 3 {
            let single: Tensor<Double> = gradient(at: inputs[index]) { input in
                var inputs: [Tensor<Double>] = inputs
                inputs[index] = input
                return layerNormalized(inputs[0], scale: inputs[1], shift: inputs[2], epsilon: 1e-3).exp().sum()
            }
            #expect(single == all[index])
        }
    }

    /// The first elements of a row are far from the mean of the row, or the row has a large mean.
    @Test func largeOffsetsDoNotCancel() {
        let ones = Tensor<Float>(ones: [200]), zeros = Tensor<Float>(zeros: [200])
        let x: Tensor<Float> = sample([4, 200])
        for offset: Float in [1e3, -1e5] {
            // The sum is rounded to `Float`. The exact result is that of the rounded sum.
            let shifted: Tensor<Float> = x + offset
            let exact: Tensor<Double> = definition(
                Tensor<Double>(shifted), Tensor(ones: [200]), Tensor(zeros: [200]), 1e-5)
            let found: Tensor<Float> = layerNormalized(shifted, scale: ones, shift: zeros, epsilon: 1e-5)
            #expect(difference(Tensor<Double>(found), exact, tolerance: 2e-2) == nil)
        }
        var outlier: Tensor<Float> = x
        outlier[.all, 0 ..< 8] = Tensor<Float>(repeating: 1e4, shape: [4, 8])
        let exact: Tensor<Double> = definition(Tensor<Double>(outlier), Tensor(ones: [200]), Tensor(zeros: [200]), 1e-5)
        let found: Tensor<Float> = layerNormalized(outlier, scale: ones, shift: zeros, epsilon: 1e-5)
        #expect(difference(Tensor<Double>(found), exact, tolerance: 1e-5) == nil)
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let x: Tensor<Float> = sample([300, 401])
        var results: [[[Float]]] = []
        for count in [1, 2, 5] {
            Parallelism.threadCount = count
            let scale: Tensor<Float> = sample([401], in: 0.5 ... 2)
            let gradients = gradient(at: [x, scale, sample([401])]) {
                layerNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5).exp().sum()
            }
            results.append(gradients.map(\.scalars))
        }
        #expect(results[1] == results[0] && results[2] == results[0])
    }

    @Test func wrongShapesTrap() async {
        await #expect(processExitsWith: .failure) {
            let x = Tensor<Double>(ones: [2, 4])
            _ = layerNormalized(x, scale: Tensor(ones: [4]), shift: Tensor(ones: [3]), epsilon: 1e-5)
        }
    }
}
