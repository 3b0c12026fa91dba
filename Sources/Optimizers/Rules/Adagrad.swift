internal import CKernels
import Tensors

/// Adagrad, as PyTorch defines it: each gradient is divided by the root of the sum of all its squares so far.
///
///     g ← g + weightDecay · w,   s ← s + g²       (s starts at initialSum)
///     w ← w − learningRate / (1 + (t − 1) · rateDecay) · g / (√s + ε)
///
/// The sum only grows, so the steps shrink. Adagrad suits features that occur rarely, but not long trainings.
///
/// Source: J. Duchi, E. Hazan, Y. Singer, "Adaptive subgradient methods", JMLR 12, 2011.
public struct Adagrad: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// How fast the learning rate falls with the steps, in addition to the division by the sum (PyTorch's `lr_decay`).
    public var rateDecay: Double
    /// ε, which keeps the divisor from being 0.
    public var epsilon: Double
    public var weightDecay: Double
    /// The first value of the sum of squares (PyTorch's `initial_accumulator_value`).
    public var initialSum: Double
    public var state = OptimizerState()

    /// Starts with no steps made. The defaults are PyTorch's. The arguments are the properties of the same names.
    /// Traps if `initialSum` is below 0.
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
