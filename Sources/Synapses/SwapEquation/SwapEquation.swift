import Tensors

// The swap equation. Exchanging the excitatory and the inhibitory channel of a synapse S(x, y) = αx(1 − βy) multiplies
// S by a ratio of odds:
//
//     S(x, y)/S(y, x) = x(1 − βy) / (y(1 − βx)) = odds(βx)/odds(βy)
//
// At α = β = 1 the ratio is the odds ratio of x and y, and S(x, y) − S(y, x) = x − y. The module `Statistics` has odds,
// odds ratios and their intervals.
//
// Source: C. Li, "Synaptic Neural Network and synapse learning".

/// Returns the swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of a synapse: the factor by which its output is greater
/// than with exchanged channels. α cancels.
///
/// Computed as `(x/y)·((1 − βy)/(1 − βx))`, with each complement rounded once: within 4 ulp, and exactly x/y at β = 0.
/// For probabilities it is ∞ where y is 0 or βx is 1, and 0 where x is 0 or βy is 1; NaN where x and y are both 0, or
/// βx and βy both 1. x and y may be any finite numbers.
///
/// - Parameters:
///   - x: The excitatory channel.
///   - y: The inhibitory channel.
///   - beta: β; 1 gives the odds ratio.
public func swapRatio(_ x: Double, _ y: Double, beta: Double = 1) -> Double {
    let openOfX: Double = (1.0).addingProduct(-beta, x)
    let openOfY: Double = (1.0).addingProduct(-beta, y)
    return (x / y) * (openOfY / openOfX)
}

extension SynapseFunction {
    /// Returns the swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of every pair: see the function
    /// `swapRatio(_:_:beta:)`. Arguments are broadcast. Differentiable.
    ///
    /// Its logarithm is `logOdds(βx) − logOdds(βy)`: in log odds the swap equation is a difference.
    public func swapRatio(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        (x / y) * ((1 - y * beta) / (1 - x * beta))
    }

    /// Returns the difference `S(x, y) − S(y, x) = α(x − y)` that exchanging the channels makes. β cancels. Arguments
    /// are broadcast. Differentiable.
    public func swapDifference(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> { (x - y) * alpha }
}
