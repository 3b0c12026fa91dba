import Tensors

/// The long short-term memory over sequences:
///
///     i = σ(W_i·x + b_i + U_i·h + c_i)
///     f = σ(W_f·x + b_f + U_f·h + c_f)
///     g = tanh(W_g·x + b_g + U_g·h + c_g)
///     o = σ(W_o·x + b_o + U_o·h + c_o)
///     m′ = f ∘ m + i ∘ g
///     h′ = o ∘ tanh(m′)
///
/// The parameters, their order (i, f, g, o) and their initial values are the same as in PyTorch's `torch.nn.LSTM` with
/// one layer and `batch_first`. PyTorch calls m the cell state. The derivative is first-order: a second derivative
/// traps. The cost is 8 · batch · steps · hidden · (inputs + hidden) operations forward, and three times this number
/// forward and backward.
///
/// Source: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997, with the forget gate of
/// F. Gers et al., 2000.
public struct LSTM<Scalar: RealScalar>: RecurrentLayer {
    /// The state that one step passes to the next.
    public struct State: Sendable {
        /// The hidden state h: `[batch, hidden]`.
        public var hidden: Tensor<Scalar>
        /// The memory m: `[batch, hidden]`.
        public var memory: Tensor<Scalar>

        /// Creates a state from its two parts. The layer traps if their shapes do not fit its input.
        public init(hidden: Tensor<Scalar>, memory: Tensor<Scalar>) { (self.hidden, self.memory) = (hidden, memory) }
    }

    /// W, U, b and c, with `4 · hidden` rows.
    public var weights: RecurrentWeights<Scalar>

    /// Creates a layer whose weights and biases are uniform in ±1/√hidden. Traps unless both sizes are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - bias: Whether the layer has the biases b and c.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 4, bias: bias, using: &generator)
    }

    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the last state. Pass the last state to
    /// the next call to continue a sequence.
    ///
    /// Traps if a shape does not fit, or if the input has no step.
    ///
    /// - Parameters:
    ///   - input: `[batch, steps, inputs]`.
    ///   - state: The state before the first step; zeros by default.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let joined: Tensor<Scalar> = _run(input, from: state, selecting: .outputsAndMemory)
        let outputs: Tensor<Scalar> = joined[.all, ..<(-1)]
        return (outputs, State(hidden: joined[.all, -2], memory: joined[.all, -1]))
    }

    /// Computes a single step and returns the state after it.
    ///
    /// - Parameters:
    ///   - input: `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step; zeros by default.
    public func step(_ input: Tensor<Scalar>, from state: State? = nil) -> State {
        withState(input.expandingShape(at: 1), from: state).state
    }

    /// Computes all steps: see `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, initialHidden: state?.hidden, initialMemory: state?.memory)
            .run(.lstm, "LSTM", selection)
    }
}
