import Tensors
import TestSupport
import Testing

@Suite struct LinearTests {
    @Test func linearHasItsDerivativesInEveryLayout() {
        for shape: Shape in [[2, 3], [3], [2, 2, 3], [0, 3], [1, 3]] {
            let inputs: [Tensor<Double>] = [sample(shape), sample([4, 3], seed: 1), sample([4], seed: 2)]
            #expect(problems(of: { linear($0[0], $0[1], bias: $0[2]) }, at: inputs) == [], "\(shape)")
            #expect(problems(of: { linear($0[0], $0[1]) }, at: Array(inputs.prefix(2))) == [], "\(shape)")
        }
    }

    @Test func linearAgreesWithPyTorch() {
        for reference in ReferenceCase.all("linear") {
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                linear(inputs[0], inputs[1], bias: inputs.count > 2 ? inputs[2] : nil)
            }
            #expect(found == [])
        }
    }
}
