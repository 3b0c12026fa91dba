import Differentiation
import NeuralNetworks
import Tensors

/// A gated recurrent unit whose gates are synapses, over sequences. The state h determines the open probabilities
/// `p = (1 + h) / 2` of the inhibitory channels:
///
///     r_i = σ(W_r·x + b_r)_i · ∏_j (1 − ρ_ij p_j)
///     z_i = σ(W_z·x + b_z)_i · ∏_j (1 − ζ_ij p_j)
///     n = tanh(W_n·x + b_n + r ∘ (U·h + c))
///     h′ = (1 − z) ∘ h + z ∘ n
///
/// A GRU adds the contribution of the state within the sigmoid: `σ(W·x + V·h)`. This cell multiplies the sigmoid by the
/// synapse's product instead. The input opens a gate, and units with a high p close it. z is the weight of the new
/// state n; in a GRU it is the weight of the old state. Inhibition of z therefore protects the old state. ρ and ζ are
/// sigmoids of free parameters, so the gates stay within (0, 1) and the state within (−1, 1).
///
/// This package introduces this cell. It combines the synapse of C. Li, "Synaptic Neural Network and synapse learning",
/// and the gated recurrent unit of K. Cho et al., 2014. The derivative is first-order, as for `excitedInhibition`.
/// Compared with the matrix products of a GRU of the same size, the synapses take about the same time forward and about
/// three times the time backward.
public struct SynapticGRU<Scalar: RealScalar>: Module {
    /// The rows of W_r, then W_z, then W_n: `[3 · hidden, inputs]`.
    public var inputWeight: Tensor<Scalar>
    /// b_r, then b_z, then b_n: `[3 · hidden]`.
    public var inputBias: Tensor<Scalar>
    /// The parameters whose sigmoids are the rows of ρ, then the rows of ζ: `[2 · hidden, hidden]`.
    public var beta: Tensor<Scalar>
    /// U: `[hidden, hidden]`.
    public var hiddenWeight: Tensor<Scalar>
    /// c: `[hidden]`.
    public var hiddenBias: Tensor<Scalar>

    /// Creates a cell whose weights and biases are uniform in ±1/√hidden, as in `GRU`. ρ and ζ are uniform in a range,
    /// as β in `Synapse`.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs; a number below 1 traps.
    ///   - hidden: The number of hidden units; a number below 1 traps.
    ///   - range: The initial range of ρ and ζ, within (0, 1). The default is (0, 2/hidden), for which the products at
    ///     state 0 are near e^(−1/2).
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

    /// Returns the states after each step, starting from state 0: `[batch, steps, inputs] → [batch, steps, hidden]`.
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

    /// Returns the states after each step, `[batch, steps, hidden]`, and the last state. Pass the last state to the
    /// next call to continue the sequence.
    ///
    /// - Parameters:
    ///   - input: `[batch, steps, inputs]` with at least one step; another shape traps.
    ///   - state: The initial state, `[batch, hidden]` within (−1, 1); 0 by default. Another shape traps.
    public func withState(
        _ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil
    ) -> (outputs: Tensor<Scalar>, state: Tensor<Scalar>) {
        let states: [Tensor<Scalar>] = states(input, state)
        return (Tensor(stacking: states, axis: 1), states[states.count - 1])
    }

    /// Returns the state after the last step, `[batch, hidden]`. The parameters have the same meaning as in
    /// `withState`.
    public func lastState(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        let states: [Tensor<Scalar>] = states(input, state)
        return states[states.count - 1]
    }

    /// Computes one step: `[batch, inputs] → [batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step, `[batch, hidden]` within (−1, 1); 0 by default.
    public func step(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        lastState(input.expandingShape(at: 1), from: state)
    }

    /// Returns the states after each step.
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

    /// Returns the state after one step.
    private func next(after h: Tensor<Scalar>, _ x: Tensor<Scalar>, _ beta: Tensor<Scalar>) -> Tensor<Scalar> {
        let count: Int = hiddenCount
        let share: Tensor<Scalar> = linear(x, inputWeight, bias: inputBias)
        let excitation: Tensor<Scalar> = share[.all, ..<(2 * count)].sigmoid()
        let gates: Tensor<Scalar> = excitedInhibition(0.5 * h + 0.5, excitation: excitation, beta: beta)
        let (r, z): (Tensor<Scalar>, Tensor<Scalar>) = (gates[.all, ..<count], gates[.all, count...])
        let n: Tensor<Scalar> = (share[.all, (2 * count)...] + r * linear(h, hiddenWeight, bias: hiddenBias)).tanh()
        return h + z * (n - h)
    }

    /// Visits the parameters. A parameter that PyTorch's cells also have gets PyTorch's name.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&inputWeight, "weight_ih")
        visitor.visit(&inputBias, "bias_ih")
        visitor.visit(&beta, "beta")
        visitor.visit(&hiddenWeight, "weight_hn")
        visitor.visit(&hiddenBias, "bias_hn")
    }
}
