import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct GroupNormalizationTests {
    static let cases: [(shape: Shape, groups: Int)] = [
        ([2, 4, 3, 5], 2), ([3, 6], 2), ([2, 40], 2), ([1, 3, 7], 3), ([2, 2, 4, 9], 1), ([2, 4, 1, 3], 4),
        ([0, 4, 3], 2),
        ([1, 34], 1),
    ]

    /// Returns the normalization by its definition, in operations that have derivatives of their own.
    private func definition(
        _ x: Tensor<Double>, _ groups: Int, _ scale: Tensor<Double>, _ shift: Tensor<Double>, _ epsilon: Double
    ) -> Tensor<Double> {
        let joined: Tensor<Double> = x.reshaped(to: [x.shape[0], groups, x.count / max(1, x.shape[0] * groups)])
        let center: Tensor<Double> = joined - joined.mean(axis: 2, keepDims: true)
        let quotient: Tensor<Double> = center / (center.squared().mean(axis: 2, keepDims: true) + epsilon).squareRoot()
        let channel: [Int] = [x.shape[1]] + [Int](repeating: 1, count: x.rank - 2)
        return quotient.reshaped(to: x.shape) * scale.reshaped(to: channel) + shift.reshaped(to: channel)
    }

    @Test(arguments: cases)
    func hasItsDerivativesInEveryLayout(shape: Shape, groups: Int) {
        let inputs: [Tensor<Double>] = [
            sample(shape), sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2),
        ]
        let affine: [String] = problems(
            of: { groupNormalized($0[0], groups: groups, scale: $0[1], shift: $0[2], epsilon: 1e-3) }, at: inputs,
            hasSecondDerivative: false)
        #expect(affine == [])
        let plain: [String] = problems(
            of: { groupNormalized($0[0], groups: groups, epsilon: 1e-3) }, at: [inputs[0]], hasSecondDerivative: false)
        #expect(plain == [])
    }

    @Test(arguments: cases.filter { $0.shape[0] > 0 } + [([2, 6, 45, 31], 3), ([1, 2, 3000], 2)])
    func agreesWithTheDefinition(shape: Shape, groups: Int) {
        let inputs: [Tensor<Double>] = [sample(shape), sample([shape[1]], in: 0.5 ... 2), sample([shape[1]], seed: 2)]
        let value: Tensor<Double> = definition(inputs[0], groups, inputs[1], inputs[2], 1e-3)
        func fused(_ x: [Tensor<Double>]) -> Tensor<Double> {
            groupNormalized(x[0], groups: groups, scale: x[1], shift: x[2], epsilon: 1e-3)
        }
        #expect(difference(fused(inputs), value, tolerance: 1e-13) == nil)
        let cotangent: Tensor<Double> = sample(shape, seed: 3)
        let expected = gradient(at: inputs) { (definition($0[0], groups, $0[1], $0[2], 1e-3) * cotangent).sum() }
        let found = gradient(at: inputs) { (fused($0) * cotangent).sum() }
        for (found, expected) in zip(found, expected) {
            #expect(difference(found, expected, tolerance: 1e-11) == nil)
        }
    }

    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.layers("group_norm") + ReferenceCase.layers("instance_norm") {
            let names: [String] = ["input"] + (reference.has("weight") ? ["weight", "bias"] : [])
            let groups: Int = reference.integer(reference.operation == "group_norm" ? "groups" : "channels")
            let found: [String] = problems(against: reference, inputs: names, tolerance: 1e-12) { inputs in
                groupNormalized(
                    inputs[0], groups: groups, scale: inputs.count > 1 ? inputs[1] : nil,
                    shift: inputs.count > 1 ? inputs[2] : nil, epsilon: reference.number("epsilon"))
            }
            #expect(found == [])
        }
    }

    /// A large common offset of all values does not cancel the digits of the variance.
    @Test func largeOffsetsKeepTheirDigits() {
        let x = Tensor<Float>(sample([3, 4, 50], in: -0.5 ... 0.5) + 1000.0)
        let exact: Tensor<Double> = definition(Tensor<Double>(x), 2, Tensor(ones: [4]), Tensor(zeros: [4]), 1e-5)
        let found: Tensor<Float> = groupNormalized(x, groups: 2, epsilon: 1e-5)
        #expect(difference(Tensor<Double>(found), exact, tolerance: 1e-4) == nil)
    }

    @Test func emptyGroupsHaveGradientsOfZero() {
        let (x, ones): (Tensor<Double>, Tensor<Double>) = (Tensor(zeros: [2, 4, 0]), Tensor(ones: [4]))
        let (byX, byScale) = gradient(at: x, ones) { x, scale in
            groupNormalized(x, groups: 2, scale: scale, shift: scale, epsilon: 1e-5).sum()
        }
        #expect(byX.shape == x.shape && byScale.scalars == [0, 0, 0, 0])
        #expect(groupNormalized(Tensor<Double>(ones: [3, 2]), groups: 2, epsilon: 1e-5).scalars.allSatisfy { $0 == 0 })
    }

    @Test func secondDerivativesAndWrongShapesTrap() async {
        await #expect(processExitsWith: .failure) {
            let x: Tensor<Double> = Tensor(ones: [2, 4, 3])
            _ = gradient(at: x) { x in
                gradient(at: x) { groupNormalized($0, groups: 2, epsilon: 1e-5).squared().sum() }.sum()
            }
        }
        let groups = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = groupNormalized(Tensor<Float>(ones: [2, 4, 3]), groups: 3, epsilon: 1e-5)
        }
        let sentence: String = text(groups?.standardErrorContent)
        #expect(sentence.contains("groupNormalized: 3 groups do not divide the channels of [2, 4, 3]"))
        let scale = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let (three, four): (Tensor<Float>, Tensor<Float>) = (Tensor(ones: [3]), Tensor(ones: [4]))
            _ = groupNormalized(Tensor(ones: [2, 4, 3]), groups: 2, scale: three, shift: four, epsilon: 1e-5)
        }
        let words: String = text(scale?.standardErrorContent)
        #expect(words.contains("[3]") && words.contains("[4]") && words.contains("[2, 4, 3]"))
        await #expect(processExitsWith: .failure) {
            let x: Tensor<Float> = Tensor(ones: [2, 4, 3])
            _ = groupNormalized(x, groups: 2, scale: Tensor(ones: [4]), epsilon: 1e-5)
        }
    }
}
