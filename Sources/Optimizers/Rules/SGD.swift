internal import CKernels
import Tensors

/// Stochastic gradient descent, as PyTorch defines the rule. w is an element of a parameter, g is the element of the
/// gradient, and v is the velocity. If the momentum is 0, v is g.
///
///     g ← g + weightDecay · w
///     v ← momentum · v + (1 − dampening) · g      (v ← g at the first step with a momentum)
///     w ← w − learningRate · v                    (Nesterov: g + momentum · v instead of v)
public struct SGD: ParameterwiseOptimizer, StateOnlyOptimizer {
    public var learningRate: Double
    /// The factor of the previous velocity in the new velocity. If the momentum is 0, the step uses the gradient and no
    /// velocity.
    public var momentum: Double
    /// The part of each gradient that does not enter the velocity.
    public var dampening: Double
    public var weightDecay: Double
    /// Whether the step uses Nesterov's momentum: g + momentum · v instead of v, where g is the gradient and v is the
    /// velocity. If the value is true, a step traps unless the momentum is positive and the dampening is 0.
    public var nesterov: Bool
    public var state = OptimizerState()

    /// Creates the optimizer before the first step. Traps if `nesterov` is true and the momentum is not positive or the
    /// dampening is not 0.
    ///
    /// - Parameters:
    ///   - learningRate: The factor of each step.
    ///   - momentum: The factor of the previous velocity in the new velocity. If the momentum is 0, the step uses the
    ///     gradient and no velocity.
    ///   - dampening: The part of each gradient that does not enter the velocity. The dampening has no effect if the
    ///     momentum is 0.
    ///   - weightDecay: The factor of the parameter that is added to the gradient of the parameter.
    ///   - nesterov: Whether the step uses Nesterov's momentum: g + momentum · v instead of v, where g is the gradient
    ///     and v is the velocity.
    public init(
        learningRate: Double, momentum: Double = 0, dampening: Double = 0, weightDecay: Double = 0,
        nesterov: Bool = false
    ) {
        (self.learningRate, self.momentum, self.dampening) = (learningRate, momentum, dampening)
        (self.weightDecay, self.nesterov) = (weightDecay, nesterov)
        requireMomentumOfNesterov()
    }

    private func requireMomentumOfNesterov() {
        require(
            !nesterov || momentum > 0 && dampening == 0,
            "SGD: Nesterov's form needs a momentum and no dampening, not \(momentum) and \(dampening)")
    }

    public func step<Scalar: RealScalar>(
        _ parameter: inout Tensor<Scalar>, _ gradient: Tensor<Scalar>, _ state: inout [Tensor<Scalar>]
    ) {
        // The properties may have changed one by one since the initializer.
        requireMomentumOfNesterov()
        let isFirst: Bool = state.isEmpty
        extend(&state, to: momentum == 0 ? 0 : 1, for: parameter)
        var settings = synann_sgd(
            learning_rate: learningRate, momentum: momentum, dampening: dampening, weight_decay: weightDecay,
            nesterov: nesterov ? 1 : 0, is_first_step: isFirst ? 1 : 0)
        withElements(&parameter, gradient, &state) { count, w, g, state in
            synann_sgd_step(Scalar.kernelType, &settings, count, w, g, state.first ?? nil)
        }
    }
}
