import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct ConvTranspose2DTests {
    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.layers("conv_transpose2d") {
            let shape: Shape = reference.tensor("weight", as: Double.self).shape
            let groups: Int = reference.integer("groups")
            var generator = PhiloxGenerator(seed: 1)
            let start = ConvTranspose2D<Double>(
                shape[0], shape[1] * groups, kernel: (shape[2], shape[3]), stride: reference.pair("stride"),
                padding: reference.pair("padding"), outputPadding: reference.pair("output_padding"),
                dilation: reference.pair("dilation"), groups: groups, bias: reference.has("bias"), using: &generator)
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                var layer: ConvTranspose2D<Double> = start
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
        let layer = ConvTranspose2D<Double>(
            2, 4, kernel: 3, stride: 2, padding: 1, outputPadding: 1, groups: 2, bias: bias, using: &generator)
        let images: Tensor<Double> = sample([2, 2, 3, 4])
        #expect(layerProblems(layer, at: images) { $0($1) } == [])
        #expect(layer(images).shape == [2, 4, 6, 8])
    }

    @Test func parametersAreNamedAsInPyTorch() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = ConvTranspose2D<Float>(8, 64, kernel: 5, groups: 4, using: &generator)
        #expect(layer.parameterNames == ["weight", "bias"])
        #expect(layer.parameterShapes.map(\.shape) == [[8, 16, 5, 5], [64]])
        let greatest: Float = layer.weight.abs().max().scalar
        #expect(greatest <= 0.05 && greatest > 0.048)
    }

    @Test func groupsThatDoNotDivideTheChannelsTrap() async {
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = ConvTranspose2D<Float>(4, 6, kernel: 3, groups: 4, using: &generator)
        }
    }
}
