import Foundation
import Tensors

/// Returns the odds `p/(1 − p)` of a probability: 0 of 0, ∞ of 1, NaN outside of [0, 1]. Within 1.5 ulp for the given
/// p.
///
/// Near 1 the odds are only as accurate as 1 − p. If 1 − p is known, take the reciprocal of its odds.
public func odds(_ p: Double) -> Double { p >= 0 && p <= 1 ? p / (1 - p) : .nan }

/// Returns the log odds `log(p/(1 − p))` of a probability, or its logit: −∞ of 0, 0 of ½, ∞ of 1, NaN outside of [0,
/// 1].
///
/// Within 4 ulp everywhere. Near ½ the two logarithms of `log p − log(1 − p)` cancel, so this function computes
/// `log1p((2p − 1)/(1 − p))`, whose numerator is exact.
public func logOdds(_ p: Double) -> Double {
    if p >= 0.25 && p <= 0.75 { return log1p((2 * p - 1) / (1 - p)) }
    return p >= 0 && p <= 1 ? log(p) - log1p(-p) : .nan
}

/// Returns the probability whose log odds are `l`: `1/(1 + e⁻ˡ)`, the inverse of `logOdds`. 0 of −∞, 1 of ∞, NaN of
/// NaN.
public func probability(ofLogOdds l: Double) -> Double {
    // e⁻ˡ would overflow before the probability underflows.
    l >= 0 ? 1 / (1 + exp(-l)) : exp(l) / (1 + exp(l))
}

extension Tensor where Scalar: RealScalar {
    /// Returns the odds `p/(1 − p)` of every element: ∞ of 1. A rational function, which is defined outside of [0, 1]
    /// too. Differentiable.
    public func odds() -> Tensor { self / (1 - self) }

    /// Returns the log odds `log(p/(1 − p))` of every element, accurate near 0, ½ and 1, as the function `logOdds` is;
    /// NaN outside of [0, 1]. The derivative is `1/(p(1 − p))`.
    public func logOdds() -> Tensor {
        let aboutHalf: Tensor = ((self * 2 - 1) / (1 - self)).log1p()
        let isAboutHalf: Tensor<Bool> = (self .>= 0.25) .&& (self .<= 0.75)
        return withDerivative(
            of: TensorOperation("logOdds", self), select(isAboutHalf, aboutHalf, log() - (-self).log1p()),
            .by(self) { cotangent in cotangent / (self * (1 - self)) })
    }
}
