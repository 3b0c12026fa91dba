import Differentiation
import NeuralNetworks
import Tensors

/// A gated recurrent unit whose gates are synapses, over sequences. The state h gives open probabilities
/// `p = (1 + h) / 2` of inhibitory channels:
///
///     r_i = σ(W_r·x + b_r)_i · ∏_j (1 − ρ_ij p_j)
///     z_i = σ(W_z·x + b_z)_i · ∏_j (1 − ζ_ij p_j)
///     n = tanh(W_n·x + b_n + r ∘ (U·h + c))
///     h′ = (1 − z) ∘ h + z ∘ n
///
/// A GRU adds the contribution of the state within the sigmoid, `σ(W·x + V·h)`; here the synapse multiplies by it. The
/// input opens a gate, and active units shut it. z is the probability of writing (in a GRU, of keeping), so inhibition
/// protects the stored state. ρ and ζ are sigmoids of free parameters: gates stay within (0, 1), and the state within
/// (−1, 1).
///
/// This cell is this package's own. Its parts are the synapse of C. Li, "Synaptic Neural Network and synapse learning",
/// and the gated recurrent unit of K. Cho et al., 2014. First-order, like `excitedInhibition`. Cost: the synapses take
/// about as long as the matrix products of a GRU of the same size forward, and about three times as long backward.
public struct SynapticGRU<Scalar: RealScalar>: Module {
    /// W of r, z and n, one above the other: `[3 · hidden, inputs]`.
    public var inputWeight: Tensor<Scalar>
    /// b of r, z and n: `[3 · hidden]`.
    public var inputBias: Tensor<Scalar>
    /// The parameters whose sigmoids are ρ and, below it, ζ: `[2 · hidden, hidden]`.
    public var beta: Tensor<Scalar>
    /// U: `[hidden, hidden]`.
    public var hiddenWeight: Tensor<Scalar>
    /// c: `[hidden]`.
    public var hiddenBias: Tensor<Scalar>

    /// Creates a cell with weights and biases uniform in ±1/√hidden, as those of a GRU, and ρ and ζ uniform in a range,
    /// as the β of a `Synapse`.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs; fewer than 1 trap.
    ///   - hidden: The number of hidden units; fewer than 1 trap.
    ///   - range: The initial range of ρ and ζ, within (0, 1). (0, 2/hidden) unless given: at state 0 the products are
    ///     then near e^(−1/2).
    ///   - generator: Draws the initial parameters.
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

    /// Returns the states after each step, from state 0 on: `[batch, steps, inputs] → [batch, steps, hidden]`. Another
    /// shape, and a sequence without steps, trap.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        withOperation(operation(input)) { withState(input).outputs }
    }

    private func operation(_ input: Tensor<Scalar>) -> TensorOperation {
        let (inputs, hidden): (Int, Int) = (inputWeight.shape[1], hiddenCount)
        return TensorOperation(
            "SynapticGRU", input, inputWeight, inputBias, beta, hiddenWeight, hiddenBias,
            multiplyAdds: input.shape[0] * input.shape[1] * 3 * hidden * (inputs + hidden))
    }

    /// Returns the states after each step, `[batch, steps, hidden]`, and the last one, from which the next part of the
    /// sequence can continue.
    ///
    /// - Parameters:
    ///   - input: `[batch, steps, inputs]` with at least one step; another shape traps.
    ///   - state: The initial state, `[batch, hidden]` within (−1, 1); 0 unless given. Another shape traps.
    public func withState(
        _ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil
    ) -> (outputs: Tensor<Scalar>, state: Tensor<Scalar>) {
        let states: [Tensor<Scalar>] = states(input, state)
        return (Tensor(stacking: states, axis: 1), states[states.count - 1])
    }

    /// Returns the state after the last step, `[batch, hidden]`. Parameters are those of `withState`.
    public func lastState(_ input: Tensor<Scalar>, from state: Tensor<Scalar>? = nil) -> Tensor<Scalar> {
        let states: [Tensor<Scalar>] = states(input, state)
        return states[states.count - 1]
    }

    /// Returns one step: `[batch, inputs] → [batch, hidden]`.
    ///
    /// - Parameters:
    ///   - input: `[batch, inputs]`; another shape traps.
    ///   - state: The state before the step, `[batch, hidden]` within (−1, 1); 0 unless given.
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

    /// Visits the parameters, under the names of PyTorch's cells where these have them.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&inputWeight, "weight_ih")
        visitor.visit(&inputBias, "bias_ih")
        visitor.visit(&beta, "beta")
        visitor.visit(&hiddenWeight, "weight_hn")
        visitor.visit(&hiddenBias, "bias_hn")
    }
}
