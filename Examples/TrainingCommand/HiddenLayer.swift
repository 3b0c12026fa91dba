import SynaNN

/// An activation, followed by Synapses or a dense layer. Input and output have the shape `[N, features]`.
///
/// The kind (`HiddenKind`) chooses the activation and the layers that follow.
public struct HiddenLayer: Module {
    private let activation: ActivationKind
    private var core: any HiddenCore

    /// A function that the layer applies to its input.
    public enum ActivationKind: Sendable {
        case none, sigmoid, softmax, relu, gelu

        /// Returns the function of every sample of the input. Input and result have the shape `[N, features]`.
        func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> {
            switch self {
            case .none: input
            case .sigmoid: input.sigmoid()
            case .softmax: input.softmax()
            case .relu: input.relu()
            case .gelu: input.gelu()
            }
        }
    }

    /// Creates the layer with random parameters.
    ///
    /// - Parameters:
    ///   - kind: The kind of the hidden layer.
    ///   - features: The number of features of each sample, for the input and the output. A number below 1 traps.
    ///   - activation: The network's activation. The kinds `relu`, `denseReLU`, `reLUGLU` and `synapseRectified` apply
    ///     ReLU instead, `denseGELU` applies GELU, and `synapseGated` applies none.
    ///   - range: The range of the random initial β. With `nil`, the Synapse chooses its default range. Only kinds with
    ///     `takesBetaStart` use the range.
    ///   - returns: The quantity that the kind `synapse` returns: probabilities or surprisals. Other kinds ignore this
    ///     parameter.
    ///   - generator: The generator that draws the parameters.
    public init(
        _ kind: HiddenKind, _ features: Int, after activation: ActivationKind, betaIn range: Range<Double>? = nil,
        returns: Synapse<Float>.Quantity, using generator: inout PhiloxGenerator
    ) {
        require(features > 0, "HiddenLayer: the number of features \(features) is not positive")
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
        func dense() -> Linear<Float> { Linear(features, features, using: &generator) }
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
        case .synapseGated:
            first = .none
            core = GatedCore(GatedSynapse(features, using: &generator))
        case .dense: core = DenseCore(dense())
        case .denseReLU:
            first = .relu
            core = DenseCore(dense(), then: .relu)
        case .denseGELU:
            first = .gelu
            core = DenseCore(dense(), then: .gelu)
        case .reLUGLU:
            first = .relu
            core = GatedLinearUnit(gate: dense(), value: dense())
        case .identity: core = SynapseChain(synapses: [])
        case .relu:
            first = .relu
            core = SynapseChain(synapses: [])
        }
        self.activation = first
    }

    /// The Synapses in the order in which the layer calls them; empty for a kind without Synapses.
    public var synapses: [Synapse<Float>] { core.synapses }

    /// Returns the output `[N, features]` for inputs `[N, features]`.
    public func callAsFunction(_ input: Tensor<Float>) -> Tensor<Float> { core(activated(input)) }

    /// Returns the activation of the input. Input and result have the shape `[N, features]`; the first Synapse or dense
    /// layer reads the result.
    public func activated(_ input: Tensor<Float>) -> Tensor<Float> { activation(input) }

    /// Visits the parameters of the Synapses or the dense layer, with names such as `synapses.0.beta` and
    /// `dense.0.weight`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) { core.visitParameters(&visitor) }
}
