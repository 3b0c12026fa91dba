import Differentiation
import NeuralNetworks
import ONNX
import Synapses
import Tensors
import TestSupport
import Testing

/// The ONNX file of each layer gives the same output as the layer.
@Suite struct LayerLoweringTests {
    @Test func activations() throws {
        let x: Tensor<Float> = sample([5, 7], in: -4 ... 4)
        #expect(try fileProblem(ReLU<Float>(), x) == nil)
        #expect(try fileProblem(Tanh<Float>(), x) == nil)
        #expect(try fileProblem(Sigmoid<Float>(), x) == nil)
        #expect(try fileProblem(SiLU<Float>(), x) == nil)
        #expect(try fileProblem(GELU<Float>(), x) == nil)
        #expect(try fileProblem(GELU<Float>(approximation: .tanh), x) == nil)
        #expect(try fileProblem(Mish<Float>(), x) == nil)
        #expect(try fileProblem(Hardswish<Float>(), x) == nil)
        #expect(try fileProblem(Hardsigmoid<Float>(), x) == nil)
        #expect(try fileProblem(LeakyReLU<Float>(), x) == nil)
        #expect(try fileProblem(ELU<Float>(alpha: 0.7), x) == nil)
        var slopes = PReLU<Float>(7)
        slopes.weight = sample([7])
        #expect(try fileProblem(slopes, x) == nil)
        #expect(try fileProblem(slopes, sample([2, 7, 3, 4])) == nil)
        #expect(try fileProblem(PReLU<Float>(), sample([2, 7, 3, 4])) == nil)
        #expect(try fileProblem(Softmax<Float>(), x) == nil)
        #expect(try fileProblem(Softmax<Float>(axis: 0), x) == nil)
        #expect(try fileProblem(LogSoftmax<Float>(), x) == nil)
        #expect(try fileProblem(Identity<Float>(), x) == nil)
        #expect(try fileProblem(Dropout<Float>(0.5), x) == nil)
        #expect(try fileProblem(Dropout2D<Float>(0.5), x) == nil)
        #expect(try fileProblem(Flatten<Float>(), sample([2, 3, 4])) == nil)
    }

    @Test func denseLayersOfMatricesAndOfSequences() throws {
        var generator = PhiloxGenerator(seed: 1)
        #expect(try fileProblem(Linear<Float>(6, 4, using: &generator), sample([3, 6])) == nil)
        #expect(try fileProblem(Linear<Float>(6, 4, bias: false, using: &generator), sample([3, 5, 6])) == nil)
        #expect(try fileProblem(Linear<Double>(6, 4, using: &generator), sample([3, 6])) == nil)
    }

    @Test func convolutionsAndPooling() throws {
        var generator = PhiloxGenerator(seed: 2)
        let images: Tensor<Float> = sample([2, 3, 9, 10])
        let plain = Conv2D<Float>(3, 4, kernel: 3, bias: false, using: &generator)
        let general = Conv2D<Float>(
            3, 4, kernel: (3, 2), stride: (2, 1), padding: (2, 1), dilation: (1, 3), using: &generator)
        #expect(try fileProblem(plain, images) == nil)
        #expect(try fileProblem(general, images) == nil)
        #expect(try fileProblem(MaxPool2D<Float>(2), images) == nil)
        #expect(try fileProblem(MaxPool2D<Float>(kernel: (3, 2), stride: (1, 2), padding: (1, 0)), images) == nil)
        #expect(try fileProblem(AveragePool2D<Float>(kernel: (2, 3), stride: (1, 2), padding: (1, 1)), images) == nil)
        #expect(try fileProblem(GlobalAveragePool2D<Float>(), images) == nil)
        #expect(try fileProblem(GlobalMaxPool2D<Float>(), images) == nil)
    }

    @Test(arguments: [false, true])
    func normalizationWithItsStatistics(appliesReLU: Bool) throws {
        var norm = BatchNorm<Float>(3, epsilon: 0.01, appliesReLU: appliesReLU)
        norm.weight = sample([3], in: 0.5 ... 2)
        norm.bias = sample([3])
        norm.runningMean = Buffer(sample([3], seed: 1))
        norm.runningVariance = Buffer(sample([3], in: 0.5 ... 2, seed: 2))
        #expect(try fileProblem(norm, sample([4, 3])) == nil)
        #expect(try fileProblem(norm, sample([4, 3, 2, 5])) == nil)
        var layer = LayerNorm<Float>([2, 5], epsilon: 0.01)
        layer.weight = sample([2, 5], in: 0.5 ... 2)
        layer.bias = sample([2, 5])
        #expect(try fileProblem(layer, sample([4, 3, 2, 5])) == nil)
    }

