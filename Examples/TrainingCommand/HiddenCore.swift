import SynaNN

/// The part of a hidden layer that follows its activation: `[N, features] → [N, features]`.
///
/// Checkpoints store the parameters as `synapses.0.beta` or `dense.0.weight`, so every core has an array of layers.
protocol HiddenCore: Module where Input == Tensor<Float>, Output == Tensor<Float> {
    /// The Synapses in the order of their calls.
    var synapses: [Synapse<Float>] { get }
}

/// Synapses in a row. Without Synapses, the output is the input.
struct SynapseChain: HiddenCore {
    var synapses: [Synapse<Float>]

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        synapses.reduce(input) { value, synapse in synapse(value) }
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&synapses, "synapses") }
}

/// A Synapse that reads probabilities x and returns surprisals, plus the surprisals of its inputs: `v(x) − log x`.
struct ResidualSynapse: HiddenCore {
    var synapses: [Synapse<Float>]

    init(_ synapse: Synapse<Float>) { synapses = [synapse] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { synapses[0](input) + input.surprisal() }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&synapses, "synapses") }
}

/// A Synapse that reads `r ≥ 0` as the surprisal of a closed channel: `relu(r + v)`.
///
/// The channel is open with probability `x = 1 − e⁻ʳ`, and `v_i = −log ∏_j (1 − β_ij · x_j)`. β may be negative; values
/// above 0.98 count as 0.98, so that the product stays positive.
struct RectifiedSynapse: HiddenCore {
    var synapses: [Synapse<Float>]

    init(_ synapse: Synapse<Float>) { synapses = [synapse] }

    func callAsFunction(_ r: Tensor<Float>) -> Tensor<Float> {
        let open: Tensor<Float> = 0 - (-r).expm1()
        let beta: Tensor<Float> = synapses[0].beta.clipped(to: -.greatestFiniteMagnitude ... 0.98)
        return (r - logInhibition(open, beta)).relu()
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&synapses, "synapses") }
}

/// A dense layer, with or without ReLU after it.
struct DenseCore: HiddenCore {
    private var dense: [Linear<Float>]
    private let appliesReLU: Bool

    init(_ layer: Linear<Float>, appliesReLU: Bool = false) { (dense, self.appliesReLU) = ([layer], appliesReLU) }

    var synapses: [Synapse<Float>] { [] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        let output: Tensor<Float> = dense[0](input)
        return appliesReLU ? output.relu() : output
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&dense, "dense") }
}
