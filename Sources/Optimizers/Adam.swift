internal import CKernels
import Tensors

/// Adam, as PyTorch defines it: the step of each parameter is its mean gradient over the root of its mean square.
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← w − learningRate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015.
public struct Adam: ParameterwiseOptimizer {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var state = OptimizerState()

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
        adamStep(
            &parameter, gradient, &state, rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay, isDecoupled: false, step: self.state.stepCount)
    }
}

/// Adam whose weight decay is taken off the parameter itself, `w ← (1 − learningRate · weightDecay) · w`, instead of being
/// part of the gradient.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: ParameterwiseOptimizer {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var state = OptimizerState()

    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        adamStep(
            &parameter, gradient, &state, rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
            weightDecay: weightDecay, isDecoupled: true, step: self.state.stepCount)
    }
}

private func adamStep<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    rate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, isDecoupled: Bool, step: Int
) {
    extend(&state, to: 2, for: parameter)
    var settings = synann_adam(
        learning_rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay,
        decouples_weight_decay: isDecoupled ? 1 : 0, step: step)
    withElements(&parameter, gradient, &state) { count, w, g, state in
        synann_adam_step(Scalar.kernelType, &settings, count, w, g, state[0], state[1])
    }
}
