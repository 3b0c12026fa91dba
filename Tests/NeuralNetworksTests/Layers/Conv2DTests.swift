import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct Conv2DTests {
    /// Creates the layer that a reference case describes, with random parameters.
    private func layer(_ reference: ReferenceCase) -> Conv2D<Double> {
        let shape: Shape = reference.tensor("weight", as: Double.self).shape
        let groups: Int = reference.parameters["groups"] == nil ? 1 : reference.integer("groups")
        var generator = PhiloxGenerator(seed: 1)
        return Conv2D(
            shape[1] * groups, shape[0], kernel: (shape[2], shape[3]),
            stride: reference.pair("stride"), padding: reference.pair("padding"),
            dilation: reference.pair("dilation"), groups: groups, bias: reference.has("bias"),
            using: &generator)
    }

    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.all("conv2d") + ReferenceCase.layers("conv2d") {
            let start: Conv2D<Double> = layer(reference)
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                var convolution: Conv2D<Double> = start
                convolution.weight = inputs[1]
                if inputs.count > 2 { convolution.bias = inputs[2] }
                return convolution(inputs[0])
            }
            #expect(found == [])
        }
    }

    @Test(arguments: [true, false])
    func hasItsDerivatives(bias: Bool) {
        var generator = PhiloxGenerator(seed: 1)
        let plain = Conv2D<Double>(2, 3, kernel: 3, bias: bias, using: &generator)
        #expect(layerProblems(plain, at: sample([2, 2, 4, 5])) { $0($1) } == [])
        let strided = Conv2D<Double>(2, 2, kernel: 2, stride: 2, padding: 1, dilation: 2, bias: bias, using: &generator)
        #expect(layerProblems(strided, at: sample([1, 2, 5, 6])) { $0($1) } == [])
    }

    @Test(arguments: [(2, 6), (4, 4), (4, 8)])
    func hasItsDerivativesInGroups(groups: Int, outputs: Int) {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv2D<Double>(4, outputs, kernel: 3, padding: 1, groups: groups, using: &generator)
        #expect(layerProblems(layer, at: sample([2, 4, 4, 5])) { $0($1) } == [])
        #expect(layer.parameterShapes.map(\.shape) == [[outputs, 4 / groups, 3, 3], [outputs]])
    }

    @Test func groupsThatDoNotDivideTheChannelsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Conv2D<Float>(4, 6, kernel: 3, groups: 4, using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Conv2D: 4 groups do not divide 4 inputs and 6 outputs"))
    }

    @Test func squareGeometryIsTheSameInBothDirections() {
        var (first, second) = (PhiloxGenerator(seed: 1), PhiloxGenerator(seed: 1))
        let square = Conv2D<Float>(2, 3, kernel: 3, stride: 2, padding: 1, dilation: 2, using: &first)
        let pair = Conv2D<Float>(
            2, 3, kernel: (3, 3), stride: (2, 2), padding: (1, 1), dilation: (2, 2), using: &second)
        let images: Tensor<Float> = sample([2, 2, 9, 8])
        #expect(square(images) == pair(images))
        #expect(square(images).shape == [2, 3, 4, 3])
    }

    @Test func parametersAreNamedAsInPyTorch() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv2D<Float>(3, 8, kernel: (5, 2), using: &generator)
        #expect(layer.parameterNames == ["weight", "bias"])
        #expect(layer.parameterShapes.map(\.shape) == [[8, 3, 5, 2], [8]])
        #expect(layer.parameterCount == 248)
    }

    @Test func startsUniformWithinTheRootOfItsWindow() throws {
        var generator = PhiloxGenerator(seed: 1)
        let layer = Conv2D<Float>(16, 64, kernel: 5, using: &generator)
        for tensor: Tensor<Float> in [layer.weight, try #require(layer.bias)] {
            let greatest: Float = tensor.abs().max().scalar
            #expect(greatest <= 0.05 && greatest > 0.048)
        }
        // The root counts only the inputs of a group.
        let grouped = Conv2D<Float>(64, 64, kernel: 5, groups: 4, using: &generator)
        let greatest: Float = grouped.weight.abs().max().scalar
        #expect(greatest <= 0.05 && greatest > 0.048)
    }
}
