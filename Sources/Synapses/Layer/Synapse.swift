import Differentiation
import NeuralNetworks
import Tensors

/// The fully connected synapse layer, which can replace a dense layer. For each of N samples with n inputs x, the layer
/// computes n outputs `y_i = α_i · x_i · ∏_j (1 − β_ij · x_j)`: `[N, n] → [N, n]`.
///
/// The inputs are the open probabilities of channels. Usually a sigmoid or a softmax layer computes these
/// probabilities. The layer can also read surprisals −log x and return surprisals −log y. In a deep stack of layers,
/// probabilities can underflow unless a softmax between the layers rescales the probabilities. Surprisals do not
/// underflow. A rectangular layer, `init(inputs:outputs:)`, has no excitatory term: `y_i = α_i · ∏_j (1 − β_ij · x_j)`.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning".
public struct Synapse<Scalar: RealScalar>: Module {
    /// The way in which the parameter `beta` determines β_ij, the strength with which input j inhibits output i.
    public enum BetaParameterization: Sendable, Hashable, CaseIterable {
        /// β is the parameter itself and may be any number.
        case free
        /// β is the parameter clipped to [0, 1]. Outside of [0, 1] the derivative with respect to the parameter is 0.
        case clipped
        /// β is the sigmoid of the parameter, so β is always within (0, 1).
        case sigmoid

        /// Returns β for a parameter.
        func callAsFunction(_ parameter: Tensor<Scalar>) -> Tensor<Scalar> {
            switch self {
            case .free: return parameter
            case .clipped: return parameter.clipped(to: 0 ... 1)
            case .sigmoid: return parameter.sigmoid()
            }
        }
    }

    /// The inputs x_j over which the product `∏_j (1 − β_ij · x_j)` of output i runs.
    public enum Coupling: Sendable, Hashable {
        /// The inputs of the same sample.
        case perSample
        /// The inputs of all samples of the batch, as in the published programs: see `batchCoupledSynapse`.
        case acrossBatch
    }

    /// The quantity that an input or output of the layer represents.
    public enum Quantity: Sendable, Hashable, CaseIterable {
        /// The probability x that the channel is open.
        case probability
        /// The surprisal −log x of the probability x that the channel is open, in nats.
        case surprisal
    }

    /// The parameter, of shape `[outputs, inputs]`, that determines β, the strengths with which the inputs inhibit the
    /// outputs: see `parameterization`.
    public var beta: Tensor<Scalar>
    /// α, the factor of each output, of shape `[outputs]`; `nil` means 1. In a layer that returns surprisals, `alpha`
    /// is `nil`, and `theta` replaces α.
    public var alpha: Tensor<Scalar>?
    /// θ = −log α, where α is the factor of each output. Only a layer that returns surprisals has this parameter, of
    /// shape `[outputs]`; `nil` means 0.
    public var theta: Tensor<Scalar>?
    /// The way in which the parameter `beta` determines β_ij, the strength with which input j inhibits output i.
    public let parameterization: BetaParameterization
    /// The inputs x_j over which the product `∏_j (1 − β_ij · x_j)` of output i runs.
    public let coupling: Coupling
    /// The quantity that the inputs represent.
    public let takes: Quantity
    /// The quantity that the outputs represent.
    public let returns: Quantity
    /// Whether each output y_i has the excitatory factor x_i, the input at the same position. The value is false for a
    /// layer from `init(inputs:outputs:)`.
    public let isExcited: Bool

    /// Creates a square layer, in which each input excites the output at the same position. The initial β are random
    /// numbers, uniform in a range.
    ///
    /// - Parameters:
    ///   - features: n, the number of inputs and also the number of outputs.
    ///   - parameterization: The way in which the parameter `beta` determines β.
    ///   - range: The initial range of β. For `.sigmoid`, a range that is not within 0 and 1 traps. The default is from
    ///     0 to min(1, 2/n), for which the product `∏_j (1 − β_ij · x_j)` is near e⁻¹ if all inputs x_j are 1 and n is
    ///     large.
    ///   - learnsAlpha: Whether α is a parameter, initially 1. If the layer returns surprisals, the parameter is θ,
    ///     initially 0.
    ///   - coupling: The inputs x_j over which the product `∏_j (1 − β_ij · x_j)` of output i runs.
    ///   - takes: The quantity that the inputs represent.
    ///   - returns: The quantity that the outputs represent. A surprisal −log y is NaN if y is negative. For positive
    ///     inputs and α, y can be negative only if some β·x is above 1.
    ///   - generator: The source of the random numbers for the initial β.
    public init(
        _ features: Int, parameterization: BetaParameterization = .free, betaIn range: Range<Double>? = nil,
        learnsAlpha: Bool = false, coupling: Coupling = .perSample, takes: Quantity = .probability,
        returns: Quantity = .probability, using generator: inout PhiloxGenerator
    ) {
        let start: Tensor<Scalar> = Self.start([features, features], parameterization, range, &generator)
        self.init(
            beta: start, parameterization: parameterization, learnsAlpha: learnsAlpha, coupling: coupling,
            takes: takes, returns: returns, isExcited: true)
    }

