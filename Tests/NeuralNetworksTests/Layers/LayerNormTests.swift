import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LayerNormTests {
    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.all("layer_norm") {
            let shape: Shape = reference.tensor("weight", as: Double.self).shape
            let start = LayerNorm<Double>(shape, epsilon: reference.number("epsilon"))
            let found: [String] = problems(against: reference, inputs: ["input", "weight", "bias"], tolerance: 1e-11) {
                var layer: LayerNorm<Double> = start
                (layer.weight, layer.bias) = ($0[1], $0[2])
                return layer($0[0])
            }
            #expect(found == [])
        }
    }

    @Test func hasItsDerivatives() {
        for (shape, normalized): (Shape, Shape) in [([3, 4], [4]), ([2, 3, 4], [3, 4]), ([4], [4])] {
            var layer = LayerNorm<Double>(normalized)
            (layer.weight, layer.bias) = (sample(normalized, in: 0.5 ... 2), sample(normalized, seed: 1))
            #expect(layerProblems(layer, at: sample(shape)) { $0($1) } == [], "\(shape)")
        }
    }

    @Test func isTheSameInBothModes() {
        let (layer, input): (LayerNorm<Double>, Tensor<Double>) = (LayerNorm([4]), sample([3, 4]))
        #expect(withMode(.training) { layer(input) } == layer(input))
    }

    @Test func largeCommonOffsetDoesNotCancel() {
        let input: Tensor<Double> = sample([2, 8])
        let shifted: Tensor<Double> = LayerNorm<Double>([8])(input + 1e6)
        #expect(difference(shifted, LayerNorm<Double>([8])(input), tolerance: 1e-8) == nil)
    }

    @Test func parametersAreNamedAsInPyTorch() {
        #expect(LayerNorm<Float>([2, 3]).parameterNames == ["weight", "bias"])
        #expect(LayerNorm<Float>([2, 3]).parameterShapes.map(\.shape) == [[2, 3], [2, 3]])
    }

    @Test func inputWithOtherAxesTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = LayerNorm<Float>([4])(Tensor(ones: [4, 3]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("LayerNorm: input [4, 3] does not end with [4]"))
    }
}
