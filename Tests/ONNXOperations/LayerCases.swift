import SynaNN
import TestSupport

extension OperationCase {
    private static func generator(_ seed: UInt64) -> PhiloxGenerator { PhiloxGenerator(seed: seed) }

    static var layerCases: [OperationCase] { denseCases + imageCases + normalizationCases }

    private static var denseCases: [OperationCase] {
        var generator = generator(1)
        return [
            OperationCase("linear", Linear<Float>(6, 4, using: &generator), x: [6]),
            OperationCase("linear-of-sequences", Linear<Float>(6, 4, using: &generator), x: [5, 6]),
            OperationCase("linear-without-bias", Linear<Float>(6, 4, bias: false, using: &generator), x: [5, 6]),
            OperationCase("linear-without-bias-of-rows", Linear<Float>(6, 4, bias: false, using: &generator), x: [6]),
        ]
    }

    private static var imageCases: [OperationCase] {
        var generator = generator(2)
        let general = Conv2D<Float>(
            3, 4, kernel: (3, 2), stride: (2, 1), padding: (2, 1), dilation: (1, 3), using: &generator)
        let gaps = Window2D(kernel: (2, 3), stride: (1, 2), padding: (1, 1), dilation: (2, 1))
        let images: Shape = [3, 9, 10]
        return [
            OperationCase("conv2D", general, x: images),
            OperationCase(
                "conv2D-winograd", Conv2D<Float>(16, 16, kernel: 3, padding: 1, using: &generator), x: [16, 8, 8]),
            OperationCase(
                "conv2D-without-bias", Conv2D<Float>(3, 2, kernel: 3, bias: false, using: &generator), x: images),
            OperationCase(
                "conv2D-groups", Conv2D<Float>(4, 6, kernel: 3, stride: 2, padding: 1, groups: 2, using: &generator),
                x: [4, 9, 10]),
            OperationCase(
                "conv2D-depthwise", Conv2D<Float>(3, 6, kernel: 3, dilation: 2, groups: 3, using: &generator), x: images
            ),
            OperationCase(
                "conv1D", Conv1D<Float>(3, 4, kernel: 3, stride: 2, padding: 1, dilation: 2, using: &generator),
                x: [3, 11]),
            OperationCase("maxPool1D", MaxPool1D<Float>(3, stride: 2, padding: 1), x: [3, 11]),
            OperationCase("averagePool1D", AveragePool1D<Float>(3, stride: 2, padding: 1), x: [3, 11]),
            OperationCase(
                "convTranspose2D",
                ConvTranspose2D<Float>(
                    3, 4, kernel: (3, 2), stride: (2, 3), padding: (1, 0), outputPadding: (1, 2), using: &generator),
                x: [3, 4, 5]),
            OperationCase(
                "convTranspose2D-groups",
                ConvTranspose2D<Float>(
                    4, 6, kernel: 3, stride: 2, padding: 1, groups: 2, bias: false, using: &generator), x: [4, 4, 5]),
            OperationCase("adaptiveAveragePool2D", AdaptiveAveragePool2D<Float>((3, 5)), x: images),
            OperationCase("adaptiveAveragePool2D-overlapping", AdaptiveAveragePool2D<Float>((4, 3)), x: images),
            OperationCase("adaptiveMaxPool2D", AdaptiveMaxPool2D<Float>((3, 5)), x: images),
            OperationCase("adaptiveMaxPool2D-overlapping", AdaptiveMaxPool2D<Float>((4, 12)), x: images),
            OperationCase("maxPool2D", MaxPool2D<Float>(kernel: (3, 2), stride: (1, 2), padding: (1, 0)), x: images),
            OperationCase("maxPool2D-with-gaps", x: images) { _, input in maxPool2D(input.x, gaps) },
            OperationCase(
                "averagePool2D", AveragePool2D<Float>(kernel: (2, 3), stride: (1, 2), padding: (1, 1)), x: images),
            OperationCase("averagePool2D-with-gaps", x: images) { _, input in averagePool2D(input.x, gaps) },
            OperationCase("globalAveragePool2D", GlobalAveragePool2D<Float>(), x: images),
            OperationCase("globalMaxPool2D", GlobalMaxPool2D<Float>(), x: images),
            OperationCase("dropout", Dropout<Float>(0.5), x: [7]),
            OperationCase("multipliedByMask", x: [7]) { _, input in
                input.x.multiplied(byMask: Tensor<Float>([0, 2, 0, 2, 2, 0, 2]))
            },
            OperationCase("masked", x: [7], y: [7]) { _, input in
                // Uses training mode, in which dropout records the operation `maskedByPositive`; no layer records this
                // operation in inference mode. With the probability 1, dropout draws no random numbers, so the model
                // can be written as an ONNX file.
                var generator = PhiloxGenerator(seed: 1)
                return withMode(.training, using: &generator) { Dropout<Float>(1)(input.x) } + input.y
            },
        ]
    }

