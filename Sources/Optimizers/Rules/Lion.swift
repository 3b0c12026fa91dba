internal import CKernels
import Tensors

/// Lion. Every element of a parameter moves by the learning rate, against the sign of a momentum. Lion keeps a single
/// state tensor for each parameter; Adam keeps two state tensors. Choose a learning rate three to ten times smaller
/// than for `AdamW`, and a weight decay greater by the same factor.
///
///     w ← (1 − learningRate · weightDecay) · w − learningRate · sign(β₁ m + (1 − β₁) g)
///     m ← β₂ m + (1 − β₂) g
///
/// w is an element of a parameter, g is the element of the gradient, and m is the momentum, which starts at 0. β₁ and
/// β₂ are `beta1` and `beta2`. sign(0) is 0, and sign(NaN) is NaN.
///
/// Source: X. Chen and others, "Symbolic discovery of optimization algorithms", NeurIPS 2023, program 1.
public struct Lion: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// β₁, the weight of the momentum in the direction of a step.
    public var beta1: Double
    /// β₂, the decay of the momentum.
    public var beta2: Double
    public var weightDecay: Double
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The initializer does not check the numbers.
    ///
    /// - Parameters:
    ///   - learningRate: The distance that each element moves in a step.
    ///   - beta1: β₁, the weight of the momentum in the direction of a step.
    ///   - beta2: β₂, the decay of the momentum.
    ///   - weightDecay: The factor that shrinks the parameter: w ← (1 − learningRate · weightDecay) · w.
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
