import Tensors

// The swap equation. Exchanging the excitatory and the inhibitory channel of a synapse S(x, y) = αx(1 − βy) multiplies it
// by a ratio of odds:
//
//     S(x, y)/S(y, x) = x(1 − βy) / (y(1 − βx)) = odds(βx)/odds(βy)
//
// At α = β = 1 that is the odds ratio of x and y, and S(x, y) − S(y, x) = x − y.
//
// Source: C. Li, "Synaptic Neural Network and synapse learning".

/// The swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of a synapse: how the answer changes when the two channels change
/// places. α cancels.
///
/// Computed as `(x/y)·((1 − βy)/(1 − βx))`, the complements rounded once: within 4 ulp, and at β = 0 the ratio x/y. ∞ where
/// y is 0 or βx is 1, 0 where x is 0 or βy is 1, NaN where both of a kind are; any finite x and y are allowed.
public func swapRatio(_ x: Double, _ y: Double, beta: Double = 1) -> Double {
    let openOfX: Double = (1.0).addingProduct(-beta, x)
    let openOfY: Double = (1.0).addingProduct(-beta, y)
    return (x / y) * (openOfY / openOfX)
}

extension SynapseFunction {
    /// The swap ratio `S(x, y)/S(y, x) = odds(βx)/odds(βy)` of every pair: see `swapRatio(_:_:beta:)`. Arguments broadcast;
    /// derivatives flow through the tape.
    ///
    /// Its logarithm is `logOdds(βx) − logOdds(βy)`: over log odds the swap equation is a difference.
    public func swapRatio(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> {
        (x / y) * ((1 - y * beta) / (1 - x * beta))
    }

    /// What exchanging the channels changes, `S(x, y) − S(y, x) = α(x − y)`: β cancels.
    public func swapDifference(_ x: Tensor<Scalar>, _ y: Tensor<Scalar>) -> Tensor<Scalar> { (x - y) * alpha }
}
