import ArgumentParser
import SynaNN

/// What stands in the hidden layer's place: to see what the Synapse does, put something else there.
public enum HiddenKind: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// A Synapse that returns surprisals, or the published one, after the network's own activation.
    case synapse
    /// A Synapse that returns probabilities.
    case synapseProbability = "synapse-probability"
    /// A Synapse whose β is a sigmoid, within (0, 1).
    case synapseSigmoid = "synapse-sigmoid"
    /// A Synapse without the excitatory term.
    case synapseInhibition = "synapse-inhibition"
    /// Two Synapses in surprisal space, one upon the other.
    case synapseStack = "synapse-stack"
    /// A Synapse whose surprisals are added to those that it is given, once more.
    case synapseResidual = "synapse-residual"
    /// A Synapse of rectified inputs: `relu(r + v)` with `r = relu(z)` read as the surprisal of a channel's being closed,
    /// so open with probability `x = 1 − e⁻ʳ`, and `v_i = −log ∏_j (1 − β_ij · x_j)`; β is at most 0.98 and may be negative.
    case synapseRectified = "synapse-rectified"
    /// A dense layer after the network's own activation.
    case dense
    /// ReLU, a dense layer, and ReLU: what is usual.
    case denseReLU = "dense-relu"
    /// The network's own activation and nothing else.
    case identity
    /// ReLU and nothing else.
    case relu

    /// Whether β starts in the range that `HiddenLayer` is given; elsewhere there is no β, or it has a range of its own.
    public var takesBetaStart: Bool {
        switch self {
        case .synapse, .synapseProbability, .synapseSigmoid, .synapseInhibition, .synapseStack, .synapseResidual: true
        case .synapseRectified, .dense, .denseReLU, .identity, .relu: false
        }
    }
}

/// An activation and the layer that it feeds: `[N, features] → [N, features]`.
public struct HiddenLayer: Module {
    let kind: HiddenKind
    let activation: ActivationKind
    /// The Synapses, in the order in which they are called.
    public private(set) var synapses: [Synapse<Float>] = []
    private(set) var dense: [Linear<Float>] = []

    /// What the layer's inputs go through first, unless the kind says ReLU.
    public enum ActivationKind: Sendable {
        case sigmoid, softmax
    }

    /// - Parameters:
    ///   - range: Where β starts, for the kinds that take it (`takesBetaStart`): see `Synapse`.
    ///   - returns: What the kind `synapse` returns; the others have it in their name or return surprisals.
    public init(
        _ kind: HiddenKind, _ features: Int, after activation: ActivationKind, betaIn range: Range<Double>? = nil,
        returns: Synapse<Float>.Quantity, using generator: inout PhiloxGenerator
    ) {
        (self.kind, self.activation) = (kind, activation)
        switch kind {
        case .synapse:
            synapses = [
                Synapse(
                    features, parameterization: returns == .surprisal ? .clipped : .free, betaIn: range,
                    returns: returns, using: &generator)
            ]
        case .synapseProbability: synapses = [Synapse(features, betaIn: range, using: &generator)]
        case .synapseSigmoid:
            synapses = [
                Synapse(features, parameterization: .sigmoid, betaIn: range, returns: .surprisal, using: &generator)
            ]
        case .synapseInhibition:
            synapses = [
                Synapse(
                    inputs: features, outputs: features, parameterization: .clipped, betaIn: range, returns: .surprisal,
                    using: &generator)
            ]
        case .synapseStack:
            synapses = [
                Synapse(features, parameterization: .clipped, betaIn: range, returns: .surprisal, using: &generator),
                Synapse(
                    features, parameterization: .clipped, betaIn: range, takes: .surprisal, returns: .surprisal,
                    using: &generator),
            ]
        case .synapseResidual:
            synapses = [
                Synapse(features, parameterization: .clipped, betaIn: range, returns: .surprisal, using: &generator)
            ]
        case .synapseRectified:
            let bound: Double = 1 / Double(features).squareRoot()
            synapses = [Synapse(inputs: features, outputs: features, betaIn: -bound ..< bound, using: &generator)]
        case .dense, .denseReLU: dense = [Linear(features, features, using: &generator)]
        case .identity, .relu: break
        }
    }

    public func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
        switch kind {
        case .relu: return input.relu()
        case .denseReLU: return dense[0](input.relu()).relu()
        case .dense: return dense[0](activated(input))
        case .identity: return activated(input)
        case .synapseRectified:
            let r: Tensor<Float> = input.relu()
            let open: Tensor<Float> = 0 - (-r).expm1()
            let beta: Tensor<Float> = synapses[0].beta.clipped(to: -.greatestFiniteMagnitude ... 0.98)
            return (r - logInhibition(open, beta)).relu()
        case .synapseResidual:
            let x: Tensor<Float> = activated(input)
            return synapses[0](x) + x.surprisal()
        default: return synapses.reduce(activated(input)) { x, layer in layer(x) }
        }
    }

    /// What the first Synapse or dense layer is given, unless the kind says ReLU.
    public func activated(_ input: Tensor<Float>) -> Tensor<Float> {
        switch activation {
        case .sigmoid: return input.sigmoid()
        case .softmax: return input.softmax()
        }
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&synapses, "synapses")
        visitor.visit(&dense, "dense")
    }
}
