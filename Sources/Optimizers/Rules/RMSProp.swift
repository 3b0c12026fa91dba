internal import CKernels
import Tensors

/// RMSProp, as PyTorch defines it: each gradient is divided by the root of its mean square.
///
///     g ← g + weightDecay · w,   s ← α s + (1 − α) g²
///     centred: ḡ ← α ḡ + (1 − α) g,   s − ḡ² instead of s below
///     step = g / (√s + ε);   with momentum: b ← momentum · b + step, and b instead of step
///     w ← w − learningRate · step
///
/// Source: G. Hinton, "Neural networks for machine learning", lecture 6e, 2012.
public struct RMSProp: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the mean of the squared gradients.
    public var alpha: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    /// The part of the last step in the next one; 0 keeps no steps.
    public var momentum: Double
    public var weightDecay: Double
    /// Whether the divisor is the root of the variance of the gradients instead of their mean square.
    public let centered: Bool
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
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
