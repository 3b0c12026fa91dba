import Tensors

/// The Elman recurrent layer over sequences: `h_t = tanh(W·x_t + b + U·h_{t−1} + c)`, or with ReLU in place of tanh.
///
/// The parameters, their order and their initial values are the same as in PyTorch's `torch.nn.RNN` with one layer and
/// `batch_first`. The derivative is first-order: a second derivative traps. The cost is 2 · batch · steps · hidden ·
/// (inputs + hidden) operations forward, and three times this number forward and backward.
///
/// Source: J. Elman, "Finding structure in time", Cognitive Science 14, 1990.
public struct RNN<Scalar: RealScalar>: RecurrentLayer {
    /// The hidden state h, `[batch, hidden]`.
    public typealias State = Tensor<Scalar>

    /// The function that is applied to the sum.
    public enum Activation: Sendable, Hashable, CaseIterable {
        /// The hyperbolic tangent.
        case tanh
        /// max(x, 0).
        case relu
    }

    /// W, U, b and c, with `hidden` rows.
    public var weights: RecurrentWeights<Scalar>
    /// The function that is applied to the sum.
    public let activation: Activation

    /// Creates a layer whose weights and biases are uniform in ±1/√hidden. Traps unless both sizes are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - activation: The function that is applied to the sum.
    ///   - bias: Whether the layer has the biases b and c.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ hidden: Int, activation: Activation = .tanh, bias: Bool = true,
        using generator: inout PhiloxGenerator
    ) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 1, bias: bias, using: &generator)
        self.activation = activation
    }

    /// Computes all steps: see `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, initialHidden: state)
            .run(activation == .tanh ? .tanh : .relu, "RNN", selection)
    }
}
