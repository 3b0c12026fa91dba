internal import CKernels
import Foundation
import Tensors

/// RAdam, as PyTorch defines the rule: a variant of Adam that needs no warm-up of the learning rate. The first steps
/// use only the momentum, because a few gradients give no reliable mean square. Later steps are scaled by r, which
/// corrects the variance of the adaptive rate.
///
///     g ← g + weightDecay · w                     (or w ← (1 − learningRate · weightDecay) · w, where decoupled)
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   m̂ = m/(1 − β₁ᵗ)
///     ρ = 2/(1 − β₂) − 1,   ρₜ = ρ − 2t β₂ᵗ/(1 − β₂ᵗ)
///     ρₜ > 5: r = √((ρₜ − 4)(ρₜ − 2)ρ / ((ρ − 4)(ρ − 2)ρₜ)),   w ← w − learningRate · r · m̂ √(1 − β₂ᵗ) / (√v + ε)
///     else:   w ← w − learningRate · m̂
///
/// w is an element of a parameter, g is the element of the gradient, and t is the number of the step, counted from 1. m
/// is the moving mean of the gradients, and v is the moving mean of the squared gradients; m and v start at 0. β₁, β₂
/// and ε are `beta1`, `beta2` and `epsilon`. The weight decay has the second form if `decouplesWeightDecay` is true.
///
/// Source: L. Liu and others, "On the variance of the adaptive learning rate and beyond", ICLR 2020.
public struct RAdam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// β₁, the decay of the moving mean of the gradients.
    public var beta1: Double
    /// β₂, the decay of the moving mean of the squared gradients.
    public var beta2: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    public var weightDecay: Double
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
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let rectification: Double? = rectification(at: Double(self.state.stepCount))
        let rate: Double = learningRate / (1 - pow(beta1, Double(self.state.stepCount)))
        let settings = synann_moments(
            beta1: beta1, beta2: beta2, epsilon: epsilon, added_decay: decouplesWeightDecay ? 0 : weightDecay,
            shrinkage: decouplesWeightDecay ? 1 - learningRate * weightDecay : 1, gradient_rate: 0,
            moment_rate: rate * (rectification ?? 1), root_scale: 1, divides_by_root: rectification == nil ? 0 : 1)
        momentsStep(&parameter, gradient, &state, settings)
    }

    /// Returns r √(1 − β₂ᵗ) for step t = `step`, counted from 1, or `nil` for the first steps, where ρₜ ≤ 5. β₂ is
    /// `beta2`. With ρ = 2/(1 − β₂) − 1 and ρₜ = ρ − 2t β₂ᵗ/(1 − β₂ᵗ), r is √((ρₜ − 4)(ρₜ − 2)ρ / ((ρ − 4)(ρ − 2)ρₜ)).
    private func rectification(at step: Double) -> Double? {
        let (all, decayed): (Double, Double) = (2 / (1 - beta2) - 1, pow(beta2, step))
        let seen: Double = all - 2 * step * decayed / (1 - decayed)
        guard seen > 5 else { return nil }
        let ratio: Double = (seen - 4) * (seen - 2) * all / ((all - 4) * (all - 2) * seen)
        return (ratio * (1 - decayed)).squareRoot()
    }
}
