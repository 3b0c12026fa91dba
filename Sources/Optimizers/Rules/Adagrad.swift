internal import CKernels
import Tensors

/// Adagrad, as PyTorch defines the rule. The step of each element is the gradient, divided by the square root of the
/// sum of the squares of all gradients so far.
///
///     g ← g + weightDecay · w,   s ← s + g²       (s starts at initialSum)
///     w ← w − learningRate / (1 + (t − 1) · rateDecay) · g / (√s + ε)
///
/// w is an element of a parameter, g is the element of the gradient, t is the number of the step, counted from 1, and ε
/// is `epsilon`. The sum s only grows, so the steps shrink. Adagrad suits features that occur rarely, but not long
/// trainings.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011.
public struct Adagrad: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The decay of the learning rate: at step t, counted from 1, the learning rate is divided by 1 + (t − 1) ·
    /// rateDecay (PyTorch's `lr_decay`).
    public var rateDecay: Double
    /// ε, which is added to the square root in the divisor so that the divisor is not 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// The first value of the sum of squares (PyTorch's `initial_accumulator_value`).
    public var initialSum: Double
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. The defaults are PyTorch's. The initializer checks only
    /// `initialSum`.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - rateDecay: The decay of the learning rate: at step t, counted from 1, the learning rate is divided by 1 + (t
    ///     − 1) · rateDecay.
    ///   - epsilon: ε, which is added to the square root in the divisor so that the divisor is not 0.
    ///   - weightDecay: The factor of the parameter that is added to the gradient of the parameter.
    ///   - initialSum: The first value of the sum of squares. A number that is negative or NaN traps.
    public init(
        learningRate: Double = 1e-2, rateDecay: Double = 0, epsilon: Double = 1e-10, weightDecay: Double = 0,
        initialSum: Double = 0
    ) {
        require(initialSum >= 0, "Adagrad: the sum of squares cannot start at \(initialSum), below 0")
        (self.learningRate, self.rateDecay, self.epsilon) = (learningRate, rateDecay, epsilon)
        (self.weightDecay, self.initialSum) = (weightDecay, initialSum)
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        if state.isEmpty { state = [Tensor(repeating: Scalar(initialSum), shape: parameter.shape)] }
        let rate: Double = learningRate / (1 + Double(self.state.stepCount - 1) * rateDecay)
        var settings = synann_adagrad(learning_rate: rate, epsilon: epsilon, weight_decay: weightDecay)
        withElements(&parameter, gradient, &state) { count, w, g, state in
            synann_adagrad_step(Scalar.kernelType, &settings, count, w, g, state[0])
        }
    }
}
