import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct Conv1DTests {
    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.layers("conv1d") {
            let shape: Shape = reference.tensor("weight", as: Double.self).shape
            let groups: Int = reference.integer("groups")
            var generator = PhiloxGenerator(seed: 1)
            let start = Conv1D<Double>(
                shape[1] * groups, shape[0], kernel: shape[2], stride: reference.integer("stride"),
                padding: reference.integer("padding"), dilation: reference.integer("dilation"), groups: groups,
                bias: reference.has("bias"), using: &generator)
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                var layer: Conv1D<Double> = start
                layer.weight = inputs[1]
                if inputs.count > 2 { layer.bias = inputs[2] }
                return layer(inputs[0])
            }
            #expect(found == [])
        }
    }

    @Test(arguments: [true, false])
    func hasItsDerivatives(bias: Bool) {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv1D<Double>(2, 4, kernel: 3, stride: 2, padding: 1, groups: 2, bias: bias, using: &generator)
        #expect(layerProblems(layer, at: sample([2, 2, 9])) { $0($1) } == [])
    }

    @Test func parametersAreNamedAsInPyTorch() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv1D<Float>(16, 8, kernel: 25, groups: 4, using: &generator)
        #expect(layer.parameterNames == ["weight", "bias"])
        #expect(layer.parameterShapes.map(\.shape) == [[8, 4, 25], [8]])
        let greatest: Float = layer.weight.abs().max().scalar
        #expect(greatest <= 0.1 && greatest > 0.098)
    }

    @Test func poolsComputeTheirFunctions() {
        let signals: Tensor<Double> = sample([2, 3, 10])
        #expect(MaxPool1D(3, stride: 2, padding: 1)(signals) == maxPool1D(signals, kernel: 3, stride: 2, padding: 1))
        #expect(AveragePool1D(2)(signals) == averagePool1D(signals, kernel: 2))
        #expect(layerProblems(MaxPool1D<Double>(2), at: signals) { $0($1) } == [])
        #expect(layerProblems(AveragePool1D<Double>(3, stride: 1), at: signals) { $0($1) } == [])
    }

    @Test func groupsThatDoNotDivideTheChannelsTrap() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Conv1D<Float>(4, 6, kernel: 3, groups: 4, using: &generator)
        }
    }
}
