import Differentiation
import NeuralNetworks
import Tensors

/// A hidden layer that combines a rectifier and a synapse. For each of N samples with n inputs z, such as the outputs of
/// a linear layer, the layer computes n outputs: `[N, n] → [N, n]`.
///
///     r_i = max(0, z_i)
///     x_j = 1 − e^(−r_j)
///     y_i = r_i · e^(θ_i) · ∏_j (1 − β_ij · x_j)
///
/// r_j is the surprisal of the event that channel j is closed, so the channel is open with the probability x_j. The
/// factor of r_i is the gate of output i. A positive β_ij closes the gate when channel j is open, and a negative β_ij
/// opens the gate. The layer replaces a β above 0.98 by 0.98, so that every factor is positive, and a gate above e⁴ by
/// e⁴, because a product of many factors above 1 can overflow. An output that is 0 has no derivative with respect to its
/// gate.
///
/// The logarithm of a positive output is a sum with a term for each input, which `explain` returns. The layer has n² + n
/// parameters, as many as a dense layer with bias. A training step takes about the time of a step of `Synapse`. The
/// derivative is first-order: a second derivative traps.
///
/// Source: a form of the synapse of C. Li, "Synaptic Neural Network and synapse learning", that is new in this package.
public struct GatedSynapse<Scalar: RealScalar>: Module {
    /// β before its bound, the strengths with which the channels close the gates, of shape `[n, n]`: row i belongs to
    /// output i.
    public var beta: Tensor<Scalar>
    /// θ, the logarithm of each gate for closed channels, of shape `[n]`.
    public var theta: Tensor<Scalar>

    /// The greatest β. The layer replaces greater numbers by this bound.
    public static var betaBound: Scalar { 0.98 }
    /// The greatest logarithm of a gate.
    public static var gateLimit: Scalar { 4 }

    /// Creates a layer with θ = 0 and random β, uniform in a range.
    ///
    /// - Parameters:
    ///   - features: n, the number of inputs and also the number of outputs.
    ///   - range: The initial range of β. The default is ±1/√n, for which the products are near 1.
    ///   - generator: The source of the random numbers for the initial β.
    public init(_ features: Int, betaIn range: Range<Double>? = nil, using generator: inout PhiloxGenerator) {
        let bound: Double = 1 / Double(max(1, features)).squareRoot()
        let range: Range<Double> = range ?? -bound ..< bound
        beta = Tensor(
            randomUniform: [features, features], in: Scalar(range.lowerBound) ..< Scalar(range.upperBound),
            using: &generator)
        theta = Tensor(zeros: [features])
    }

    /// β with its bound, of shape `[n, n]`. The derivative with respect to a parameter above the bound is 0.
    public var effectiveBeta: Tensor<Scalar> { beta.clipped(to: -.infinity ... Self.betaBound) }

    /// Returns the outputs for a batch of N samples: `[N, n] → [N, n]`. Another shape of the input traps.
    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        gatedSynapse(input, beta: beta, theta: theta, limit: Self.gateLimit, betaBound: Self.betaBound)
    }

    /// Visits `beta` and `theta`.
    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&beta, "beta")
        visitor.visit(&theta, "theta")
    }
}
