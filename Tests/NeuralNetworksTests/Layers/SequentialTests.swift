import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct SequentialTests {
    private func network() -> Sequential<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return Sequential<Double>(
            Conv2D<Double>(1, 2, kernel: 2, using: &generator), BatchNorm<Double>(2), Tanh<Double>(),
            Flatten<Double>(), Linear<Double>(12, 3, bias: false, using: &generator))
    }

    @Test func isTheCompositionOfItsModules() {
        let network: Sequential<Double> = network()
        let input: Tensor<Double> = sample([2, 1, 3, 4])
        let expected: Tensor<Double> = network.layers.reduce(input) { $1($0) }
        #expect(network(input) == expected && expected.shape == [2, 3])
    }

    @Test(arguments: [Mode.training, .inference])
    func hasItsDerivatives(mode: Mode) {
        let found: [String] = layerProblems(network(), at: sample([3, 1, 3, 4])) { network, input in
            withMode(mode) { network(input) }
        }
        #expect(found == [])
    }

    @Test func parametersAreNamedByPosition() {
        #expect(network().parameterNames == ["0.weight", "0.bias", "1.weight", "1.bias", "4.weight"])
        #expect(network().parameterCount == 8 + 2 + 4 + 36)
    }

    @Test func gradientCarriesTheRunningStatistics() throws {
        let derivative: Sequential<Double> = withMode(.training) {
            gradient(at: network()) { $0(sample([3, 1, 3, 4])).sum() }
        }
        let norm: BatchNorm<Double> = try #require(derivative.layers[1] as? BatchNorm<Double>)
        #expect(norm.runningMean.value != Tensor(zeros: [2]))
    }

    @Test func mayBeNestedAndEmpty() {
        let nested = Sequential<Double>(Sequential<Double>(), network(), ReLU<Double>())
        let input: Tensor<Double> = sample([2, 1, 3, 4])
        #expect(nested.parameterNames.first == "1.0.weight")
        #expect(nested(input) == network()(input).relu())
        #expect(Sequential<Double>()(input) == input)
    }

    @Test func isAValue() throws {
        let original: Sequential<Double> = network()
        var copy: Sequential<Double> = original
        var linear: Linear<Double> = try #require(copy.layers[4] as? Linear<Double>)
        linear.weight += 1
        copy.layers[4] = linear
        let input: Tensor<Double> = sample([2, 1, 3, 4])
        #expect(original(input) == network()(input) && copy(input) != original(input))
    }
}
