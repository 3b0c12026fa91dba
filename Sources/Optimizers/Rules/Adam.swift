internal import CKernels
import Tensors

/// Adam, as PyTorch defines it: the step of each parameter is its mean gradient over the root of its mean square.
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← w − learningRate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// AMSGrad takes the greatest v so far in the place of v, so that a step's divisor never shrinks.
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015; AMSGrad: S. Reddi, S. Kale, S.
/// Kumar, "On the convergence of Adam and beyond", ICLR 2018.
public struct Adam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var usesAMSGrad: Bool
    public var state = OptimizerState()

    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0, amsgrad: Bool = false
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay, usesAMSGrad) = (epsilon, weightDecay, amsgrad)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let settings = synann_adam(
            learning_rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay,
            decouples_weight_decay: 0, step: self.state.stepCount)
        adamStep(&parameter, gradient, &state, settings, usesAMSGrad: usesAMSGrad)
    }
}

/// Adam whose weight decay is taken off the parameter itself, `w ← (1 − learningRate · weightDecay) · w`, instead of
/// being part of the gradient.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    public var beta1: Double
    public var beta2: Double
    public var epsilon: Double
    public var weightDecay: Double
    public var usesAMSGrad: Bool
    public var state = OptimizerState()

    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2, amsgrad: Bool = false
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay, usesAMSGrad) = (epsilon, weightDecay, amsgrad)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        let settings = synann_adam(
            learning_rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay,
            decouples_weight_decay: 1, step: self.state.stepCount)
        adamStep(&parameter, gradient, &state, settings, usesAMSGrad: usesAMSGrad)
    }
}

private func adamStep<Scalar: RealScalar>(
    _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>],
    _ settings: synann_adam, usesAMSGrad: Bool
) {
    extend(&state, to: usesAMSGrad ? 3 : 2, for: parameter)
    var settings: synann_adam = settings
    withElements(&parameter, gradient, &state) { count, w, g, state in
        synann_adam_step(
            Scalar.kernelType, &settings, count, w, g, state[0], state[1], usesAMSGrad ? state[2] : nil)
    }
}
