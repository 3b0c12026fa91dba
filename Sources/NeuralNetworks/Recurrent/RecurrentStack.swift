import Differentiation
import Tensors

/// Recurrent layers in a row: each layer reads the outputs of the layer before it. In training, dropout acts on the
/// outputs of every layer except the last layer.
///
/// `Layer` is `RNN`, `GRU`, `LSTM`, or `Bidirectional` of one of these. Sequences of different lengths are described at
/// `SequenceLayer`.
///
/// The names of the parameters and the results are the same as in PyTorch's recurrent layers with `num_layers`. The
/// last states are the states of the layers in order; PyTorch joins them on the first axis. The derivative is
/// first-order: a second derivative traps.
public struct RecurrentStack<Layer: SequenceLayer>: Module {
    /// The type of the elements of inputs, states and weights.
    public typealias Scalar = Layer.Scalar

    /// The layers, from the layer that reads the input to the layer that returns the outputs.
    public var layers: [Layer]
    /// Dropout between the layers.
    public let dropout: Dropout<Scalar>

    /// Creates a stack of the given layers.
    ///
    /// - Parameters:
    ///   - layers: The layers. Traps if there is no layer, or if the number of outputs of a layer is not the number of
    ///     inputs of the next layer.
    ///   - dropout: The probability that an element between two layers becomes 0 in training. Traps if the probability
    ///     is not between 0 and 1.
    public init(_ layers: [Layer], dropout: Double = 0) {
        require(!layers.isEmpty, "RecurrentStack: a stack has at least one layer")
        for (index, (below, above)) in zip(layers, layers.dropFirst()).enumerated() {
            require(
                below.outputCount == above.inputCount,
                "RecurrentStack: layer \(index) has \(below.outputCount) outputs, "
                    + "and layer \(index + 1) has \(above.inputCount) inputs")
        }
        self.layers = layers
        self.dropout = Dropout(dropout)
    }

    /// Creates a stack of layers with random weights, from the first layer to the last layer. Traps unless `inputs`,
    /// `hidden` and `layers` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units of each layer, in each direction.
    ///   - layers: The number of layers.
    ///   - dropout: The probability that an element between two layers becomes 0 in training. Traps if the probability
    ///     is not between 0 and 1.
    ///   - bias: Whether the layers have biases.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ hidden: Int, layers: Int, dropout: Double = 0, bias: Bool = true,
        using generator: inout PhiloxGenerator
    ) {
        require(layers > 0, "RecurrentStack: \(layers) layers; a stack has at least one layer")
        var stack: [Layer] = [Layer(inputs, hidden, bias: bias, using: &generator)]
        while stack.count < layers {
            stack.append(Layer(stack[0].outputCount, hidden, bias: bias, using: &generator))
        }
        self.init(stack, dropout: dropout)
    }

    /// Returns the outputs of the last layer at each step, starting from zeros:
    /// `[batch, steps, inputs] → [batch, steps, outputs]`.
    ///
    /// Traps if the input has another shape or no step. Traps in training if `withMode` received no generator and the
    /// probability of dropout is neither 0 nor 1.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { callAsFunction(input, lengths: nil) }

    /// Returns the outputs of the last layer at each step, `[batch, steps, outputs]`, starting from zeros. The outputs
    /// of padding are 0.
    ///
    /// Traps if the input or the lengths have another shape, if the input has no step, or if a length is not within 0
    /// and `steps`. Traps in training if `withMode` received no generator and the probability of dropout is neither 0
    /// nor 1.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    public func callAsFunction(_ input: Tensor<Scalar>, lengths: Tensor<Int>?) -> Tensor<Scalar> {
        layers.dropFirst().reduce(layers[0](input, lengths: lengths)) { dropped, layer in
            layer(dropout(dropped), lengths: lengths)
        }
    }

    /// Returns the outputs of the last layer at each step, `[batch, steps, outputs]`, and the state of each layer after
    /// the last real step of each sequence. The outputs of padding are 0.
    ///
    /// Traps if the input, the lengths or a tensor of a state have another shape, if the number of states is not the
    /// number of layers, if the input has no step, or if a length is not within 0 and `steps`. Traps in training if
    /// `withMode` received no generator and the probability of dropout is neither 0 nor 1.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - states: The state of each layer before the first step; zeros by default.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil`, the default, if all steps are real.
    public func withState(
        _ input: Tensor<Scalar>, from states: [Layer.State]? = nil, lengths: Tensor<Int>? = nil
    ) -> (outputs: Tensor<Scalar>, state: [Layer.State]) {
        check(states)
        var (outputs, last): (Tensor<Scalar>, [Layer.State]) = (input, [])
        for (index, layer) in layers.enumerated() {
            let (next, state) = layer.withState(
                index == 0 ? input : dropout(outputs), from: states?[index], lengths: lengths)
            outputs = next
            last.append(state)
        }
        return (outputs, last)
    }

    /// Returns the hidden state of the last layer after the last real step of each sequence, `[batch, outputs]`. The
    /// parameters and traps are the same as for `withState`.
    public func lastState(
        _ input: Tensor<Scalar>, from states: [Layer.State]? = nil, lengths: Tensor<Int>? = nil
    ) -> Tensor<Scalar> {
        check(states)
        var outputs: Tensor<Scalar> = input
        for (index, layer) in layers.dropLast().enumerated() {
            let state: Layer.State? = states?[index]
            let next: Tensor<Scalar> =
                state == nil
                ? layer(outputs, lengths: lengths)
                : layer.withState(outputs, from: state, lengths: lengths).outputs
            outputs = dropout(next)
        }
        return layers[layers.count - 1].lastState(outputs, from: states?.last, lengths: lengths)
    }

    private func check(_ states: [Layer.State]?) {
        require(
            states.map { $0.count == layers.count } ?? true,
            "RecurrentStack: \(states?.count ?? 0) states for \(layers.count) layers")
    }

    /// Visits the weights and biases of all layers under PyTorch's names. The names of the second layer end with `l1`,
    /// such as `weight_ih_l1`; the names of its reversed direction end with `l1_reverse`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        for index in layers.indices { layers[index].visitParameters(&visitor, suffix: "l\(index)") }
    }
}