    private static func norm(appliesReLU: Bool) -> BatchNorm<Float> {
        var norm = BatchNorm<Float>(3, epsilon: 0.01, appliesReLU: appliesReLU)
        norm.weight = sample([3], in: 0.5 ... 2)
        norm.bias = sample([3])
        norm.runningMean = Buffer(sample([3], seed: 1))
        norm.runningVariance = Buffer(sample([3], in: 0.5 ... 2, seed: 2))
        return norm
    }

    private static var normalizationCases: [OperationCase] {
        var layer = LayerNorm<Float>([2, 5], epsilon: 0.01)
        layer.weight = sample([2, 5], in: 0.5 ... 2)
        layer.bias = sample([2, 5])
        var groups = GroupNorm<Float>(2, 4, epsilon: 0.01)
        groups.weight = sample([4], in: 0.5 ... 2)
        groups.bias = sample([4])
        var rootMeanSquare = RMSNorm<Float>([2, 5])
        rootMeanSquare.weight = sample([2, 5], in: 0.5 ... 2)
        return [
            OperationCase("normalized", norm(appliesReLU: false), x: [3, 2, 5]),
            OperationCase("normalized-rows", norm(appliesReLU: true), x: [3]),
            OperationCase("batchNormalized", x: [3, 4]) { _, input in
                let (scale, shift): (Tensor<Float>, Tensor<Float>) = (Tensor([1, 2, 3]), Tensor([0.5, 0, -1]))
                return batchNormalized(input.x, scale: scale, shift: shift, epsilon: 0.1, appliesReLU: true).result
            },
            OperationCase("layerNormalized", layer, x: [3, 2, 5]),
            OperationCase("groupNormalized", groups, x: [4, 2, 5]),
            OperationCase("groupNormalized-rows", GroupNorm<Float>(2, 6, affine: false), x: [6]),
            OperationCase("groupNormalized-instances", InstanceNorm<Float>(3, epsilon: 0.1, affine: true), x: [3, 7]),
            OperationCase("rmsNormalized", rootMeanSquare, x: [3, 2, 5]),
            OperationCase("rmsNormalized-without-scale", RMSNorm<Float>([5], epsilon: 0.1, affine: false), x: [3, 5]),
        ]
    }

    static var recurrentCases: [OperationCase] {
        var generator = generator(4)
        let (rnn, relu) = (
            RNN<Float>(5, 4, using: &generator), RNN<Float>(5, 4, activation: .relu, bias: false, using: &generator)
        )
        let (lstm, gru) = (LSTM<Float>(5, 4, using: &generator), GRU<Float>(5, 4, bias: false, using: &generator))
        let synaptic = SynapticGRU<Float>(5, 4, betaIn: 0.1 ..< 0.9, using: &generator)
        let bothDirections = Bidirectional<LSTM<Float>>(5, 4, using: &generator)
        let stack = RecurrentStack<Bidirectional<LSTM<Float>>>(5, 4, layers: 2, using: &generator)
        let steps: Shape = [6, 5]
        return [
            OperationCase("RNN", rnn, x: steps),
            OperationCase("RNN-rectified", relu, x: steps),
            OperationCase("LSTM", lstm, x: steps),
            OperationCase("GRU", gru, x: steps),
            OperationCase("GRU-with-bias", GRU<Float>(5, 4, using: &generator), x: steps),
            OperationCase("SynapticGRU", synaptic, x: steps),
            OperationCase("RNN-last-from-state", x: steps, y: [4], layers: [rnn]) { model, input in
                (model.layer() as RNN<Float>).lastState(input.x, from: input.y)
            },
            OperationCase("GRU-with-state", x: steps, y: [4], layers: [gru]) { model, input in
                let (outputs, state) = (model.layer() as GRU<Float>).withState(input.x, from: input.y)
                return outputs + state.expandingShape(at: 1)
            },
            OperationCase("LSTM-with-state", x: steps, y: [4], layers: [lstm]) { model, input in
                let start = LSTM<Float>.State(hidden: input.y, memory: input.y * 0.5)
                let (outputs, state) = (model.layer() as LSTM<Float>).withState(input.x, from: start)
                return outputs + (state.hidden * state.memory).expandingShape(at: 1)
            },
            OperationCase("LSTM-last", x: steps, layers: [lstm]) { model, input in
                (model.layer() as LSTM<Float>).lastState(input.x)
            },
            OperationCase("RNN-of-computed-weights", x: steps, layers: [rnn]) { model, input in
                var copy: RNN<Float> = model.layer()
                copy.weights.input = copy.weights.input * input.x[0, 0, 0]
                return copy(input.x)
            },
            OperationCase("RNN-of-lengths", x: steps, ids: [], layers: [rnn]) { model, input in
                (model.layer() as RNN<Float>)(input.x, lengths: input.ids)
            },
            OperationCase("GRU-of-lengths-from-state", x: steps, y: [4], ids: [], layers: [gru]) { model, input in
                let (outputs, state) = (model.layer() as GRU<Float>).withState(
                    input.x, from: input.y, lengths: input.ids)
                return outputs + state.expandingShape(at: 1)
            },
            OperationCase("LSTM-of-lengths-from-state", x: steps, y: [4], ids: [], layers: [lstm]) { model, input in
                let start = LSTM<Float>.State(hidden: input.y, memory: input.y * 0.5)
                let (outputs, state) = (model.layer() as LSTM<Float>).withState(
                    input.x, from: start, lengths: input.ids)
                return outputs + (state.hidden * state.memory).expandingShape(at: 1)
            },
            OperationCase("GRU-last-of-lengths-from-state", x: steps, y: [4], ids: [], layers: [gru]) { model, input in
                (model.layer() as GRU<Float>).lastState(input.x, from: input.y, lengths: input.ids)
            },
            OperationCase("Bidirectional-GRU", Bidirectional<GRU<Float>>(5, 4, using: &generator), x: steps),
            OperationCase("Bidirectional-LSTM-of-lengths", x: steps, ids: [], layers: [bothDirections]) {
                model, input in
                let (outputs, state) = (model.layer() as Bidirectional<LSTM<Float>>).withState(
                    input.x, lengths: input.ids + 1)
                return outputs
                    + Tensor(concatenating: [state.forward.memory, state.reverse.memory], axis: 1)
                    .expandingShape(at: 1)
            },
            OperationCase("Bidirectional-LSTM-last-of-lengths", x: steps, ids: [], layers: [bothDirections]) {
                model, input in
                (model.layer() as Bidirectional<LSTM<Float>>).lastState(input.x, lengths: input.ids + 1)
            },
            OperationCase(
                "RecurrentStack-LSTM", RecurrentStack<LSTM<Float>>(5, 4, layers: 3, bias: false, using: &generator),
                x: steps),
            OperationCase("RecurrentStack-of-lengths", x: steps, ids: [], layers: [stack]) { model, input in
                (model.layer() as RecurrentStack<Bidirectional<LSTM<Float>>>)(input.x, lengths: input.ids)
            },
            OperationCase("SynapticGRU-last", x: steps, layers: [synaptic]) { model, input in
                (model.layer() as SynapticGRU<Float>).lastState(input.x)
            },
        ]
    }

