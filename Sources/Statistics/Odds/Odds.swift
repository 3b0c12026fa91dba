import Foundation
import Tensors

/// Returns the odds `p/(1 − p)` of a probability p. The odds are 0 for p = 0, ∞ for p = 1, and NaN for p outside of [0,
/// 1]. The error is at most 1.5 ulp for the given p.
///
/// Near p = 1 the rounding of p limits the accuracy. If q = 1 − p is known, use `1 / odds(q)`.
public func odds(_ p: Double) -> Double { p >= 0 && p <= 1 ? p / (1 - p) : .nan }

/// Returns the log odds `log(p/(1 − p))` of a probability p, also called the logit. The log odds are −∞ for p = 0, 0
/// for p = ½, ∞ for p = 1, and NaN for p outside of [0, 1].
///
/// The error is at most 4 ulp everywhere. Near p = ½ the two logarithms in `log p − log(1 − p)` cancel. For p from ¼ to
/// ¾ the function therefore computes `log1p((2p − 1)/(1 − p))`, whose numerator is exact.
public func logOdds(_ p: Double) -> Double {
    if p >= 0.25 && p <= 0.75 { return log1p((2 * p - 1) / (1 - p)) }
    return p >= 0 && p <= 1 ? log(p) - log1p(-p) : .nan
}

/// Returns the probability whose log odds are `l`: `1/(1 + e⁻ˡ)`. This function is the inverse of `logOdds`. The result
/// is 0 for −∞, 1 for ∞, and NaN for NaN.
public func probability(ofLogOdds l: Double) -> Double {
    // For negative l, e⁻ˡ could overflow before the probability underflows.
    l >= 0 ? 1 / (1 + exp(-l)) : exp(l) / (1 + exp(l))
}

extension Tensor where Scalar: RealScalar {
    /// Returns the odds `p/(1 − p)` of every element p. The odds are ∞ for p = 1. Elements outside of [0, 1] are
    /// allowed, and give the value of the formula. The function is differentiable.
    public func odds() -> Tensor { self / (1 - self) }

    /// Returns the log odds `log(p/(1 − p))` of every element p. The result is as accurate near 0, ½ and 1 as the
    /// result of the function `logOdds`. The log odds are NaN for p outside of [0, 1]. The derivative is
    /// `1/(p(1 − p))`.
    public func logOdds() -> Tensor {
        let aboutHalf: Tensor = ((self * 2 - 1) / (1 - self)).log1p()
        let isAboutHalf: Tensor<Bool> = (self .>= 0.25) .&& (self .<= 0.75)
        return withDerivative(
            of: TensorOperation("logOdds", self), select(isAboutHalf, aboutHalf, log() - (-self).log1p()),
            .by(self) { cotangent in cotangent / (self * (1 - self)) })
    }
}
