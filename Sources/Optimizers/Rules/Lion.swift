internal import CKernels
import Tensors

/// Lion: every element changes by the learning rate, against the sign of a momentum. Lion keeps one tensor where Adam
/// keeps two. Its learning rate should be three to ten times smaller than AdamW's, and its weight decay greater by the
/// same factor.
///
///     w ← (1 − learningRate · weightDecay) · w − learningRate · sign(β₁ m + (1 − β₁) g)
///     m ← β₂ m + (1 − β₂) g
///
/// sign(0) is 0, sign(NaN) is NaN.
///
/// Source: X. Chen and others, "Symbolic discovery of optimization algorithms", NeurIPS 2023, program 1.
public struct Lion: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The weight of the momentum in the direction of a step, β₁.
    public var beta1: Double
    /// The decay of the momentum, β₂.
    public var beta2: Double
    public var weightDecay: Double
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
    public init(learningRate: Double = 1e-4, beta1: Double = 0.9, beta2: Double = 0.99, weightDecay: Double = 0) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        self.weightDecay = weightDecay
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        extend(&state, to: 1, for: parameter)
        var settings = synann_lion(
            learning_rate: learningRate, beta1: beta1, beta2: beta2, weight_decay: weightDecay)
        withElements(&parameter, gradient, &state) { count, w, g, state in
            synann_lion_step(Scalar.kernelType, &settings, count, w, g, state[0])
        }
    }
}
