import Differentiation
import Tensors

/// A layer over sequences: the methods that `RNN`, `GRU` and `LSTM` share.
///
/// Each layer computes a hidden state `[batch, hidden]` at every step from the step's input and the previous state.
public protocol RecurrentLayer<Scalar>: Module where Input == Tensor<Scalar>, Output == Tensor<Scalar> {
    /// The type of the numbers.
    associatedtype Scalar: RealScalar
    /// The state that one step passes to the next: the hidden state, and also the memory for an LSTM.
    associatedtype State

    /// The learned parameters.
    var weights: RecurrentWeights<Scalar> { get set }

    /// Computes all steps as one operation on the tape. The other methods call this method. Do not call it yourself.
    func _run(_ input: Tensor<Scalar>, from state: State?, selecting selection: _RecurrentSelection) -> Tensor<Scalar>
}

/// The part of a recurrent layer's results that a caller needs. A smaller part has a cheaper derivative.
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

    /// Returns the hidden state after the last step, `[batch, hidden]`. Its derivative costs less than the derivative
    /// of all outputs.
    ///
    /// Traps if a shape does not fit, or if the input has no step.
    ///
    /// - Parameters:
    ///   - input: `[batch, steps, inputs]`.
    ///   - state: The state before the first step; zeros by default.
    public func lastState(_ input: Tensor<Scalar>, from state: State? = nil) -> Tensor<Scalar> {
        _run(input, from: state, selecting: .last)
    }

    /// Visits the weights under PyTorch's names, such as `weight_ih_l0`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { weights.visitParameters(&visitor) }
}

extension RecurrentLayer where State == Tensor<Scalar> {
    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the last state, `[batch, hidden]`. Pass
    /// the last state to the next call to continue a sequence.
    ///
    /// Traps if a shape does not fit, or if the input has no step.
    ///
    /// - Parameters:
    ///   - input: `[batch, steps, inputs]`.
    ///   - state: The state before the first step, `[batch, hidden]`; zeros by default.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let outputs: Tensor<Scalar> = _run(input, from: state, selecting: .outputs)
        return (outputs, outputs[.all, -1])
    }

    /// Computes a single step and returns the state after it, `[batch, inputs] → [batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step, `[batch, hidden]`; zeros by default.
    public func step(_ input: Tensor<Scalar>, from state: State? = nil) -> State {
        lastState(input.expandingShape(at: 1), from: state)
    }
}
