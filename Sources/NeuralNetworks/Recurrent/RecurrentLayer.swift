import Differentiation
import Tensors

/// A layer over sequences with a single direction. `RNN`, `GRU` and `LSTM` conform to this protocol.
///
/// At every step, the layer computes a hidden state `[batch, hidden]` from the step's input `[batch, inputs]` and the
/// state before the step.
public protocol RecurrentLayer<Scalar>: SequenceLayer {
    /// The type of the elements of inputs, states and weights.
    associatedtype Scalar
    /// The type of the state that a step passes to the next step: the hidden state, for an LSTM together with the
    /// memory.
    associatedtype State

    /// The learned parameters: the weights and the biases.
    var weights: RecurrentWeights<Scalar> { get set }

    /// Returns the selected results of all steps. The tape records a single operation. All other methods of a layer
    /// call this method; do not call this method directly. Traps if the input, the lengths or a tensor of the state has
    /// another shape, if the input has no step, or if a length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, with tensors of shape `[batch, hidden]`; `nil` means zeros.
    ///   - traversal: The steps to read, and their order.
    ///   - selection: The results to return.
    func _run(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal,
        selecting selection: _RecurrentSelection
    ) -> Tensor<Scalar>

    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the state at the end of the traversal.
    /// The parameters and traps are the same as for `_run`.
    func _withState(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal
    ) -> (outputs: Tensor<Scalar>, state: State)
}

/// The part of a recurrent layer's results that a caller needs. The derivative of a smaller part costs less.
public enum _RecurrentSelection: Sendable {
    /// The hidden state after each step: `[batch, steps, hidden]`.
    case outputs
    /// The hidden state at the end of the traversal: `[batch, hidden]`.
    case last
    /// The hidden state after each step, then the hidden state at the end of the traversal, then the LSTM's memory at
    /// the end: `[batch, steps + 1, hidden]`, for an LSTM `[batch, steps + 2, hidden]`.
    case outputsAndState
}

extension RecurrentLayer {
    /// The number of inputs at each step.
    public var inputCount: Int { weights.inputCount }
    /// The number of hidden units.
    public var outputCount: Int { weights.hiddenCount }

    /// Returns the hidden state after each step, starting from zeros:
    /// `[batch, steps, inputs] → [batch, steps, hidden]`.
    ///
    /// Traps if the input has another shape or no step.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { callAsFunction(input, lengths: nil) }

    /// Returns the hidden state after each step, `[batch, steps, hidden]`, starting from zeros. The outputs of padding
    /// are 0.
    ///
    /// Traps if the input or the lengths have another shape, if the input has no step, or if a length is not within 0
    /// and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    public func callAsFunction(_ input: Tensor<Scalar>, lengths: Tensor<Int>?) -> Tensor<Scalar> {
        _run(input, from: nil, along: _RecurrentTraversal(lengths: lengths), selecting: .outputs)
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
        lastState(input, from: state, lengths: nil)
    }

    /// Returns the hidden state after the last real step of each sequence, `[batch, hidden]`.
    ///
    /// Traps if the input, the lengths or a tensor of the state have another shape, if the input has no step, or if a
    /// length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, with tensors of shape `[batch, hidden]`; zeros by default.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    public func lastState(
        _ input: Tensor<Scalar>, from state: State? = nil, lengths: Tensor<Int>?
    ) -> Tensor<Scalar> {
        _run(input, from: state, along: _RecurrentTraversal(lengths: lengths), selecting: .last)
    }

    /// Returns the hidden state after each step, `[batch, steps, hidden]`, and the state after the last real step of
    /// each sequence. The outputs of padding are 0.
    ///
    /// Traps if the input, the lengths or a tensor of the state have another shape, if the input has no step, or if a
    /// length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step, with tensors of shape `[batch, hidden]`; zeros by default.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil, lengths: Tensor<Int>?
    ) -> (outputs: Tensor<Scalar>, state: State) {
        _withState(input, from: state, along: _RecurrentTraversal(lengths: lengths))
    }

    /// Visits the weights and biases under PyTorch's names, such as `weight_ih_l0`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitParameters(&visitor, suffix: "l0")
    }

    /// Visits the weights and biases under PyTorch's names. `suffix` is the end of each name, such as `l1` for the
    /// second layer of a stack.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor, suffix: String) {
        weights.visitParameters(&visitor, suffix: suffix)
    }
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
        withState(input, from: state, lengths: nil)
    }

    /// Returns the results that the requirement `_withState` of `RecurrentLayer` describes.
    public func _withState(
        _ input: Tensor<Scalar>, from state: State?, along traversal: _RecurrentTraversal
    ) -> (outputs: Tensor<Scalar>, state: State) {
        if traversal.endsAtLastOutput {
            let outputs: Tensor<Scalar> = _run(input, from: state, along: traversal, selecting: .outputs)
            return (outputs, outputs[.all, -1])
        }
        let joined: Tensor<Scalar> = _run(input, from: state, along: traversal, selecting: .outputsAndState)
        return (joined[.all, ..<(-1)], joined[.all, -1])
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
