internal import CKernels
import Tensors

/// Adam, as PyTorch defines the rule. The step of each element is the moving mean of the gradients, divided by the
/// square root of the moving mean of the squared gradients.
///
///     g ← g + weightDecay · w
///     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
///     w ← w − learningRate · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
///
/// w is an element of a parameter, g is the element of the gradient, and t is the number of the step, counted from 1. m
/// is the moving mean of the gradients, and v is the moving mean of the squared gradients; m and v start at 0. β₁, β₂
/// and ε are `beta1`, `beta2` and `epsilon`. If `amsgrad` is true, the divisor uses the greatest v so far instead of v.
///
/// Source: D. Kingma, J. Ba, "Adam: a method for stochastic optimization", ICLR 2015; AMSGrad: S. Reddi, S. Kale, S.
/// Kumar, "On the convergence of Adam and beyond", ICLR 2018.
public struct Adam: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// β₁, the decay of the moving mean of the gradients.
    public var beta1: Double
    /// β₂, the decay of the moving mean of the squared gradients.
    public var beta2: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the divisor uses the greatest moving mean of the squares so far instead of the present moving mean
    /// (AMSGrad).
    public var amsgrad: Bool
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The defaults are PyTorch's, and the initializer does not check the
    /// numbers.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - beta1: β₁, the decay of the moving mean of the gradients.
    ///   - beta2: β₂, the decay of the moving mean of the squared gradients.
    ///   - epsilon: ε, which is added to the square root in the divisor so that the divisor is not 0.
    ///   - weightDecay: The factor of the parameter that is added to the gradient of the parameter.
    ///   - amsgrad: Whether the divisor uses the greatest moving mean of the squares so far instead of the present
    ///     moving mean (AMSGrad).
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

/// AdamW, as PyTorch defines the rule. AdamW is `Adam` with another weight decay: instead of changing the gradient, the
/// weight decay shrinks each parameter w directly, `w ← (1 − learningRate · weightDecay) · w`.
///
/// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019.
public struct AdamW: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// β₁, the decay of the moving mean of the gradients.
    public var beta1: Double
    /// β₂, the decay of the moving mean of the squared gradients.
    public var beta2: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// Whether the divisor uses the greatest moving mean of the squares so far instead of the present moving mean
    /// (AMSGrad).
    public var amsgrad: Bool
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The defaults are PyTorch's, and the initializer does not check the
    /// numbers.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - beta1: β₁, the decay of the moving mean of the gradients.
    ///   - beta2: β₂, the decay of the moving mean of the squared gradients.
    ///   - epsilon: ε, which is added to the square root in the divisor so that the divisor is not 0.
    ///   - weightDecay: The factor that shrinks the parameter: w ← (1 − learningRate · weightDecay) · w.
    ///   - amsgrad: Whether the divisor uses the greatest moving mean of the squares so far instead of the present
    ///     moving mean (AMSGrad).
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
    /// Whether the weight decay shrinks the parameter directly instead of changing the gradient.
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
