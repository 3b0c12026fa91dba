import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct LinearTests {
    private func layer(_ inputs: Int, _ outputs: Int, bias: Bool = true) -> Linear<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return Linear(inputs, outputs, bias: bias, using: &generator)
    }

    @Test func agreesWithPyTorch() {
        for reference in ReferenceCase.all("linear") {
            let weight: Tensor<Double> = reference.tensor("weight")
            let start: Linear<Double> = layer(weight.shape[1], weight.shape[0], bias: reference.has("bias"))
            let names: [String] = ["input", "weight"] + (reference.has("bias") ? ["bias"] : [])
            let found: [String] = problems(against: reference, inputs: names) { inputs in
                var linear: Linear<Double> = start
                linear.weight = inputs[1]
                if inputs.count > 2 { linear.bias = inputs[2] }
                return linear(inputs[0])
            }
            #expect(found == [])
        }
    }

    @Test(arguments: [true, false])
    func hasItsDerivatives(bias: Bool) {
        for shape: Shape in [[3, 4], [1, 4], [2, 3, 4]] {
            let found: [String] = layerProblems(layer(4, 2, bias: bias), at: sample(shape)) { $0($1) }
            #expect(found == [], "\(shape)")
        }
    }

    @Test func emptyBatchHasDerivativeZero() {
        let derivative: Linear<Double> = gradient(at: layer(4, 2)) { $0(Tensor(zeros: [0, 4])).sum() }
        #expect(derivative.weight == Tensor(zeros: [2, 4]) && derivative.bias == Tensor(zeros: [2]))
    }

    @Test func parametersAreNamedAsInPyTorch() {
        #expect(layer(4, 2).parameterNames == ["weight", "bias"])
        #expect(layer(4, 2).parameterShapes.map(\.shape) == [[2, 4], [2]])
        #expect(layer(4, 2).parameterCount == 10)
        #expect(layer(4, 2, bias: false).parameterNames == ["weight"])
    }

    @Test func startsUniformWithinTheRootOfItsInputs() throws {
        let linear: Linear<Double> = layer(400, 300)
        for tensor: Tensor<Double> in [linear.weight, try #require(linear.bias)] {
            let greatest: Double = tensor.abs().max().scalar
            #expect(greatest <= 0.05 && greatest > 0.049)
        }
    }

    @Test func inputOfAnotherWidthTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = Linear<Float>(3, 2, using: &generator)(Tensor(zeros: [5, 4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("linear: inner dimensions differ: [5, 4] × transposed [2, 3]"))
    }

    /// As in PyTorch, a layer may have no inputs or no outputs.
    @Test func layersWithoutInputsOrOutputs() {
        #expect(layer(0, 3)(Tensor(zeros: [2, 0])).shape == [2, 3])
        #expect(layer(0, 3).bias?.scalars.allSatisfy { $0.isFinite } == true)
        #expect(layer(3, 0)(Tensor(zeros: [2, 3])).shape == [2, 0])
    }

    @Test func negativeNumbersOfFeaturesTrap() async {
        for (inputs, outputs): (Int, Int) in [(-1, 2), (2, -1)] {
            let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                [inputs = inputs as Int, outputs = outputs as Int] in
                var generator = PhiloxGenerator(seed: 1)
                _ = Linear<Float>(inputs, outputs, using: &generator)
            }
            let sentence: String = text(result?.standardErrorContent)
            #expect(sentence.contains("Linear: \(inputs) inputs and \(outputs) outputs must not be negative"))
        }
    }
}
