import Differentiation
import Tensors

/// The gated recurrent unit over sequences:
///
///     r = σ(W_r·x + b_r + U_r·h + c_r)
///     z = σ(W_z·x + b_z + U_z·h + c_z)
///     n = tanh(W_n·x + b_n + r ∘ (U_n·h + c_n))
///     h′ = (1 − z) ∘ n + z ∘ h
///
/// Parameters, their order (r, z, n) and their start are those of PyTorch's `torch.nn.GRU` with one layer and
/// `batch_first`. The derivative is first-order. Cost: 6 · batch · steps · hidden · (inputs + hidden) operations, three
/// times that with the derivatives.
///
/// Source: K. Cho et al., "Learning phrase representations using RNN encoder–decoder", EMNLP 2014, with r applied after
/// the product, as cuDNN and PyTorch have it.
public struct GRU<Scalar: RealScalar>: Module {
    public var weights: RecurrentWeights<Scalar>

    /// Weights and biases uniform in ±1/√hidden.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 3, bias: bias, using: &generator)
    }

    /// The states after each step, from state 0 on: `[batch, steps, inputs] → [batch, steps, hidden]`.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { run(input, nil, .outputs) }

    /// The state after the last step, `[batch, hidden]`: as the sequence's last, and cheaper to differentiate.
    ///
    /// - Parameter state: The state to start from, `[batch, hidden]`; 0 unless given.
    public func lastState(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        run(input, state, .last)
    }

    /// The states after each step, `[batch, steps, hidden]`, and the last one, with which a sequence's next part goes on.
    public func withState(
        _ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil
    ) -> (outputs: Tensor<Scalar>, state: Tensor<Scalar>) {
        let outputs: Tensor<Scalar> = run(input, state, .outputs)
        return (outputs, outputs[.all, -1])
    }

    /// A single step: `[batch, inputs] → [batch, hidden]`.
    public func step(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        lastState(input.expandingShape(at: 1), from: state)
    }

    private func run(
        _ input: Tensor<Scalar>, _ state: Tensor<Scalar>?, _ selection: RecurrentOperands<Scalar>.Selection
    ) -> Tensor<Scalar> {
        RecurrentOperands(input, weights, initialHidden: state).run(.gru, "GRU", selection)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { weights.visitParameters(&visitor) }
}
