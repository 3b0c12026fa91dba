import SynaNN

/// Returns the operations of empty_axes.json that layers use, by name.
func layerOperations<Scalar: RealScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "linear": { linear($0[0], $0[1]) }, "linearBias": { linear($0[0], $0[1], bias: $0[2]) },
        "linearVector": { linear($0[0], $0[1], bias: $0[2]) }, "linearStack": { linear($0[0], $0[1], bias: $0[2]) },
        "linearStackNoBias": { linear($0[0], $0[1]) },
        "conv": { conv2D($0[0], $0[1], bias: $0[2], padding: (1, 1)) },
        "convPoint": { conv2D($0[0], $0[1][.all, .all, 0 ..< 1, 0 ..< 1]) },
        "convTiles": { conv2D($0[0], $0[1], padding: (1, 1)).sum(axes: [1, 2]) },
        "maxPool": { maxPool2D($0[0], Window2D(kernel: (2, 2), stride: (2, 2))) },
        "averagePool": { averagePool2D($0[0], Window2D(kernel: (2, 2), stride: (2, 2))) },
        "globalAveragePool": { globalAveragePool2D($0[0]) }, "globalMaxPool": { globalMaxPool2D($0[0]) },
        "batchNormalized": { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5).result },
        "batchNormalizedFlat": { batchNormalized($0[0], scale: $0[1], shift: $0[2], epsilon: 1e-5).result },
        "normalized": {
            normalized(
                $0[0], mean: Tensor(repeating: 0.5, shape: $0[1].shape),
                variance: Tensor(repeating: 0.25, shape: $0[1].shape), scale: $0[1], shift: $0[2], epsilon: 1e-5)
        },
        "layerNorm": { LayerNorm([$0[0].shape[1]])($0[0]) },
        "rnn": { operands in
            var generator = PhiloxGenerator(seed: 1)
            var layer = RNN<Scalar>(operands[0].shape[2], operands[2].shape[1], using: &generator)
            setWeights(&layer.weights, operands)
            return layer(operands[0])
        },
        "gru": { operands in
            var generator = PhiloxGenerator(seed: 1)
            var layer = GRU<Scalar>(operands[0].shape[2], operands[2].shape[1], using: &generator)
            setWeights(&layer.weights, operands)
            return layer(operands[0])
        },
        "lstm": { operands in
            var generator = PhiloxGenerator(seed: 1)
            var layer = LSTM<Scalar>(operands[0].shape[2], operands[2].shape[1], using: &generator)
            setWeights(&layer.weights, operands)
            return layer(operands[0])
        },
    ].merging(synapses(Scalar.self)) { own, _ in own }
}

private func setWeights<Scalar: RealScalar>(_ weights: inout RecurrentWeights<Scalar>, _ operands: [Tensor<Scalar>]) {
    (weights.input, weights.hidden) = (operands[1], operands[2])
    (weights.inputBias, weights.hiddenBias) = (nil, nil)
}

private func synapses<Scalar: RealScalar>(_: Scalar.Type) -> [String: ([Tensor<Scalar>]) -> Tensor<Scalar>] {
    [
        "inhibition": { inhibition($0[0], $0[1]) }, "logInhibition": { logInhibition($0[0], $0[1]) },
        "inhibitionByLogarithms": { inhibitionByLogarithms($0[0], $0[1]) },
        "synapse": { synapse($0[0], beta: $0[1]) }, "synapseAlpha": { synapse($0[0], beta: $0[1], alpha: $0[2]) },
        "gatedSynapse": { gatedSynapse($0[0], beta: $0[1], theta: $0[2]) },
        "excitedInhibition": { excitedInhibition($0[1], excitation: $0[0], beta: $0[2]) },
        "batchCoupledSynapse": { batchCoupledSynapse($0[0], beta: $0[1]) },
        "surprisalSynapse": { surprisalSynapse($0[0], beta: $0[1]) },
    ]
}
