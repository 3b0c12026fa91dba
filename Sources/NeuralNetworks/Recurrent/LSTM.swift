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
/// x is the input of a step, h is the hidden state before the step, and m is the memory before the step. h′ and m′ are
/// the hidden state and the memory after the step. W, U, b and c are the `weights`, with a block of rows for each gate:
/// W_i is the block of gate i. σ is the logistic function, and ∘ is the elementwise product. PyTorch calls m the cell
/// state.
///
/// The parameters, the order of the gates (i, f, g, o) and the distribution of the initial values are the same as in
/// PyTorch's `torch.nn.LSTM` with a single layer and `batch_first`. `RecurrentStack` joins several layers, and
/// `Bidirectional` joins two directions. The derivative is first-order: a second derivative traps. A forward pass costs
/// about 8 · batch · steps · hidden · (inputs + hidden) floating-point operations. A forward pass and a backward pass
/// together cost about three times this number. `batch` is the number of sequences, `steps` the number of steps,
/// `hidden` the number of hidden units, and `inputs` the number of inputs at each step.
///
/// Source: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997, with the forget gate of
/// F. Gers et al., 2000.
public struct LSTM<Scalar: RealScalar>: RecurrentLayer {
    /// The state that a step passes to the next step.
    public struct State: Sendable {
        /// The hidden state h, of shape `[batch, hidden]`.
        public var hidden: Tensor<Scalar>
        /// The memory m, of shape `[batch, hidden]`.
        public var memory: Tensor<Scalar>

        /// Creates a state from a hidden state and a memory. A call of the layer traps unless the hidden state and the
        /// memory have the shape `[batch, hidden]`, where `batch` is the number of samples in the layer's input.
        public init(hidden: Tensor<Scalar>, memory: Tensor<Scalar>) { (self.hidden, self.memory) = (hidden, memory) }
    }

    /// The weight of the input, the weight of the hidden state, and the biases, each with `4 · hidden` rows, where
    /// `hidden` is the number of hidden units.
    public var weights: RecurrentWeights<Scalar>

    /// Creates a layer whose weights and biases are uniform between −1/√hidden and 1/√hidden. Traps unless `inputs` and
    /// `hidden` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units.
    ///   - bias: Whether the layer has the biases `weights.inputBias` and `weights.hiddenBias`.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 4, bias: bias, using: &generator)
    }

    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the state after the last step. To
    /// continue a sequence, pass this state to the next call.
    ///
    /// Traps if the input has another shape or no step, or if a tensor of the state is not `[batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step. By default, the hidden state and the memory are zeros.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        withState(input, from: state, lengths: nil)
    }

    /// Returns the results that the requirement `_withState` of `RecurrentLayer` describes.
    public func _withState(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let joined: Tensor<Scalar> = _run(input, from: state, along: traversal, selecting: .outputsAndState)
        let outputs: Tensor<Scalar> = joined[.all, ..<(-2)]
        return (outputs, State(hidden: joined[.all, -2], memory: joined[.all, -1]))
    }

    /// Returns the state after a single step. Traps if a tensor of the state is not `[batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The input of the step, `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step. By default, the hidden state and the memory are zeros.
    public func step(_ input: Tensor<Scalar>, from state: State? = nil) -> State {
        withState(input.expandingShape(at: 1), from: state).state
    }

    /// Returns the part of the results that `selection` describes. The parameters and traps are the same as for the
    /// requirement `_run` of `RecurrentLayer`.
    public func _run(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal,
        selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, traversal, initialHidden: state?.hidden, initialMemory: state?.memory)
            .run(.lstm, "LSTM", selection)
    }
}
