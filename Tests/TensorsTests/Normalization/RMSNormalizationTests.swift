import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct RMSNormalizationTests {
    static let cases: [(shape: Shape, last: Shape)] = [
        ([3, 5], [5]), ([2, 3, 4], [3, 4]), ([19], [19]), ([4, 1], [1]), ([2, 37], [37]), ([0, 4], [4]),
        ([3, 2, 7], [7]),
    ]

    private func definition(_ x: Tensor<Double>, _ last: Shape, _ scale: Tensor<Double>) -> Tensor<Double> {
        let axes: [Int] = (1 ... last.rank).map { -$0 }
        return x / (x.squared().mean(axes: axes, keepDims: true) + 1e-3).squareRoot() * scale
    }

    @Test(arguments: cases)
    func hasItsDerivativesInEveryLayout(shape: Shape, last: Shape) {
        let inputs: [Tensor<Double>] = [sample(shape), sample(last, in: 0.5 ... 2, seed: 1)]
        let scaled: [String] = problems(
            of: { rmsNormalized($0[0], over: last, scale: $0[1], epsilon: 1e-3) }, at: inputs,
            hasSecondDerivative: false)
        #expect(scaled == [])
        let plain: [String] = problems(
            of: { rmsNormalized($0[0], over: last, epsilon: 1e-3) }, at: [inputs[0]], hasSecondDerivative: false)
        #expect(plain == [])
    }

    @Test(arguments: cases.filter { $0.shape[0] > 0 } + [([70, 3001], [3001])])
    func agreesWithTheDefinition(shape: Shape, last: Shape) {
        let (x, scale): (Tensor<Double>, Tensor<Double>) = (sample(shape), sample(last, in: 0.5 ... 2, seed: 1))
        let value: Tensor<Double> = definition(x, last, scale)
        #expect(difference(rmsNormalized(x, over: last, scale: scale, epsilon: 1e-3), value, tolerance: 1e-13) == nil)
        let cotangent: Tensor<Double> = sample(shape, seed: 3)
        let expected = gradient(at: x, scale) { x, scale in (definition(x, last, scale) * cotangent).sum() }
        let found = gradient(at: x, scale) { x, scale in
            (rmsNormalized(x, over: last, scale: scale, epsilon: 1e-3) * cotangent).sum()
        }
        #expect(difference(found.0, expected.0, tolerance: 1e-12) == nil)
        #expect(difference(found.1, expected.1, tolerance: 1e-11) == nil)
    }

    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.layers("rms_norm") {
            let last = Shape(reference.integers(parameter: "normalizedShape"))
            let epsilon: Double = reference.parameters["epsilon"] == nil ? 0x1p-52 : reference.number("epsilon")
            let names: [String] = ["input"] + (reference.has("weight") ? ["weight"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                rmsNormalized(inputs[0], over: last, scale: inputs.count > 1 ? inputs[1] : nil, epsilon: epsilon)
            }
            #expect(found == [])
        }
    }

    /// The squares of these numbers overflow or underflow, but the results do not.
    @Test(arguments: [1e30, 1e-30, 1e-37, 3e38])
    func squaresDoNotOverflow(unit: Double) {
        let x: Tensor<Float> = Tensor<Float>(sample([2, 20], in: 0.25 ... 1) * unit)
        let exact: Tensor<Double> = Tensor<Double>(x) / unit
        let expected: Tensor<Double> = exact / exact.squared().mean(axis: 1, keepDims: true).squareRoot()
        let found: Tensor<Float> = rmsNormalized(x, over: [20], epsilon: 0)
        #expect(difference(Tensor<Double>(found), expected, tolerance: 3e-7) == nil)
        let wide: Tensor<Double> = rmsNormalized(exact * 1e200, over: [20], epsilon: 0)
        #expect(difference(wide, expected, tolerance: 1e-14) == nil)
    }

    @Test func zerosInfinitiesAndNaN() {
        #expect(rmsNormalized(Tensor<Float>(zeros: [2, 3]), over: [3], epsilon: 1e-5).scalars == [0, 0, 0, 0, 0, 0])
        let withoutEpsilon: [Float] = rmsNormalized(Tensor<Float>(zeros: [3]), over: [3], epsilon: 0).scalars
        #expect(withoutEpsilon.map(\.isNaN) == [true, true, true])
        let infinite: [Float] = rmsNormalized(Tensor([1, .infinity, 2]), over: [3], epsilon: 1e-5).scalars
        #expect(infinite[0] == 0 && infinite[1].isNaN && infinite[2] == 0)
        let unknown: [Float] = rmsNormalized(Tensor<Float>([1, .nan, 2]), over: [3], epsilon: 1e-5).scalars
        #expect(unknown.map(\.isNaN) == [true, true, true])
    }

    @Test func secondDerivativesAndWrongShapesTrap() async {
        await #expect(processExitsWith: .failure) {
            let x: Tensor<Double> = Tensor(ones: [2, 4])
            _ = gradient(at: x) { x in
                gradient(at: x) { rmsNormalized($0, over: [4], epsilon: 1e-5).squared().sum() }.sum()
            }
        }
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = rmsNormalized(Tensor<Float>(ones: [2, 4]), over: [3], epsilon: 1e-5)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("rmsNormalized: [2, 4] does not end with [3]"))
        await #expect(processExitsWith: .failure) {
            _ = rmsNormalized(Tensor<Float>(ones: [2, 4]), over: [4], scale: Tensor(ones: [2]), epsilon: 1e-5)
        }
    }
}
