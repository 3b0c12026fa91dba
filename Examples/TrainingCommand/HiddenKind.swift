import ArgumentParser

/// The kinds of hidden layer that a program can train. To see the effect of the Synapse, compare it with another kind.
///
/// "Activation" means the activation that the network chooses for its hidden layer: sigmoid or softmax.
public enum HiddenKind: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// The activation, then a Synapse that returns surprisals; in the published networks it returns probabilities.
    case synapse
    /// The activation, then a Synapse that returns probabilities.
    case synapseProbability = "synapse-probability"
    /// The activation, then a Synapse whose β is a sigmoid, in (0, 1).
    case synapseSigmoid = "synapse-sigmoid"
    /// The activation, then a Synapse without the excitatory term.
    case synapseInhibition = "synapse-inhibition"
    /// The activation, then two Synapses in a row; the second reads surprisals.
    case synapseStack = "synapse-stack"
    /// The activation, then a Synapse; the surprisals of its inputs are added to its output.
    case synapseResidual = "synapse-residual"
    /// ReLU, then a Synapse that reads surprisals of closed channels, then ReLU: see `RectifiedSynapse`.
    case synapseRectified = "synapse-rectified"
    /// The activation, then a dense layer.
    case dense
    /// ReLU, a dense layer, and ReLU: the usual hidden layer.
    case denseReLU = "dense-relu"
    /// The activation alone.
    case identity
    /// ReLU alone.
    case relu

    /// Whether the range of β that `HiddenLayer` takes has an effect. The other kinds have no β, or a fixed range.
    public var takesBetaStart: Bool {
        switch self {
        case .synapse, .synapseProbability, .synapseSigmoid, .synapseInhibition, .synapseStack, .synapseResidual: true
        case .synapseRectified, .dense, .denseReLU, .identity, .relu: false
        }
    }
}
