import Differentiation
import NeuralNetworks
import Tensors

/// The fully connected synapse layer, which stands wherever a square dense layer stood:
/// `y_i = α_i · x_i · ∏_j (1 − β_ij · x_j)`, per sample: `[N, n] → [N, n]`.
///
/// Its inputs are the open probabilities of channels, so it is usually fed by a sigmoid or a softmax.
///
/// Source: C. Li, "Synaptic Neural Network and synapse learning".
public struct Synapse<Scalar: RealScalar>: Module {
    /// How the parameter becomes the β of the formula.
    public enum BetaParameterization: Sendable, Hashable, CaseIterable {
        /// β is the parameter itself, any number.
        case free
        /// β is the parameter moved into [0, 1]; beyond the bounds its gradient is 0.
        case clipped
        /// β is the sigmoid of the parameter: always within (0, 1).
        case sigmoid
    }

    /// What the product runs over.
    public enum Coupling: Sendable, Hashable {
        /// The inputs of each sample, which is the formula.
        case perSample
        /// The inputs of all samples of the batch, as the published programs have it: see `batchCoupledSynapse`.
        case acrossBatch
    }

    /// The parameter of β: `[n, n]`.
    public var beta: Tensor<Scalar>
    /// α: `[n]`; none stands for 1.
    public var alpha: Tensor<Scalar>?
    /// How `beta` becomes the β of the formula.
    public let parameterization: BetaParameterization
    /// What the product runs over.
    public let coupling: Coupling

    /// A layer whose β starts uniform in a range.
    ///
    /// - Parameters:
    ///   - features: n.
    ///   - parameterization: How the parameter becomes β.
    ///   - range: Where β itself starts, within (0, 1) for `.sigmoid`; (0, 2/n) unless given: then the product of an
    ///     input of ones starts near e⁻¹.
    ///   - learnsAlpha: Whether α is a parameter, starting at 1.
    ///   - coupling: What the product runs over.
    public init(
        _ features: Int, parameterization: BetaParameterization = .free, betaIn range: Range<Double>? = nil,
        learnsAlpha: Bool = false, coupling: Coupling = .perSample, using generator: inout PhiloxGenerator
    ) {
        let range: Range<Double> = range ?? 0 ..< min(1, 2 / Double(max(1, features)))
        let shape: Shape = [features, features]
        beta =
            parameterization == .sigmoid
            ? betaLogits(shape, in: range, using: &generator)
            : Tensor(randomUniform: shape, in: Scalar(range.lowerBound) ..< Scalar(range.upperBound), using: &generator)
        alpha = learnsAlpha ? Tensor(ones: [features]) : nil
        self.parameterization = parameterization
        self.coupling = coupling
    }

    /// The β of the formula: `[n, n]`.
    public var effectiveBeta: Tensor<Scalar> {
        switch parameterization {
        case .free: return beta
        case .clipped: return beta.clipped(to: 0 ... 1)
        case .sigmoid: return beta.sigmoid()
        }
    }

    public func callAsFunction(_ input: Tensor<Scalar>) -> Tensor<Scalar> {
        switch coupling {
        case .perSample: return synapse(input, beta: effectiveBeta, alpha: alpha)
        case .acrossBatch: return batchCoupledSynapse(input, beta: effectiveBeta, alpha: alpha)
        }
    }

    public mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&beta, "beta")
        visitor.visit(&alpha, "alpha")
    }
}

/// Parameters whose sigmoids, the β of a layer, are uniform in a range within (0, 1): log(β / (1 − β)).
func betaLogits<Scalar: RealScalar>(
    _ shape: Shape, in range: Range<Double>, using generator: inout PhiloxGenerator
) -> Tensor<Scalar> {
    require(
        range.lowerBound >= 0 && range.upperBound <= 1,
        "Synapse: a sigmoid β cannot start in \(range), which reaches beyond (0, 1)")
    let beta = Tensor<Scalar>(
        randomUniform: shape, in: Scalar(range.lowerBound) ..< Scalar(range.upperBound), using: &generator)
    // The range may include 0 itself, which no finite parameter yields.
    let inside: Tensor<Scalar> = beta.clipped(to: Scalar(1e-6) ... Scalar(1 - 1e-6))
    return inside.log() - (-inside).log1p()
}
