import SynaNN

/// The layers of a hidden layer that follow its activation. Input and output have the shape `[N, features]`.
///
/// Checkpoints store the parameters as `synapses.0.beta` or `dense.0.weight`. For these names every core has an array
/// of layers, even a core with only one layer.
protocol HiddenCore: Module where Input == Tensor<Float>, Output == Tensor<Float> {
    /// The Synapses in the order in which the core calls them.
    var synapses: [Synapse<Float>] { get }
}

/// A chain of Synapses: each Synapse reads the output of the Synapse before it. Without Synapses, the output is the
/// input.
struct SynapseChain: HiddenCore {
    var synapses: [Synapse<Float>]

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        synapses.reduce(input) { value, synapse in synapse(value) }
    }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&synapses, "synapses") }
}

/// A Synapse with a residual connection. The core maps probabilities x to `v(x) − log x`, where `v(x)` are the
/// surprisals that the Synapse returns, and `−log x` are the surprisals of the inputs.
struct ResidualSynapse: HiddenCore {
    var synapses: [Synapse<Float>]

    init(_ synapse: Synapse<Float>) { synapses = [synapse] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { synapses[0](input) + input.surprisal() }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&synapses, "synapses") }
}

/// A Synapse without the excitatory term, with ReLU after it. The input r_j ≥ 0 is the surprisal of the event that
/// channel j is closed. The output is `relu(r_i + v_i)`, where `v_i` is the surprisal of the inhibition.
///
/// Channel j is open with probability `x_j = 1 − exp(−r_j)`, and `v_i = −log ∏_j (1 − β_ij · x_j)`, where `β_ij` is the
/// strength with which channel j inhibits output i. β may be negative. The layer replaces values of β above 0.98 by
/// 0.98, so that the product stays positive.
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

/// A dense layer, with ReLU after it if `appliesReLU` is true.
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
