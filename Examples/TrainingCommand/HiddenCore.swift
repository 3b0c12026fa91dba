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

/// A gated Synapse, which reads the features z without an activation before it.
struct GatedCore: HiddenCore {
    private var gated: [GatedSynapse<Float>]

    init(_ synapse: GatedSynapse<Float>) { gated = [synapse] }

    var synapses: [Synapse<Float>] { [] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { gated[0](input) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&gated, "synapses") }
}

/// A dense layer, possibly with an activation function after it.
struct DenseCore: HiddenCore {
    private var dense: [Linear<Float>]
    private let activation: HiddenLayer.ActivationKind

    init(_ layer: Linear<Float>, then activation: HiddenLayer.ActivationKind = .none) {
        (dense, self.activation) = ([layer], activation)
    }

    var synapses: [Synapse<Float>] { [] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { activation(dense[0](input)) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&dense, "dense") }
}

/// A gated linear unit with ReLU: `relu(W x + b) · (V x + c)`, where W and V are the weights of two dense layers.
///
/// Source: N. Shazeer, "GLU variants improve transformer", 2020, which calls the unit ReGLU.
struct GatedLinearUnit: HiddenCore {
    private var dense: [Linear<Float>]

    init(gate: Linear<Float>, value: Linear<Float>) { dense = [gate, value] }

    var synapses: [Synapse<Float>] { [] }

    func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { dense[0](input).relu() * dense[1](input) }

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) { visitor.visit(&dense, "dense") }
}
