internal import CKernels
import Tensors

/// RMSProp, as PyTorch defines the rule. The step of each element is the gradient, divided by the square root of the
/// moving mean of the squared gradients.
///
///     g ← g + weightDecay · w,   s ← α s + (1 − α) g²
///     centred: ḡ ← α ḡ + (1 − α) g,   s − ḡ² instead of s below
///     step = g / (√s + ε);   with momentum: b ← momentum · b + step, and b instead of step
///     w ← w − learningRate · step
///
/// w is an element of a parameter, and g is the element of the gradient. s is the moving mean of the squared gradients,
/// ḡ is the moving mean of the gradients, and b is the momentum buffer. s, ḡ and b start at 0. α is `alpha`, and ε is
/// `epsilon`. The second line of the formula applies only if `centered` is true.
///
/// Source: G. Hinton, "Neural networks for machine learning", lecture 6e, 2012.
public struct RMSProp: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// α, the decay of the moving mean of the squared gradients.
    public var alpha: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    /// The factor of the previous step that is added to each step; 0 means no momentum.
    public var momentum: Double
    public var weightDecay: Double
    /// Whether the divisor uses the variance of the gradients instead of the mean of the squared gradients.
    public let centered: Bool
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The defaults are PyTorch's, and the initializer does not check the
    /// numbers.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - alpha: α, the decay of the moving mean of the squared gradients.
    ///   - epsilon: ε, which is added to the square root in the divisor so that the divisor is not 0.
    ///   - momentum: The factor of the previous step that is added to each step; 0 means no momentum.
    ///   - weightDecay: The factor of the parameter that is added to the gradient of the parameter.
    ///   - centered: Whether the divisor uses the variance of the gradients instead of the mean of the squared
    ///     gradients.
    public init(
        learningRate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0,
        weightDecay: Double = 0, centered: Bool = false
    ) {
        (self.learningRate, self.alpha, self.epsilon) = (learningRate, alpha, epsilon)
        (self.momentum, self.weightDecay, self.centered) = (momentum, weightDecay, centered)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        extend(&state, to: 3, for: parameter)
        var settings = synann_rmsprop(
            learning_rate: learningRate, alpha: alpha, epsilon: epsilon, momentum: momentum,
            weight_decay: weightDecay, is_centered: centered ? 1 : 0)
        withElements(&parameter, gradient, &state) { count, w, g, state in
            let averages = synann_rmsprop_state(mean_square: state[0], mean: state[1], velocity: state[2])
            synann_rmsprop_step(Scalar.kernelType, &settings, count, w, g, averages)
        }
    }
}