    @Test(arguments: [true, false])
    func recurrentLayers(hasBias: Bool) throws {
        var generator = PhiloxGenerator(seed: 4)
        let input: Tensor<Float> = sample([3, 6, 5], in: -2 ... 2)
        #expect(try fileProblem(RNN<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        let rectified = RNN<Float>(5, 4, activation: .relu, bias: hasBias, using: &generator)
        #expect(try fileProblem(rectified, input) == nil)
        #expect(try fileProblem(LSTM<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        #expect(try fileProblem(GRU<Float>(5, 4, bias: hasBias, using: &generator), input) == nil)
        #expect(try fileProblem(SynapticGRU<Float>(5, 4, betaIn: 0.1 ..< 0.9, using: &generator), input) == nil)
    }

    @Test func stackOfBothDirections() throws {
        var generator = PhiloxGenerator(seed: 4)
        let input: Tensor<Float> = sample([3, 6, 5], in: -2 ... 2)
        let rectified: [Bidirectional<RNN<Float>>] = [5, 8].map { inputs in
            Bidirectional(
                forward: RNN(inputs, 4, activation: .relu, using: &generator),
                reverse: RNN(inputs, 4, activation: .relu, using: &generator))
        }
        #expect(try fileProblem(RecurrentStack(rectified), input) == nil)
        let memories = RecurrentStack<Bidirectional<LSTM<Float>>>(5, 4, layers: 2, dropout: 0.5, using: &generator)
        #expect(try fileProblem(memories, input) == nil)
        let gated = RecurrentStack<GRU<Float>>(5, 4, layers: 3, bias: false, using: &generator)
        #expect(try fileProblem(gated, input) == nil)
    }

    @Test(arguments: Synapse<Double>.BetaParameterization.allCases, Synapse<Double>.Quantity.allCases)
    func synapses(parameterization: Synapse<Double>.BetaParameterization, takes: Synapse<Double>.Quantity) throws {
        var generator = PhiloxGenerator(seed: 5)
        let input: Tensor<Double> = sample([4, 6], in: takes == .probability ? 0.1 ... 0.9 : 0.1 ... 3)
        for returns in Synapse<Double>.Quantity.allCases {
            for coupling in [Synapse<Double>.Coupling.perSample, .acrossBatch] {
                var square = Synapse<Double>(
                    6, parameterization: parameterization, betaIn: 0.1 ..< 0.9, learnsAlpha: true, coupling: coupling,
                    takes: takes, returns: returns, using: &generator)
                if square.alpha != nil { square.alpha = sample([6], in: 0.5 ... 2) }
                if square.theta != nil { square.theta = sample([6], in: -1 ... 1) }
                // Moves some values of β out of [0, 1], so that the layer clips them.
                if parameterization == .clipped { square.beta = square.beta * 3 - 1 }
                #expect(try fileProblem(square, input) == nil, "\(returns) \(coupling)")
            }
            let rectangular = Synapse<Double>(
                inputs: 6, outputs: 3, parameterization: parameterization, betaIn: 0.1 ..< 0.9, takes: takes,
                returns: returns, using: &generator)
            #expect(try fileProblem(rectangular, input) == nil, "rectangular \(returns)")
        }
    }

    /// Some values of β are above their bound in the first layer, and some gates are above their limit in the second.
    @Test(arguments: [0.5 ..< 1.2, -4 ..< -1]) func gatedSynapse(range: Range<Double>) throws {
        var generator = PhiloxGenerator(seed: 7)
        var layer = GatedSynapse<Double>(6, betaIn: range, using: &generator)
        layer.theta = sample([6], in: -1 ... 1)
        #expect(try fileProblem(layer, sample([4, 6], in: -2 ... 2)) == nil)
    }

    @Test func surprisalsOfProductsThatUnderflowOrAreNegative() throws {
        var generator = PhiloxGenerator(seed: 6)
        var deep = Synapse<Double>(400, returns: .surprisal, using: &generator)
        deep.beta = Tensor(repeating: 0.999, shape: [400, 400])
        let ones = Tensor<Double>(ones: [1, 400])
        #expect(withMode(.inference) { deep(ones) }.min().scalar > 2000)
        #expect(try fileProblem(deep, ones) == nil)
        // With one negative factor in the product, the surprisal (the negative logarithm of the product) is NaN. With
        // two negative factors the surprisal is finite. With a factor of 0 the surprisal is ∞.
        var signs = Synapse<Double>(inputs: 3, outputs: 3, returns: .surprisal, using: &generator)
        signs.beta = Tensor([[3, 0.5, 0.5], [3, 2, 0.5], [1, 0.5, 0.5]])
        let values: [Double] = signs(Tensor(ones: [1, 3])).scalars
        #expect(values[0].isNaN && values[1].isFinite && values[2] == .infinity)
        #expect(try fileProblem(signs, Tensor(ones: [1, 3])) == nil)
    }
}
