import Differentiation
import NeuralNetworks
import Tensors

/// Pooling of sets of instances by the noisy-OR: the probability that at least one instance of a set, or a leak, brings
/// an event about. For each of N sets with M instances and C channels, `P = 1 − (1 − λ_c) · ∏_i (1 − β_c · x_ic)`:
/// `[N, M, C] → [N, C]`.
///
/// Use this layer if the label of a set says only whether any of its instances has a property, for example which digits
/// occur in a set of images. An encoder computes the probabilities x of each instance, usually with a sigmoid. β_c is
/// the probability that an instance with x = 1 brings the event c about, and λ_c, the leak, is the probability of the
/// event without any instance. `explain` returns the exact share of each instance.
///
/// For the training, let the layer return `.surprisalOfComplement`, and use
/// `binaryCrossEntropy(surprisalOfComplement:)`. This loss is exact where P is near 0 and near 1.
public struct SynapsePooling<Scalar: RealScalar>: Module {
    /// The quantity that an output of the layer represents.
    public enum Quantity: Sendable, Hashable, CaseIterable {
        /// The probability P of the event.
        case probability
        /// The surprisal −log(1 − P) that the event does not occur, in nats.
        case surprisalOfComplement
    }

    /// The parameter, of shape `[channels]`, that determines β: see `parameterization`.
    public var beta: Tensor<Scalar>
    /// The parameter, of shape `[channels]`, that determines the leak λ in the same way; `nil` means λ = 0.
    public var leak: Tensor<Scalar>?
    /// The way in which the parameters `beta` and `leak` determine β and λ.
    public let parameterization: Synapse<Scalar>.BetaParameterization
    /// The quantity that the inputs represent.
    public let takes: Synapse<Scalar>.Quantity
    /// The quantity that the outputs represent.
    public let returns: Quantity

    /// Creates a layer whose β are equal and start according to the number of instances of a set.
    ///
    /// The initial β is `(1 − 2^(−1/instances)) / input`, but at most 0.95. If every x is `input`, P without the leak is
    /// then ½. With a β that does not depend on the number of instances, P of a large set would start near 1, where its
    /// derivatives vanish: for 1000 instances with x = β = ½, 1 − P is 10⁻¹²⁵.
    ///
    /// - Parameters:
    ///   - channels: C, the number of channels; a number below 1 traps.
    ///   - instances: The mean number of instances in a set; a number that is not positive and finite traps.
    ///   - input: The mean x of the instances at the start of the training. The default ½ is the sigmoid of 0. A number
    ///     that is not within 0 and 1, or is 0, traps.
    ///   - leak: The initial λ, or `nil` for a layer without a leak. A number outside of (0, 1) traps. A positive leak
    ///     keeps the loss of an event finite if all x are 0.
    ///   - parameterization: The way in which the parameters determine β and λ. With `.free`, P can leave the range from
    ///     0 to 1, and the surprisal can be NaN. With `.clipped`, β can reach 1, so that x = 1 gives an infinite
    ///     surprisal.
    ///   - takes: The quantity that the inputs represent: probabilities x, or surprisals −log x.
    ///   - returns: The quantity that the outputs represent.
    public init(
        _ channels: Int, instances: Double, input: Double = 0.5, leak: Double? = 0.01,
        parameterization: Synapse<Scalar>.BetaParameterization = .sigmoid,
        takes: Synapse<Scalar>.Quantity = .probability, returns: Quantity = .probability
    ) {
        require(channels > 0, "SynapsePooling: the number of channels, \(channels), must be positive")
        require(
            instances > 0 && instances.isFinite && input > 0 && input <= 1,
            "SynapsePooling: \(instances) instances must be positive and finite, and the input \(input) within (0, 1]")
        require(leak.map { $0 > 0 && $0 < 1 } ?? true, "SynapsePooling: the leak \(leak ?? 0) must be within (0, 1)")
        // 1 − 2^(−1/M) keeps its digits for a large M by expm1.
        let share: Double = -Tensor<Double>(-0.693147180559945309417 / instances).expm1().scalar
        func parameter(_ value: Double) -> Tensor<Scalar> {
            let start: Tensor<Double> = Tensor(value)
            let number: Double = parameterization == .sigmoid ? (start.log() - (-start).log1p()).scalar : value
            return Tensor(repeating: Scalar(number), shape: [channels])
        }
        beta = parameter(min(0.95, share / input))
        self.leak = leak.map(parameter)
        (self.parameterization, self.takes, self.returns) = (parameterization, takes, returns)
    }

    /// β, of shape `[channels]`, computed from the parameter `beta`.
    public var effectiveBeta: Tensor<Scalar> { parameterization(beta) }

    /// The leak λ, of shape `[channels]`, computed from the parameter `leak`; `nil` means λ = 0.
    public var effectiveLeak: Tensor<Scalar>? { leak.map { parameterization($0) } }

    /// Returns the outputs for sets whose instances all take part: `[N, M, C] → [N, C]`. Another number of axes or of
    /// channels traps. The derivative is first-order: a second derivative traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> { self(input, mask: nil) }

    /// Returns the outputs for sets of different sizes: `[N, M, C] → [N, C]`. Another number of axes or of channels
    /// traps. The derivative is first-order: a second derivative traps.
    ///
    /// - Parameters:
    ///   - input: The instances, probabilities or surprisals according to `takes`.
    ///   - mask: True for the instances that take part, `[N, M]`; another shape traps. The elements of other instances
    ///     are ignored, and their derivative is 0. A set without instances has the output of the leak.
    public func callAsFunction(_ input: Tensor<Scalar>, mask: Tensor<Bool>?) -> Tensor<Scalar> {
        let x: Tensor<Scalar> = takes == .probability ? input : input.probability()
        switch returns {
        case .probability: return synapsePooling(x, beta: effectiveBeta, leak: effectiveLeak, mask: mask)
        case .surprisalOfComplement:
            return surprisalSynapsePooling(x, beta: effectiveBeta, leak: effectiveLeak, mask: mask)
        }
    }

    /// Visits `beta` and `leak`. A leak that is `nil` is omitted.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&beta, "beta")
        visitor.visit(&leak, "leak")
    }
}
