internal import CKernels
import Foundation
import Tensors

/// NAdam, as PyTorch defines it: Adam with Nesterov's momentum.
///
///     g ← g + weightDecay · w                     (or w ← (1 − learningRate · weightDecay) · w, where decoupled)
///     μₜ = β₁ (1 − 0.96^(t · momentumDecay) / 2)
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     m̂ = μₜ₊₁ m / (1 − ∏ᵢ₌₁ᵗ⁺¹ μᵢ) + (1 − μₜ) g / (1 − ∏ᵢ₌₁ᵗ μᵢ)
///     w ← w − learningRate · m̂ / (√(v/(1 − β₂ᵗ)) + ε)
///
/// If a schedule changes β₁, the products use its present value, as 1 − β₁ᵗ in Adam does. PyTorch multiplies the former
/// values.
///
/// Source: T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
public struct NAdam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the mean of the gradients, β₁.
    public var beta1: Double
    /// The decay of the mean of their squares, β₂.
    public var beta2: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// How fast μ rises from β₁/2 to β₁.
    public var momentumDecay = 4e-3
    /// Whether the weight decay is subtracted from the parameter itself, as in AdamW.
    public var decouplesWeightDecay = false
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
    public init(
        learningRate: Double = 2e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let step: Int = self.state.stepCount
        let (now, next): (Double, Double) = (momentum(at: step), momentum(at: step + 1))
        let product: Double = momentumProduct(through: step)
        let settings = synann_moments(
            beta1: beta1, beta2: beta2, epsilon: epsilon, added_decay: decouplesWeightDecay ? 0 : weightDecay,
            shrinkage: decouplesWeightDecay ? 1 - learningRate * weightDecay : 1,
            gradient_rate: learningRate * (1 - now) / (1 - product),
            moment_rate: learningRate * next / (1 - product * next),
            root_scale: 1 / (1 - pow(beta2, Double(step))).squareRoot(), divides_by_root: 1)
        momentsStep(&parameter, gradient, &state, settings)
    }

    /// μ at a step, from 1.
    private func momentum(at step: Int) -> Double { beta1 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) }

    /// Returns ∏ μᵢ for i = 1…step. For β₁ < 1 the product is negligible compared with 1 after a few hundred factors,
    /// so the loop can end there.
    private func momentumProduct(through step: Int) -> Double {
        let decay: Double = pow(0.96, momentumDecay)
        var (product, decayed, index) = (1.0, decay, 1)
        while index <= step, product > 1e-18 {
            product *= beta1 * (1 - 0.5 * decayed)
            decayed *= decay
            index += 1
        }
        return product
    }
}

/// A step along the gradient and its first moment: see `synann_moments`.
func momentsStep<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    _ settings: synann_moments
) {
    extend(&state, to: 2, for: parameter)
    var settings: synann_moments = settings
    withElements(&parameter, gradient, &state) { count, w, g, state in
        synann_moments_step(Scalar.kernelType, &settings, count, w, g, state[0], state[1])
    }
}
