import Differentiation
import NeuralNetworks
import Tensors

/// A gated recurrent unit over sequences whose gates are synapses. x is the input of a step, h is the state before the
/// step, and h′ is the state after the step. The state h determines the open probabilities `p = (1 + h) / 2` of the
/// inhibitory channels:
///
///     r_i = σ(W_r·x + b_r)_i · ∏_j (1 − ρ_ij p_j)
///     z_i = σ(W_z·x + b_z)_i · ∏_j (1 − ζ_ij p_j)
///     n = tanh(W_n·x + b_n + r ∘ (U·h + c))
///     h′ = (1 − z) ∘ h + z ∘ n
///
/// σ is the logistic function, and ∘ is the elementwise product. A GRU adds the contribution V·h of the state, with a
/// weight V, within the sigmoid: `σ(W·x + V·h)`. This cell multiplies the sigmoid by the product of the synapse
/// instead. The input opens a gate, and units with a high p close the gate. z is the weight of the new value n; in a
/// GRU, z is the weight of the old state. Inhibition of z therefore protects the old state. ρ and ζ are sigmoids of
/// free parameters, so the gates stay within (0, 1), and the state stays within (−1, 1).
///
/// This cell is new in this package. The cell combines the synapse of C. Li, "Synaptic Neural Network and synapse
/// learning", and the gated recurrent unit of K. Cho et al., 2014. The derivative is first-order: a second derivative
/// traps. Compared with the matrix products of a GRU of the same size, the synapses take about the same time forward
/// and about three times the time backward.
public struct SynapticGRU<Scalar: RealScalar>: Module {
    /// The weights of the input, of shape `[3 · hidden, inputs]`: the rows for the gate r, then for the gate z, then
    /// for the new value n.
    public var inputWeight: Tensor<Scalar>
    /// The biases of the input, of shape `[3 · hidden]`: the elements for the gate r, then for the gate z, then for the
    /// new value n.
    public var inputBias: Tensor<Scalar>
    /// The parameters whose sigmoids are the rows of ρ, then the rows of ζ, the strengths with which the state inhibits
    /// the gates r and z; of shape `[2 · hidden, hidden]`.
    public var beta: Tensor<Scalar>
    /// U, the weight of the state h in the new value n = tanh(W_n·x + b_n + r ∘ (U·h + c)), of shape
    /// `[hidden, hidden]`.
    public var hiddenWeight: Tensor<Scalar>
    /// c, the bias of the weighted state U·h in the new value n = tanh(W_n·x + b_n + r ∘ (U·h + c)), of shape
    /// `[hidden]`.
    public var hiddenBias: Tensor<Scalar>

    /// Creates a cell whose weights and biases are uniform between −1/√hidden and 1/√hidden, as in `GRU`. The initial
    /// strengths ρ and ζ, with which the state inhibits the gates r and z, are uniform in a range.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs at each step; a number below 1 traps.
    ///   - hidden: The number of hidden units; a number below 1 traps.
    ///   - range: The initial range of ρ and ζ. A range that is not within 0 and 1 traps. The default is from 0 to
    ///     min(1, 2/hidden), for which the products of the factors 1 − ρ_ij p_j and 1 − ζ_ij p_j are near e^(−1/2) if
    ///     the state is 0, so that every p_j is 1/2, and `hidden` is large.
    ///   - generator: The source of the random numbers for the initial parameters.
    public init(
        _ inputs: Int, _ hidden: Int, betaIn range: Range<Double>? = nil, using generator: inout PhiloxGenerator
    ) {
        require(inputs > 0 && hidden > 0, "SynapticGRU: \(inputs) inputs and \(hidden) hidden units must be positive")
        let bound: Double = 1 / Double(hidden).squareRoot()
        let bounds: Range<Scalar> = Scalar(-bound) ..< Scalar(bound)
        inputWeight = Tensor(randomUniform: [3 * hidden, inputs], in: bounds, using: &generator)
        inputBias = Tensor(randomUniform: [3 * hidden], in: bounds, using: &generator)
        beta = betaLogits([2 * hidden, hidden], in: range ?? 0 ..< min(1, 2 / Double(hidden)), using: &generator)
        hiddenWeight = Tensor(randomUniform: [hidden, hidden], in: bounds, using: &generator)
        hiddenBias = Tensor(randomUniform: [hidden], in: bounds, using: &generator)
    }

