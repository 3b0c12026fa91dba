internal import CKernels
import Foundation
import Tensors

/// NAdam, as PyTorch defines the rule: Adam with Nesterov's momentum.
///
///     g ← g + weightDecay · w                     (or w ← (1 − learningRate · weightDecay) · w, where decoupled)
///     μₜ = β₁ (1 − 0.96^(t · momentumDecay) / 2)
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     m̂ = μₜ₊₁ m / (1 − ∏ᵢ₌₁ᵗ⁺¹ μᵢ) + (1 − μₜ) g / (1 − ∏ᵢ₌₁ᵗ μᵢ)
///     w ← w − learningRate · m̂ / (√(v/(1 − β₂ᵗ)) + ε)
///
/// w is an element of a parameter, g is the element of the gradient, and t is the number of the step, counted from 1. m
/// is the moving mean of the gradients, and v is the moving mean of the squared gradients; m and v start at 0. β₁, β₂
/// and ε are `beta1`, `beta2` and `epsilon`. The weight decay has the second form if `decouplesWeightDecay` is true. If
/// a schedule changes β₁, all factors μᵢ of the products use the present value of β₁, as in the divisor 1 − β₁ᵗ of
/// `Adam`. PyTorch uses the value of β₁ at each step instead.
///
/// Source: T. Dozat, "Incorporating Nesterov momentum into Adam", ICLR workshop 2016.
public struct NAdam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// β₁, the decay of the moving mean of the gradients.
    public var beta1: Double
    /// β₂, the decay of the moving mean of the squared gradients.
    public var beta2: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// The speed at which the momentum rises from β₁/2 to β₁, where β₁ is `beta1`. The momentum of step t, counted from
    /// 1, is β₁ (1 − 0.96^(t · momentumDecay) / 2).
    public var momentumDecay = 4e-3
    /// Whether the weight decay shrinks the parameter directly instead of changing the gradient, as in `AdamW`.
    public var decouplesWeightDecay = false
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The defaults are PyTorch's, and the initializer does not check the
    /// numbers.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - beta1: β₁, the decay of the moving mean of the gradients.
    ///   - beta2: β₂, the decay of the moving mean of the squared gradients.
    ///   - epsilon: ε, which is added to the square root in the divisor so that the divisor is not 0.
    ///   - weightDecay: The factor of the parameter that is added to the gradient, or that shrinks the parameter if
    ///     `decouplesWeightDecay` is true.
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

    /// Returns the momentum μₜ = β₁ (1 − 0.96^(t · momentumDecay) / 2) of step t = `step`, counted from 1. β₁ is
    /// `beta1`.
    private func momentum(at step: Int) -> Double { beta1 * (1 - 0.5 * pow(0.96, Double(step) * momentumDecay)) }

    /// Returns the product of the momentums of the steps 1 to `step`. The loop ends when the product is at most 10⁻¹⁸,
    /// because such a product is negligible compared with 1. For `beta1` < 1 and the default `momentumDecay`, the loop
    /// makes at most 61 steps.
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

/// Moves a parameter by a step against the gradient and the first moment: see `synann_moments` for the formula and the
/// settings. `state` contains the first and the second moment.
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