    /// Creates a rectangular layer without an excitatory term, `y_i = α_i · ∏_j (1 − β_ij · x_j)`:
    /// `[N, inputs] → [N, outputs]`.
    ///
    /// - Parameters:
    ///   - inputs: The number of inputs, which is the length of the input's second axis.
    ///   - outputs: The number of outputs, which is the length of the result's second axis.
    ///   - parameterization: The way in which the parameter `beta` determines β.
    ///   - range: The initial range of β. For `.sigmoid`, a range that is not within 0 and 1 traps. The default is from
    ///     0 to min(1, 2/inputs).
    ///   - learnsAlpha: Whether α is a parameter, initially 1. If the layer returns surprisals, the parameter is θ,
    ///     initially 0.
    ///   - takes: The quantity that the inputs represent.
    ///   - returns: The quantity that the outputs represent.
    ///   - generator: The source of the random numbers for the initial β.
    public init(
        inputs: Int, outputs: Int, parameterization: BetaParameterization = .free,
        betaIn range: Range<Double>? = nil, learnsAlpha: Bool = false, takes: Quantity = .probability,
        returns: Quantity = .probability, using generator: inout PhiloxGenerator
    ) {
        let start: Tensor<Scalar> = Self.start([outputs, inputs], parameterization, range, &generator)
        self.init(
            beta: start, parameterization: parameterization, learnsAlpha: learnsAlpha, coupling: .perSample,
            takes: takes, returns: returns, isExcited: false)
    }

    private init(
        beta: Tensor<Scalar>, parameterization: BetaParameterization, learnsAlpha: Bool, coupling: Coupling,
        takes: Quantity, returns: Quantity, isExcited: Bool
    ) {
        self.beta = beta
        alpha = learnsAlpha && returns == .probability ? Tensor(ones: [beta.shape[0]]) : nil
        theta = learnsAlpha && returns == .surprisal ? Tensor(zeros: [beta.shape[0]]) : nil
        (self.parameterization, self.coupling) = (parameterization, coupling)
        (self.takes, self.returns, self.isExcited) = (takes, returns, isExcited)
    }

    /// Returns the initial value of the parameter `beta`, of the given shape `[outputs, inputs]`. β is uniform in
    /// `range`; for `nil`, from 0 to min(1, 2/inputs).
    private static func start(
        _ shape: Shape, _ parameterization: BetaParameterization, _ range: Range<Double>?,
        _ generator: inout PhiloxGenerator
    ) -> Tensor<Scalar> {
        let range: Range<Double> = range ?? 0 ..< min(1, 2 / Double(max(1, shape[1])))
        if parameterization == .sigmoid { return betaLogits(shape, in: range, using: &generator) }
        return Tensor(
            randomUniform: shape, in: Scalar(range.lowerBound) ..< Scalar(range.upperBound), using: &generator)
    }

    /// β, the strengths with which the inputs inhibit the outputs, of shape `[outputs, inputs]`, computed from the
    /// parameter `beta`: see `parameterization`.
    public var effectiveBeta: Tensor<Scalar> { parameterization(beta) }

    /// Returns the outputs for a batch of N samples: `[N, inputs] → [N, outputs]`. Another shape of the input traps.
    /// The derivative is first-order: a second derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        let x: Tensor<Scalar> = takes == .probability ? input : input.probability()
        switch returns {
        case .probability: return probabilities(x)
        case .surprisal: return surprisals(x, takes == .surprisal ? input : nil)
        }
    }

    private func probabilities(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        if !isExcited {
            let product: Tensor<Scalar> = inhibition(x, effectiveBeta)
            return alpha.map { product * $0 } ?? product
        }
        switch coupling {
        case .perSample: return synapse(x, beta: effectiveBeta, alpha: alpha)
        case .acrossBatch: return batchCoupledSynapse(x, beta: effectiveBeta, alpha: alpha)
        }
    }

    private func surprisals(_ x: Tensor<Scalar>, _ u: Tensor<Scalar>?) -> Tensor<Scalar> {
        var logarithm: Tensor<Scalar> = logInhibition(x, effectiveBeta)
        if coupling == .acrossBatch { logarithm = logarithm.sum(axis: 0) }
        let v: Tensor<Scalar> = isExcited ? (u ?? x.surprisal()) - logarithm : -logarithm
        return theta.map { v + $0 } ?? v
    }

    /// Visits `beta`, `alpha` and `theta`. A parameter that is `nil` is omitted.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&beta, "beta")
        visitor.visit(&alpha, "alpha")
        visitor.visit(&theta, "theta")
    }
}

/// Returns parameters log(β / (1 − β)) in the given shape, for random β that are uniform in a range. Traps if the range
/// is not within 0 and 1.
func betaLogits<Scalar: RealScalar>(
    _ shape: Shape, in range: Range<Double>, using generator: inout PhiloxGenerator
) -> Tensor<Scalar> {
    require(
        range.lowerBound >= 0 && range.upperBound <= 1,
        "Synapse: the initial range \(range) of a sigmoid β must be within 0 and 1")
    let beta = Tensor<Scalar>(
        randomUniform: shape, in: Scalar(range.lowerBound) ..< Scalar(range.upperBound), using: &generator)
    // A β of 0 or 1 would give an infinite parameter.
    let inside: Tensor<Scalar> = beta.clipped(to: Scalar(1e-6) ... Scalar(1 - 1e-6))
    return inside.log() - (-inside).log1p()
}
