import Differentiation
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
/// Parameters, their order (i, f, g, o) and their start are those of PyTorch's `torch.nn.LSTM` with one layer and
/// `batch_first`; m is what PyTorch calls the cell state. The derivative is first-order. Cost: 8 · batch · steps · hidden ·
/// (inputs + hidden) operations, three times that with the derivatives.
///
/// Source: S. Hochreiter, J. Schmidhuber, "Long short-term memory", Neural Computation 9, 1997, with the forget gate of
/// F. Gers et al., 2000.
public struct LSTM<Scalar: RealScalar>: Module {
    /// What one step hands to the next.
    public struct State: Sendable {
        /// h: `[batch, hidden]`.
        public var hidden: Tensor<Scalar>
        /// m: `[batch, hidden]`.
        public var memory: Tensor<Scalar>

        public init(hidden: Tensor<Scalar>, memory: Tensor<Scalar>) { (self.hidden, self.memory) = (hidden, memory) }
    }

    public var weights: RecurrentWeights<Scalar>

    /// Weights and biases uniform in ±1/√hidden.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 4, bias: bias, using: &generator)
    }

    /// The hidden states after each step, from state 0 on: `[batch, steps, inputs] → [batch, steps, hidden]`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { run(input, nil, .outputs) }

    /// The hidden state after the last step, `[batch, hidden]`: as the sequence's last, and cheaper to differentiate.
    ///
    /// - Parameter state: The state to start from; 0 unless given.
    public func lastState(_ input: Tensor<Scalar>, from state: State? = nil) -> Tensor<Scalar> {
        run(input, state, .last)
    }

    /// The hidden states after each step, `[batch, steps, hidden]`, and the last state, with which a sequence's next part
    /// goes on.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let joined: Tensor<Scalar> = run(input, state, .outputsAndMemory)
        let outputs: Tensor<Scalar> = joined[.all, ..<(-1)]
        return (outputs, State(hidden: joined[.all, -2], memory: joined[.all, -1]))
    }

    /// A single step: `[batch, inputs]` and a state to the next state.
    public func step(_ input: Tensor<Scalar>, from state: State? = nil) -> State {
        withState(input.expandingShape(at: 1), from: state).state
    }

    private func run(
        _ input: Tensor<Scalar>, _ state: State?, _ selection: RecurrentOperands<Scalar>.Selection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, initialHidden: state?.hidden, initialMemory: state?.memory)
            .run(.lstm, "LSTM", selection)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { weights.visitParameters(&visitor) }
}