    static var synapseCases: [OperationCase] {
        var generator = generator(5)
        func layer(
            _ parameterization: Synapse<Float>.BetaParameterization, coupling: Synapse<Float>.Coupling = .perSample,
            takes: Synapse<Float>.Quantity = .probability, returns: Synapse<Float>.Quantity = .probability
        ) -> Synapse<Float> {
            var layer = Synapse<Float>(
                6, parameterization: parameterization, betaIn: 0.1 ..< 0.9, learnsAlpha: true, coupling: coupling,
                takes: takes, returns: returns, using: &generator)
            if layer.alpha != nil { layer.alpha = sample([6], in: 0.5 ... 2) }
            if layer.theta != nil { layer.theta = sample([6]) }
            // Moves some values of β out of [0, 1], so that the layer clips them.
            if parameterization == .clipped { layer.beta = layer.beta * 3 - 1 }
            return layer
        }
        // Some gates of this layer are above their limit, and some values of β are above their bound.
        var gated = GatedSynapse<Float>(6, betaIn: -2 ..< 1.2, using: &generator)
        gated.theta = sample([6], in: -1 ... 2)
        let rectangular = Synapse<Float>(inputs: 6, outputs: 3, betaIn: 0.1 ..< 0.9, using: &generator)
        let (x, probabilities): (Shape, ClosedRange<Float>) = ([6], 0.1 ... 0.9)
        return [
            OperationCase("synapse", layer(.free), x: x, in: probabilities),
            OperationCase("synapse-clipped", layer(.clipped), x: x, in: probabilities),
            OperationCase("synapse-sigmoid", layer(.sigmoid), x: x, in: probabilities),
            OperationCase(
                "synapse-surprisals", layer(.sigmoid, takes: .surprisal, returns: .surprisal), x: x, in: 0.1 ... 3),
            OperationCase("logInhibition", layer(.free, returns: .surprisal), x: x, in: probabilities),
            OperationCase("inhibition", rectangular, x: x, in: probabilities),
            OperationCase("synapsePooling", SynapsePooling<Float>(3, instances: 5), x: [5, 3], in: probabilities),
            OperationCase(
                "surprisalSynapsePooling",
                SynapsePooling<Float>(3, instances: 5, returns: .surprisalOfComplement), x: [5, 3], in: probabilities),
            OperationCase("synapsePooling-masked", x: [5, 3], y: [5], in: -2 ... 2) { _, input in
                synapsePooling(input.x, beta: Tensor([0.3, -1.5, 2]), mask: input.y .> 0)
            },
            OperationCase("surprisalSynapsePooling-masked", x: [5, 3], y: [5], in: -0.5 ... 0.9) { _, input in
                surprisalSynapsePooling(
                    input.x, beta: Tensor([0.3, 0.9, 1e-6]), leak: Tensor([0.1, 1e-6, 1e-7]), mask: input.y .> 0)
            },
            OperationCase("gatedSynapse", gated, x: x, in: -2 ... 2),
            OperationCase("batchCoupledSynapse", x: [3]) { _, input in
                batchCoupledSynapse(input.x * 1e-3, beta: Tensor(repeating: 0.3, shape: [3, 3]))
            },
        ]
    }
}
