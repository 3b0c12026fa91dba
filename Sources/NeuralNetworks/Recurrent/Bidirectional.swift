import Differentiation
import Tensors

/// Two recurrent layers that read the same sequences: `forward` from the first step to the last step, and `reverse`
/// from the last step to the first step. The output of a step is the hidden state of `forward`, then the hidden state
/// of `reverse` at this step: `[batch, steps, inputs] → [batch, steps, 2 · hidden]`.
///
/// The state after the last step is the state of each direction at the end of its traversal: `forward` after the last
/// step, `reverse` after the first step. Sequences of different lengths are described at `SequenceLayer`. The reversed
/// direction begins at the last real step of each sequence.
///
/// The parameters and results are the same as in PyTorch's recurrent layers with `bidirectional=True`. PyTorch joins
/// the last states on the first axis; here the last states are joined on the axis of the units. The derivative is
/// first-order: a second derivative traps. The cost is twice the cost of a single direction.
///
/// Source: M. Schuster, K. Paliwal, "Bidirectional recurrent neural networks", IEEE Transactions on Signal Processing
/// 45, 1997.
public struct Bidirectional<Layer: RecurrentLayer>: SequenceLayer {
    /// The type of the elements of inputs, states and weights.
    public typealias Scalar = Layer.Scalar

    /// The states of both directions.
    public struct State {
        /// The state of the layer that reads from the first step to the last step.
        public var forward: Layer.State
        /// The state of the layer that reads from the last step to the first step.
        public var reverse: Layer.State

        /// Creates a state from the states of both directions.
        public init(forward: Layer.State, reverse: Layer.State) { (self.forward, self.reverse) = (forward, reverse) }
    }

    /// The layer that reads from the first step to the last step.
    public var forward: Layer
    /// The layer that reads from the last step to the first step.
    public var reverse: Layer

    /// Creates a layer from the layers of both directions. Traps unless both have the same number of inputs.
    public init(forward: Layer, reverse: Layer) {
        require(
            forward.inputCount == reverse.inputCount,
            "Bidirectional: the directions have \(forward.inputCount) and \(reverse.inputCount) inputs")
        (self.forward, self.reverse) = (forward, reverse)
    }

    /// Creates a layer with random weights. Traps unless `inputs` and `hidden` are positive.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step.
    ///   - hidden: The number of hidden units of each direction.
    ///   - bias: Whether the layer has biases.
    ///   - generator: The source of the random numbers.
    public init(_ inputs: Int, _ hidden: Int, bias: Bool = true, using generator: inout PhiloxGenerator) {
        forward = Layer(inputs, hidden, bias: bias, using: &generator)
        reverse = Layer(inputs, hidden, bias: bias, using: &generator)
    }

    /// The number of inputs at each step.
    public var inputCount: Int { forward.inputCount }
    /// The number of outputs at each step: the number of hidden units of both directions.
    public var outputCount: Int { forward.outputCount + reverse.outputCount }

    /// Returns the hidden states of both directions after each step, `[batch, steps, 2 · hidden]`, starting from zeros.
    /// The outputs of padding are 0.
    ///
    /// Traps if the input or the lengths have another shape, if the input has no step, or if a length is not within 0
    /// and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil` if all steps are real.
    public func callAsFunction(_ input: Tensor<Scalar>, lengths: Tensor<Int>?) -> Tensor<Scalar> {
        let (ahead, back): (_RecurrentTraversal, _RecurrentTraversal) = traversals(lengths)
        return Tensor(
            concatenating: [
                forward._run(input, from: nil, along: ahead, selecting: .outputs),
                reverse._run(input, from: nil, along: back, selecting: .outputs),
            ], axis: 2)
    }

    /// Returns the hidden states of both directions after each step, `[batch, steps, 2 · hidden]`, and the state of
    /// each direction at the end of its traversal. The outputs of padding are 0.
    ///
    /// Traps if the input, the lengths or a tensor of the state have another shape, if the input has no step, or if a
    /// length is not within 0 and `steps`.
    ///
    /// - Parameters:
    ///   - input: The inputs of all steps, `[batch, steps, inputs]`.
    ///   - state: The states of both directions before their first steps; zeros by default.
    ///   - lengths: The number of real steps of each sequence, `[batch]`; `nil`, the default, if all steps are real.
    public func withState(
        _ input: Tensor<Scalar>, from state: State? = nil, lengths: Tensor<Int>? = nil
    ) -> (outputs: Tensor<Scalar>, state: State) {
        let (ahead, back): (_RecurrentTraversal, _RecurrentTraversal) = traversals(lengths)
        let (first, firstState) = forward._withState(input, from: state?.forward, along: ahead)
        let (second, secondState) = reverse._withState(input, from: state?.reverse, along: back)
        return (
            Tensor(concatenating: [first, second], axis: 2), State(forward: firstState, reverse: secondState)
        )
    }

    /// Returns the hidden states of both directions at the end of their traversals, `[batch, 2 · hidden]`: `forward`
    /// after the last real step, then `reverse` after the first step. The parameters and traps are the same as for
    /// `withState`.
    public func lastState(
        _ input: Tensor<Scalar>, from state: State? = nil, lengths: Tensor<Int>? = nil
    ) -> Tensor<Scalar> {
        let (ahead, back): (_RecurrentTraversal, _RecurrentTraversal) = traversals(lengths)
        return Tensor(
            concatenating: [
                forward._run(input, from: state?.forward, along: ahead, selecting: .last),
                reverse._run(input, from: state?.reverse, along: back, selecting: .last),
            ], axis: 1)
    }

    private func traversals(_ lengths: Tensor<Int>?) -> (_RecurrentTraversal, _RecurrentTraversal) {
        (_RecurrentTraversal(lengths: lengths), _RecurrentTraversal(lengths: lengths, isReversed: true))
    }

    /// Visits the weights and biases of both directions under PyTorch's names. The names of `forward` end with
    /// `suffix`, such as `weight_ih_l0`. The names of `reverse` end with `suffix` and `_reverse`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor, suffix: String) {
        forward.visitParameters(&visitor, suffix: suffix)
        reverse.visitParameters(&visitor, suffix: "\(suffix)_reverse")
    }
}

extension Bidirectional.State: Sendable where Layer.State: Sendable {}
