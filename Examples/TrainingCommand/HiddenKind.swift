import ArgumentParser

/// The kinds of hidden layer that a program can train. To see the effect of the Synapse, train the same network with
/// another kind, and compare the results.
///
/// In the descriptions of the cases, "activation" means the activation of the network's hidden layer: sigmoid or
/// softmax.
public enum HiddenKind: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// The activation, then a Synapse. The parameter `returns` of `HiddenLayer` says whether the Synapse returns
    /// surprisals or probabilities. The published networks use probabilities.
    case synapse
    /// The activation, then a Synapse that returns probabilities.
    case synapseProbability = "synapse-probability"
    /// The activation, then a Synapse whose β is the sigmoid of a free parameter, so that β lies in (0, 1).
    case synapseSigmoid = "synapse-sigmoid"
    /// The activation, then a Synapse without the excitatory term.
    case synapseInhibition = "synapse-inhibition"
    /// The activation, then two Synapses in a row. The first Synapse returns surprisals, which the second Synapse
    /// reads.
    case synapseStack = "synapse-stack"
    /// The activation, then a Synapse with a residual connection: see `ResidualSynapse`.
    case synapseResidual = "synapse-residual"
    /// ReLU, then a Synapse that reads the surprisals of closed channels, then ReLU: see `RectifiedSynapse`.
    case synapseRectified = "synapse-rectified"
    /// A gated Synapse, which reads the features without an activation: see `GatedSynapse`.
    case synapseGated = "synapse-gated"
    /// The activation, then a dense layer.
    case dense
    /// ReLU, a dense layer, and ReLU: the usual hidden layer.
    case denseReLU = "dense-relu"
    /// GELU, a dense layer, and GELU.
    case denseGELU = "dense-gelu"
    /// ReLU, then a gated linear unit with two dense layers: see `GatedLinearUnit`. This kind has twice the parameters
    /// of a dense layer.
    case reLUGLU = "relu-glu"
    /// The activation alone.
    case identity
    /// ReLU alone.
    case relu

    /// Whether the parameter `betaIn` of `HiddenLayer` has an effect. The parameter has no effect for a kind without β,
    /// and for `synapseRectified` and `synapseGated`, whose ranges of β are fixed.
    public var takesBetaStart: Bool {
        switch self {
        case .synapse, .synapseProbability, .synapseSigmoid, .synapseInhibition, .synapseStack, .synapseResidual: true
        case .synapseRectified, .synapseGated, .dense, .denseReLU, .denseGELU, .reLUGLU, .identity, .relu: false
        }
    }
}
