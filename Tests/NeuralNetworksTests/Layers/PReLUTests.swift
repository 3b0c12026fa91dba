import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct PReLUTests {
    @Test func agreesWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "activations").filter { $0.operation == "prelu" }
        #expect(cases.count == 5)
        for reference in cases {
            let slopes: Int = reference.tensor("weight", as: Double.self).count
            let found: [String] = problems(against: reference, inputs: ["input", "weight"], tolerance: 1e-14) {
                var layer = PReLU<Double>(slopes)
                layer.weight = $0[1]
                return layer($0[0])
            }
            #expect(found == [])
        }
    }

    @Test func hasItsDerivatives() {
        for (shape, channels): (Shape, Int) in [([3, 4], 4), ([2, 3, 2], 3), ([5], 1)] {
            let signs: [Double] = (0 ..< shape.elementCount).map { $0 % 3 == 0 ? -1 : 1 }
            let input: Tensor<Double> = sample(shape, in: 0.1 ... 2) * Tensor(signs, shape: shape)
            #expect(layerProblems(PReLU<Double>(channels), at: input) { $0($1) } == [], "\(shape)")
        }
    }

    @Test func startsAndIsNamedAsInPyTorch() {
        #expect(
            PReLU<Float>().weight == Tensor([0.25]) && PReLU<Float>(3, initial: 0.5).weight == Tensor([0.5, 0.5, 0.5]))
        #expect(PReLU<Float>(3).parameterNames == ["weight"])
        #expect(PReLU<Double>(2)(Tensor([[-4, -4], [4, 4]])) == Tensor([[-1, -1], [4, 4]]))
    }

    @Test func aLayerWithoutSlopesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = PReLU<Float>(0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("PReLU: 0 channels are not a positive number"))
    }
}
