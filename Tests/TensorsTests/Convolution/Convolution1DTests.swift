import Tensors
import TestSupport
import Testing

@Suite struct Convolution1DTests {
    @Test(arguments: [
        ([2, 2, 7], [3, 2, 3], 1, 1, 1, 1), ([1, 4, 9], [4, 2, 2], 2, 0, 3, 2), ([2, 3, 6], [6, 1, 3], 1, 2, 1, 3),
        ([1, 1, 1], [1, 1, 1], 1, 0, 1, 1), ([0, 2, 5], [2, 2, 2], 1, 0, 1, 1), ([1, 2, 40], [2, 1, 5], 3, 4, 2, 2),
    ])
    func convolutionHasItsDerivativesInEveryLayout(
        signals: [Int], weight: [Int], stride: Int, padding: Int, dilation: Int, groups: Int
    ) {
        let inputs: [Tensor<Double>] = [
            sample(Shape(signals)), sample(Shape(weight), seed: 1), sample([weight[0]], seed: 2),
        ]
        let found: [String] = problems(
            of: {
                conv1D(
                    $0[0], $0[1], bias: $0[2], stride: stride, padding: padding, dilation: dilation, groups: groups)
            }, at: inputs, hasSecondDerivative: false)
        #expect(found == [])
    }

    @Test func convolutionAgreesWithPyTorch() {
        for reference in ReferenceCase.layers("conv1d") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                conv1D(
                    inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil,
                    stride: reference.integer("stride"), padding: reference.integer("padding"),
                    dilation: reference.integer("dilation"), groups: reference.integer("groups"))
            }
            #expect(found == [])
        }
    }

    @Test func poolingIsThatOfASingleRow() {
        let signals: Tensor<Double> = sample([2, 3, 11])
        let pools: [([Tensor<Double>]) -> Tensor<Double>] = [
            { maxPool1D($0[0], kernel: 3, stride: 2, padding: 1) }, { averagePool1D($0[0], kernel: 2) },
            { averagePool1D($0[0], kernel: 3, stride: 1, padding: 2) },
        ]
        for pool in pools { #expect(problems(of: pool, at: [signals], hasSecondDerivative: false) == []) }
        let six = Tensor<Float>([1, 3, 2, 5, 4, 0], shape: [1, 1, 6])
        #expect(maxPool1D(six, kernel: 2).scalars == [3, 5, 4])
        #expect(averagePool1D(six[.all, .all, 0 ..< 5], kernel: 2).scalars == [2, 3.5])
        #expect(maxPool1D(six, kernel: 2, stride: 1, dilation: 3).scalars == [5, 4, 2])
    }

    @Test func otherShapesTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = conv1D(Tensor<Float>(ones: [1, 3, 4]), Tensor<Float>(ones: [4, 2, 2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("conv1D: signals [1, 3, 4] and weight [4, 2, 2]"))
        await #expect(processExitsWith: .failure) {
            _ = conv1D(Tensor<Float>(ones: [1, 3, 4, 1]), Tensor<Float>(ones: [4, 3, 2, 1]))
        }
        let pool = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = maxPool1D(Tensor<Float>(ones: [3, 4]), kernel: 2)
        }
        let words: String = text(pool?.standardErrorContent)
        #expect(words.contains("maxPool1D: signals must be [N, C, L], not [3, 4]"))
        await #expect(processExitsWith: .failure) { _ = averagePool1D(Tensor<Float>(ones: [3, 4]), kernel: 2) }
    }
}
