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

/// Returns the swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of a synapse. It is the output divided by the output
/// with exchanged channels. α cancels.
///
/// It is computed as `(x/y)·((1 − βy)/(1 − βx))`, with one rounding for each complement. The error is at most 4 ulp,
/// and the result is x/y at β = 0. If exactly one condition holds, the ratio of probabilities is ∞ for y = 0 or βx = 1,
/// and 0 for x = 0 or βy = 1. It is NaN if x and y are both 0, or if βx and βy are both 1. x and y may be any finite
/// numbers.
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
    /// `swapRatio(_:_:beta:)`. The arguments are broadcast. Differentiable.
    ///
    /// Its logarithm is `logOdds(βx) − logOdds(βy)`: in terms of log odds the swap equation is a difference.
    public func swapRatio(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        (x / y) * ((1 - y * beta) / (1 - x * beta))
    }

    /// Returns `S(x, y) − S(y, x) = α(x − y)`, the output minus the output with exchanged channels. β cancels. The
    /// arguments are broadcast. Differentiable.
    public func swapDifference(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> { (x - y) * alpha }
}
