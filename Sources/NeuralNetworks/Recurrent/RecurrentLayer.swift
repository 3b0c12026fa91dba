import Differentiation
import Tensors

/// A layer over sequences. `RNN`, `GRU` and `LSTM` conform to this protocol.
///
/// At every step, the layer computes a hidden state `[batch, hidden]` from the step's input `[batch, inputs]` and the
/// state before the step.
public protocol RecurrentLayer<Scalar>: Module where Input == Tensor<Scalar>, Output == Tensor<Scalar> {
    /// The type of the elements of inputs, states and weights.
    associatedtype Scalar: RealScalar
    /// The type of the state that a step passes to the next step: the hidden state, for an LSTM together with the
    /// memory.
    associatedtype State

    /// The learned parameters: the weights and the biases.
    var weights: RecurrentWeights<Scalar> { get set }

    /// Returns the selected results of all steps. The tape records a single operation. All other methods of a layer
    /// call this method; do not call this method directly. Traps if the input or a tensor of the state has another
    /// shape, or if the input has no step.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, with tensors of shape `[batch, hidden]`; `nil` means zeros.
    ///   - selection: The results to return.
    func _run(_ input: Tensor<Scalar>, from state: State?, selecting selection: _RecurrentSelection) -> Tensor<Scalar>
}

/// The part of a recurrent layer's results that a caller needs. The derivative of a smaller part costs less.
public enum _RecurrentSelection: Sendable {
    /// The hidden state after each step: `[batch, steps, hidden]`.
    case outputs
    /// The hidden state after the last step: `[batch, hidden]`.
    case last
    /// The hidden state after each step, then the LSTM's memory after the last step: `[batch, steps + 1, hidden]`.
    case outputsAndMemory
}

extension RecurrentLayer {
    /// Returns the hidden state after each step, starting from zeros:
    /// `[batch, steps, inputs] → [batch, steps, hidden]`.
    ///
    /// Traps if the input has another shape or no step.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        _run(input, from: nil, selecting: .outputs)
    }

    /// Returns the hidden state after the last step, `[batch, hidden]`. The derivative of this state costs less than
    /// the derivative of the hidden states after all steps.
    ///
    /// Traps if the input has another shape or no step, or if a tensor of the state is not `[batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, with tensors of shape `[batch, hidden]`; zeros by default.
    public func lastState(_ input: Tensor<Scalar>, from state: State? = nil) -> Tensor<Scalar> {
        _run(input, from: state, selecting: .last)
    }

    /// Visits the weights and biases under PyTorch's names, such as `weight_ih_l0`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { weights.visitParameters(&visitor) }
}

extension RecurrentLayer where State == Tensor<Scalar> {
    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the hidden state after the last step,
    /// `[batch, hidden]`. To continue a sequence, pass the last state to the next call.
    ///
    /// Traps if the input has another shape or no step, or if a tensor of the state is not `[batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, `[batch, hidden]`; zeros by default.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let outputs: Tensor<Scalar> = _run(input, from: state, selecting: .outputs)
        return (outputs, outputs[.all, -1])
    }

    /// Returns the hidden state after a single step: `[batch, inputs] → [batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The input of the step, `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step, `[batch, hidden]`, zeros by default; another shape traps.
    public func step(_ input: Tensor<Scalar>, from state: State? = nil) -> State {
        lastState(input.expandingShape(at: 1), from: state)
    }
}