    /// The number of hidden units.
    public var hiddenCount: Int { hiddenWeight.shape[0] }

    /// Returns the state after each step, starting from state 0: `[batch, steps, inputs] → [batch, steps, hidden]`.
    /// Traps if the input has another shape or no step.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        withOperation(operation(input)) { withState(input).outputs }
    }

    private func operation(_ input: Tensor<Scalar>) -> TensorOperation {
        let (inputs, hidden): (Int, Int) = (inputWeight.shape[1], hiddenCount)
        return TensorOperation(
            "SynapticGRU", input, inputWeight, inputBias, beta, hiddenWeight, hiddenBias,
            multiplyAdds: input.shape[0] * input.shape[1] * 3 * hidden * (inputs + hidden))
    }

    /// Returns the state after each step, `[batch, steps, hidden]`, and the state after the last step,
    /// `[batch, hidden]`. To continue the sequence, pass the last state to the next call.
    ///
    /// - Parameters:
    ///   - input: The inputs of at least one step, `[batch, steps, inputs]`; another shape traps.
    ///   - state: The state before the first step, `[batch, hidden]`, with elements within (−1, 1); 0 by default.
    ///     Another shape traps. Elements outside of this range do not trap.
    public func withState(
        _ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil
    ) -> (outputs: Tensor<Scalar>, state: Tensor<Scalar>) {
        let states: [Tensor<Scalar>] = states(input, state)
        return (Tensor(stacking: states, axis: 1), states[states.count - 1])
    }

    /// Returns the state after the last step, `[batch, hidden]`. The parameters and traps are the same as for
    /// `withState`.
    public func lastState(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        let states: [Tensor<Scalar>] = states(input, state)
        return states[states.count - 1]
    }

    /// Returns the state after a single step: `[batch, inputs] → [batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: The input of the step, `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step, `[batch, hidden]`, with elements within (−1, 1); 0 by default. Another
    ///     shape traps.
    public func step(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        lastState(input.expandingShape(at: 1), from: state)
    }

    /// Returns a list with the state after each step, each `[batch, hidden]`. The parameters and traps are the same as
    /// for `withState`.
    private func states(_ input: Tensor<Scalar>, _ state: Tensor<Scalar>?) -> [Tensor<Scalar>] {
        require(
            input.rank == 3 && input.shape[1] > 0 && input.shape[2] == inputWeight.shape[1],
            "SynapticGRU: input \(input.shape) must be [batch, steps, \(inputWeight.shape[1])] with at least one step")
        var h: Tensor<Scalar> = state ?? Tensor(zeros: [input.shape[0], hiddenCount])
        require(
            h.shape == [input.shape[0], hiddenCount],
            "SynapticGRU: the initial state \(h.shape) must be \([input.shape[0], hiddenCount]) "
                + "for input \(input.shape)"
        )
        let beta: Tensor<Scalar> = beta.sigmoid()
        return (0 ..< input.shape[1]).map { step in
            h = next(after: h, input[.all, step], beta)
            return h
        }
    }

    /// Returns the state after a single step, for the state h before the step and the input x. `beta` is the sigmoid of
    /// the property `beta`: the rows of ρ, then the rows of ζ, the strengths with which the state inhibits the gates r
    /// and z.
    private func next(after h: Tensor<Scalar>, _ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
        let count: Int = hiddenCount
        let share: Tensor<Scalar> = linear(x, inputWeight, bias: inputBias)
        let excitation: Tensor<Scalar> = share[.all, ..<(2 * count)].sigmoid()
        let gates: Tensor<Scalar> = excitedInhibition(0.5 * h + 0.5, excitation: excitation, beta: beta)
        let (r, z): (Tensor<Scalar>, Tensor<Scalar>) = (gates[.all, ..<count], gates[.all, count...])
        let n: Tensor<Scalar> = (share[.all, (2 * count)...] + r * linear(h, hiddenWeight, bias: hiddenBias)).tanh()
        return h + z * (n - h)
    }

    /// Visits the parameters under the names `weight_ih`, `bias_ih`, `beta`, `weight_hn` and `bias_hn`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&inputWeight, "weight_ih")
        visitor.visit(&inputBias, "bias_ih")
        visitor.visit(&beta, "beta")
        visitor.visit(&hiddenWeight, "weight_hn")
        visitor.visit(&hiddenBias, "bias_hn")
    }
}
