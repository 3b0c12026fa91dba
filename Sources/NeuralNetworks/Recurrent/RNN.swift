import Differentiation
import Tensors

/// The plain recurrent layer over sequences: `h_t = tanh(W·x_t + b + U·h_{t−1} + c)`, or with ReLU in tanh's place.
///
/// Parameters, their order and their start are those of PyTorch's `torch.nn.RNN` with one layer and `batch_first`. The
/// derivative is first-order. Cost: 2 · batch · steps · hidden · (inputs + hidden) operations, three times that with the
/// derivatives.
///
/// Source: J. Elman, "Finding structure in time", Cognitive Science 14, 1990.
public struct RNN<Scalar: RealScalar>: Module {
    /// What follows the sum.
    public enum Activation: Sendable, Hashable, CaseIterable {
        case tanh, relu
    }

    public var weights: RecurrentWeights<Scalar>
    public let activation: Activation

    /// Weights and biases uniform in ±1/√hidden.
    public init(
        _ inputs: Int, _ hidden: Int, activation: Activation = .tanh, bias: Bool = true,
        using generator: inout PhiloxGenerator
    ) {
        weights = RecurrentWeights(inputs, hidden, gateCount: 1, bias: bias, using: &generator)
        self.activation = activation
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
        RecurrentOperands(input, weights, initialHidden: state)
            .run(activation == .tanh ? .tanh : .relu, "RNN", selection)
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { weights.visitParameters(&visitor) }
}
