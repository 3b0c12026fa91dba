import SynaNN

/// An activation and the layer that reads its output: `[N, features] → [N, features]`.
///
/// The kind determines both.
public struct HiddenLayer: Module {
    private let activation: ActivationKind
    private var core: any HiddenCore

    /// The function that the layer applies to its input.
    public enum ActivationKind: Sendable {
        case sigmoid, softmax, relu
    }

    /// Creates the layer with random parameters.
    ///
    /// - Parameters:
    ///   - kind: The kind of layer that follows the activation.
    ///   - features: The width of input and output.
    ///   - activation: The network's activation. The kinds `relu`, `denseReLU` and `synapseRectified` use ReLU instead.
    ///   - range: The range of the initial β; the Synapse's default if `nil`. Only kinds with `takesBetaStart` use it.
    ///   - returns: Whether the kind `synapse` returns probabilities or surprisals. Other kinds ignore this parameter.
    ///   - generator: The generator of the parameters.
    public init(
        _ kind: HiddenKind, _ features: Int, after activation: ActivationKind, betaIn range: Range<Double>? = nil,
        returns: Synapse<Float>.Quantity, using generator: inout PhiloxGenerator
    ) {
        var first: ActivationKind = activation
        func surprisals(
            _ parameterization: Synapse<Float>.BetaParameterization,
            takes quantity: Synapse<Float>.Quantity = .probability
        ) -> Synapse<Float> {
            Synapse(
                features, parameterization: parameterization, betaIn: range, takes: quantity, returns: .surprisal,
                using: &generator)
        }
        func probabilities() -> Synapse<Float> { Synapse(features, betaIn: range, using: &generator) }
        switch kind {
        case .synapse:
            core = SynapseChain(synapses: [returns == .surprisal ? surprisals(.clipped) : probabilities()])
        case .synapseProbability: core = SynapseChain(synapses: [probabilities()])
        case .synapseSigmoid: core = SynapseChain(synapses: [surprisals(.sigmoid)])
        case .synapseInhibition:
            let synapse = Synapse<Float>(
                inputs: features, outputs: features, parameterization: .clipped, betaIn: range, returns: .surprisal,
                using: &generator)
            core = SynapseChain(synapses: [synapse])
        case .synapseStack:
            core = SynapseChain(synapses: [surprisals(.clipped), surprisals(.clipped, takes: .surprisal)])
        case .synapseResidual: core = ResidualSynapse(surprisals(.clipped))
        case .synapseRectified:
            let bound: Double = 1 / Double(features).squareRoot()
            first = .relu
            core = RectifiedSynapse(
                Synapse(inputs: features, outputs: features, betaIn: -bound ..< bound, using: &generator))
        case .dense: core = DenseCore(Linear(features, features, using: &generator))
        case .denseReLU:
            first = .relu
            core = DenseCore(Linear(features, features, using: &generator), appliesReLU: true)
        case .identity: core = SynapseChain(synapses: [])
        case .relu:
            first = .relu
            core = SynapseChain(synapses: [])
        }
        self.activation = first
    }

    /// The Synapses in the order of their calls; empty for a kind without Synapses.
    public var synapses: [Synapse<Float>] { core.synapses }

    /// Returns the output for inputs `[N, features]`.
    public func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { core(activated(input)) }

    /// Returns the activation of the input, `[N, features]`, which the first Synapse or dense layer reads.
    public func activated(_ input: Tensor<Float>) -> Tensor<Float> {
        switch activation {
        case .sigmoid: input.sigmoid()
        case .softmax: input.softmax()
        case .relu: input.relu()
        }
    }

    /// Visits the parameters of the layer after the activation: `synapses.0.beta`, `dense.0.weight` and so on.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { core.visitParameters(&visitor) }
}
