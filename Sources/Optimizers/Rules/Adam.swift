internal import CKernels
import Tensors

/// Adam, as PyTorch defines it: the step of each parameter is the mean of its gradients divided by the root of the mean
/// of their squares.
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← w − learningRate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// AMSGrad uses the greatest v so far instead of v, so that the divisor never shrinks.
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015; AMSGrad: S. Reddi, S. Kale, S.
/// Kumar, "On the convergence of Adam and beyond", ICLR 2018.
public struct Adam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the mean of the gradients, β₁.
    public var beta1: Double
    /// The decay of the mean of their squares, β₂.
    public var beta2: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the divisor uses the greatest mean square so far instead of the present one.
    public var amsgrad: Bool
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0, amsgrad: Bool = false
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay, self.amsgrad) = (epsilon, weightDecay, amsgrad)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        adamStep(&parameter, gradient, &state)
    }
}

/// Adam whose weight decay is subtracted from the parameter itself, `w ← (1 − learningRate · weightDecay) · w`, instead
/// of being part of the gradient.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the mean of the gradients, β₁.
    public var beta1: Double
    /// The decay of the mean of their squares, β₂.
    public var beta2: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the divisor uses the greatest mean square so far instead of the present one.
    public var amsgrad: Bool
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
    public init(
        learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 1e-2, amsgrad: Bool = false
    ) {
        (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
        (self.epsilon, self.weightDecay, self.amsgrad) = (epsilon, weightDecay, amsgrad)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        adamStep(&parameter, gradient, &state)
    }
}

/// The properties that Adam and AdamW share.
private protocol AdamRule: ParameterwiseOptimizer {
    var beta1: Double { get }
    var beta2: Double { get }
    var epsilon: Double { get }
    var amsgrad: Bool { get }
    /// Whether the weight decay is subtracted from the parameter itself.
    static var decouplesWeightDecay: Bool { get }
}

extension Adam: AdamRule {
    fileprivate static var decouplesWeightDecay: Bool { false }
}

extension AdamW: AdamRule {
    fileprivate static var decouplesWeightDecay: Bool { true }
}

extension AdamRule {
    fileprivate func adamStep<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        extend(&state, to: amsgrad ? 3 : 2, for: parameter)
        var settings = synann_adam(
            learning_rate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weight_decay: weightDecay,
            decouples_weight_decay: Self.decouplesWeightDecay ? 1 : 0, step: self.state.stepCount)
        withElements(&parameter, gradient, &state) { count, w, g, state in
            let moments = synann_adam_state(
                first_moment: state[0], second_moment: state[1], greatest: amsgrad ? state[2] : nil)
            synann_adam_step(Scalar.kernelType, &settings, count, w, g, moments)
        }
    }
}
