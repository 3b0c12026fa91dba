import Differentiation
import Tensors

/// A layer that reads sequences step by step: `RNN`, `GRU`, `LSTM`, or `Bidirectional`, which joins two of them.
/// `RecurrentStack` puts several layers in a row.
///
/// A batch may contain sequences of different lengths. Its tensor is `[batch, steps, inputs]`, where `steps` is at
/// least the length of the longest sequence. The steps of a shorter sequence come first, and the remaining steps are
/// padding. The argument `lengths`, of shape `[batch]`, contains the number of real steps of each sequence. The result
/// is the same as for each sequence alone:
///
/// - The padding of the input has no influence on any result, even if it is NaN. The derivative with respect to
///   padding is 0.
/// - The outputs of padding are 0.
/// - The last state is the state after the last real step of each sequence. A reversed direction begins at this step.
/// - A sequence of length 0 keeps its initial state.
///
/// A length below 0 or above `steps` traps. The sequences may have any order. The layer spends no time on padding. This
/// is the function of `pack_padded_sequence` and `pad_packed_sequence` in PyTorch, which do not accept the length 0.
public protocol SequenceLayer<Scalar>: Module where Input == Tensor<Scalar>, Output == Tensor<Scalar> {
    /// The type of the elements of inputs, states and weights.
    associatedtype Scalar: RealScalar
    /// The type of the state that a step passes to the next step.
    associatedtype State

    /// Creates a layer with random weights. Traps unless `inputs` and `hidden` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units of each direction.
    ///   - bias: Whether the layer has biases.
    ///   - generator: The source of the random numbers.
    init(_ inputs: Int, _ hidden: Int, bias: Bool, using generator: inout PhiloxGenerator)

    /// The number of inputs at each step.
    var inputCount: Int { get }
    /// The number of outputs at each step.
    var outputCount: Int { get }

    /// Returns the outputs of all steps, `[batch, steps, outputs]`, starting from zeros. Traps if the input or the
    /// lengths have another shape, if the input has no step, or if a length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    func callAsFunction(_ input: Tensor<Scalar>, lengths: Tensor<Int>?) -> Tensor<Scalar>

    /// Returns the outputs of all steps, `[batch, steps, outputs]`, and the state after the last real step of each
    /// sequence. Traps if the input, the lengths or the state have another shape, if the input has no step, or if a
    /// length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The state before the first step; `nil` means zeros.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    func withState(
        _ input: Tensor<Scalar>, from state: State?, lengths: Tensor<Int>?
    ) -> (outputs: Tensor<Scalar>, state: State)

    /// Returns the hidden state after the last real step of each sequence, `[batch, outputs]`. Its derivative costs
    /// less than the derivative of the outputs of all steps. The parameters and traps are the same as for
    /// `withState(_:from:lengths:)`.
    func lastState(_ input: Tensor<Scalar>, from state: State?, lengths: Tensor<Int>?) -> Tensor<Scalar>

    /// Visits the weights and biases under PyTorch's names. `suffix` is the end of each name, such as `l1` for the
    /// second layer of a stack.
    mutating func visitParameters(_ visitor: inout some ParameterVisitor, suffix: String)
}

extension SequenceLayer {
    /// Returns the outputs of all steps, starting from zeros: `[batch, steps, inputs] → [batch, steps, outputs]`.
    ///
    /// Traps if the input has another shape or no step.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { callAsFunction(input, lengths: nil) }

    /// Visits the weights and biases under PyTorch's names, such as `weight_ih_l0`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitParameters(&visitor, suffix: "l0")
    }
}
