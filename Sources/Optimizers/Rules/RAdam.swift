internal import CKernels
import Foundation
import Tensors

/// RAdam, as PyTorch defines it: Adam without a warm-up. The first steps use the momentum alone, because a few gradients give
/// no reliable mean square. Later steps are scaled by r, which corrects the variance of the adaptive rate.
///
///     g ← g + weightDecay · w                     (or w ← (1 − learningRate · weightDecay) · w, where decoupled)
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²,   m̂ = m/(1 − β₁ᵗ)
///     ρ = 2/(1 − β₂) − 1,   ρₜ = ρ − 2t β₂ᵗ/(1 − β₂ᵗ)
///     ρₜ > 5: r = √((ρₜ − 4)(ρₜ − 2)ρ / ((ρ − 4)(ρ − 2)ρₜ)),   w ← w − learningRate · r · m̂ √(1 − β₂ᵗ) / (√v + ε)
///     else:   w ← w − learningRate · m̂
///
/// Source: L. Liu and others, "On the variance of the adaptive learning rate and beyond", ICLR 2020.
public struct RAdam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the mean of the gradients, β₁.
    public var beta1: Double
    /// The decay of the mean of their squares, β₂.
    public var beta2: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the weight decay is subtracted from the parameter itself, as in AdamW.
    public var decouplesWeightDecay = false
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
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

    /// Returns r √(1 − β₂ᵗ), or nil for the first steps, whose variance is not known.
    private func rectification(at step: Double) -> Double? {
        let (all, decayed): (Double, Double) = (2 / (1 - beta2) - 1, pow(beta2, step))
        let seen: Double = all - 2 * step * decayed / (1 - decayed)
        guard seen > 5 else { return nil }
        let ratio: Double = (seen - 4) * (seen - 2) * all / ((all - 4) * (all - 2) * seen)
        return (ratio * (1 - decayed)).squareRoot()
    }
}
