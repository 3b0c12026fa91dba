import Tensors

/// The Elman recurrent layer over sequences: `h_t = tanh(W·x_t + b + U·h_{t−1} + c)`, or with ReLU instead of tanh. x_t
/// is the input of step t, and h_t is the hidden state after step t. W, U, b and c are the `weights`.
///
/// The parameters and the distribution of the initial values are the same as in PyTorch's `torch.nn.RNN` with a single
/// layer and `batch_first`. `RecurrentStack` joins several layers, and `Bidirectional` joins two directions. The
/// derivative is first-order: a second derivative traps. A forward pass costs about 2 · batch · steps · hidden ·
/// (inputs + hidden) floating-point operations. A forward pass and a backward pass together cost about three times this
/// number. `batch` is the number of sequences, `steps` the number of steps, `hidden` the number of hidden units, and
/// `inputs` the number of inputs at each step.
///
/// Source: J. Elman, "Finding structure in time", Cognitive Science 14, 1990.
public struct RNN<Scalar: RealScalar>: RecurrentLayer {
    /// The type of the hidden state h, a tensor of shape `[batch, hidden]`.
    public typealias State = Tensor<Scalar>

    /// The activation function, which `RNN` applies to the sum of the weighted input, the weighted hidden state and the
    /// biases.
    public enum Activation: Sendable, Hashable, CaseIterable {
        /// The hyperbolic tangent of each element of the sum of the weighted input, the weighted hidden state and the
        /// biases.
        case tanh
        /// max(s, 0) for each element s of the sum of the weighted input, the weighted hidden state and the biases.
        case relu
    }

    /// The weight of the input, the weight of the hidden state, and the biases, each with `hidden` rows, where `hidden`
    /// is the number of hidden units.
    public var weights: RecurrentWeights<Scalar>
    /// The activation function, which `RNN` applies to the sum of the weighted input, the weighted hidden state and the
    /// biases.
    public let activation: Activation

    /// Creates a layer whose weights and biases are uniform between −1/√hidden and 1/√hidden. Traps unless `inputs` and
    /// `hidden` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - activation: The activation function, which `RNN` applies to the sum of the weighted input, the weighted
    ///     hidden state and the biases.
    ///   - bias: Whether the layer has the biases `weights.inputBias` and `weights.hiddenBias`.
    ///   - generator: The source of the random numbers.
    public init(
        _ inputs: Int, _ hidden: Int, activation: Activation = .tanh, bias: Bool = true,
        using generator: inout PhiloxGenerator
    ) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 1, bias: bias, using: &generator)
        self.activation = activation
    }

    /// Creates a layer with the activation function tanh, as a stack of layers does. The other initializer describes the
    /// parameters.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool, using generator: inout PhiloxGenerator) {
        self.init(inputs, hidden, activation: .tanh, bias: bias, using: &generator)
    }

    /// Returns the part of the results that `selection` describes. The parameters and traps are the same as for the
    /// requirement `_run` of `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal,
        selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, traversal, initialHidden: state)
            .run(activation == .tanh ? .tanh : .relu, "RNN", selection)
    }
}
