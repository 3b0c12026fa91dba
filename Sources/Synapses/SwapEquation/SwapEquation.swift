import Tensors

// The swap equation gives the ratio of the outputs of a synapse S(x, y) = αx(1 − βy) before and after an exchange of
// the channels x and y:
//
//     S(x, y)/S(y, x) = x(1 − βy) / (y(1 − βx)) = odds(βx)/odds(βy)
//
// At α = β = 1 the ratio is the odds ratio of x and y, and S(x, y) − S(y, x) = x − y. The module `Statistics` has odds,
// odds ratios, and confidence intervals of odds ratios.
//
// Source: C. Li, "Synaptic Neural Network and synapse learning".

/// Returns the swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of a synapse. The swap ratio is the output S(x, y) =
/// αx(1 − βy), divided by the output with exchanged channels x and y. The strength of excitation, α, cancels.
///
/// The function computes `(x/y)·((1 − βy)/(1 − βx))`, with a single rounding for each of the complements 1 − βx and 1 −
/// βy. The error is at most 4 ulp, and the result is x/y at β = 0. For probabilities x and y, the result is ∞ if y = 0
/// or βx = 1, and 0 if x = 0 or βy = 1. The result is NaN if x and y are both 0, or if βx and βy are both 1. x and y
/// may be any finite numbers.
///
/// - Parameters:
///   - x: The open probability of the excitatory channel.
///   - y: The open probability of the inhibitory channel.
///   - beta: β, the strength of inhibition. For β = 1 the result is the odds ratio of x and y.
public func swapRatio(_ x: Double, _ y: Double, beta: Double = 1) -> Double {
    let openOfX: Double = (1.0).addingProduct(-beta, x)
    let openOfY: Double = (1.0).addingProduct(-beta, y)
    return (x / y) * (openOfY / openOfX)
}

extension SynapseFunction {
    /// Returns the swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of the outputs S(x, y) = αx(1 − βy), for every pair
    /// of open probabilities x and y: see the function `swapRatio(_:_:beta:)`. α is `alpha`, and β is `beta`. x and y
    /// are broadcast to a common shape; shapes that do not broadcast trap. Differentiable.
    ///
    /// The logarithm of the swap ratio is the difference `logOdds(βx) − logOdds(βy)`, where β is `beta`.
    public func swapRatio(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        (x / y) * ((1 - y * beta) / (1 - x * beta))
    }

    /// Returns `S(x, y) − S(y, x) = α(x − y)` for every pair of open probabilities x and y: the output S(x, y) = αx(1 −
    /// βy) minus the output with exchanged channels x and y. α is `alpha`. The strength of inhibition, β, cancels. x
    /// and y are broadcast to a common shape; shapes that do not broadcast trap. Differentiable.
    public func swapDifference(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> { (x - y) * alpha }
}
