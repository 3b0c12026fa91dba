import Tensors

// The logarithm of the probability of a count is a small difference of large terms. Loader's form of this logarithm is
// a sum of small terms: remainders of Stirling's formula and deviances. Source: C. Loader, "Fast and accurate
// computation of binomial probabilities", 2000.

/// Returns the deviance x·log(x/m) − (x − m) of each pair with x ≥ 0 and m ≥ 0. The deviance is never negative. The
/// deviance is m for x = 0, and ∞ for m = 0 < x. The result is differentiable with respect to x and m.
///
/// The logarithm is computed as log1p((x − m)/m). Near x = m, the absolute error is therefore about |x − m| times the
/// rounding error of the scalar type. The difference of x·log x and x·log m would have an error of x·log x times the
/// rounding error.
func deviance<Scalar: RealScalar>(_ x: Tensor<Scalar>, _ m: Tensor<Scalar>) -> Tensor<Scalar> {
    let isZero: Tensor<Bool> = x.asConstant() .== 0
    let safe: Tensor<Scalar> = select(isZero, Tensor(1), x)
    // If x = 0, m may also be 0. The number 1 replaces this m, because the code divides by m.
    let mean: Tensor<Scalar> = select(isZero, Tensor(1), m)
    let ratio: Tensor<Scalar> = ((safe - mean) / mean).log1p()
    return select(isZero, m, safe * ratio - (safe - mean))
}

/// Returns log Γ(x + 1) − (x + ½)·log x + x − ½·log 2π for each x > 0: the remainder of Stirling's formula. The result
/// is differentiable.
func stirlingRemainder<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let isLarge: Tensor<Bool> = x.asConstant() .>= Scalar(stirlingLimit)
    let small: Tensor<Scalar> = select(isLarge, Tensor(1), x)
    let direct: Tensor<Scalar> =
        logGamma(small + 1) - (small + 0.5) * small.log() + small - Scalar(halfLogTwoPi)
    return select(isLarge, stirlingSeries(x), direct)
}

/// Returns the remainder of Stirling's formula, as `stirlingRemainder` does, by the asymptotic series for x ≥
/// `stirlingLimit`. For a smaller x, the result is the value at `stirlingLimit`.
///
/// The first omitted term of the series is x⁻⁹/1188, which is below 2e-15.
func stirlingSeries<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    let isSmall: Tensor<Bool> = x.asConstant() .< Scalar(stirlingLimit)
    let inverse: Tensor<Scalar> = select(isSmall, Tensor(Scalar(stirlingLimit)), x).reciprocal()
    let square: Tensor<Scalar> = inverse.squared()
    let tail: Tensor<Scalar> = Scalar(1.0 / 1260) - square * Scalar(1.0 / 1680)
    return inverse * (Scalar(1.0 / 12) - square * (Scalar(1.0 / 360) - square * tail))
}

/// The least argument for which Stirling's series has all digits of a `Double`.
let stirlingLimit = 20.0
/// ½·log 2π.
let halfLogTwoPi = 0.91893853320467274178
/// The constant log 2π.
let logTwoPi = 1.8378770664093454836

/// Returns log C(n, k) + k·log p + (n − k)·log q for p + q = 1, with k = x and n − k = y: the logarithm of a binomial
/// probability for real x, y ≥ 0 with x + y > 0. The result is differentiable with respect to all arguments.
///
/// - Parameters:
///   - x: The number of successes.
///   - y: The number of failures.
///   - success: The probability p of a success and the probability q of a failure, with the logarithms of p and q.
func logBinomialProbability<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ y: Tensor<Scalar>, _ success: SuccessProbability<Scalar>
) -> Tensor<Scalar> {
    let isX: Tensor<Bool> = x.asConstant() .== 0
    let isY: Tensor<Bool> = y.asConstant() .== 0
    let (p, q): (Tensor<Scalar>, Tensor<Scalar>) = (success.probability, success.complement)
    let safeX: Tensor<Scalar> = select(isX, Tensor(1), x)
    let safeY: Tensor<Scalar> = select(isY, Tensor(1), y)
    let n: Tensor<Scalar> = safeX + safeY
    let remainders: Tensor<Scalar> =
        stirlingRemainder(n) - stirlingRemainder(safeX) - stirlingRemainder(safeY)
    let factor: Tensor<Scalar> = ((n / safeX / safeY).log() - Scalar(logTwoPi)) * 0.5
    let inside: Tensor<Scalar> = remainders + factor - deviance(safeX, n * p) - deviance(safeY, n * q)
    // For x = 0 or y = 0, the selections return this 0 instead of the product, because 0·(−∞) is NaN.
    let onlyFailures: Tensor<Scalar> = select(isY, y, y * success.logComplement)
    let onlySuccesses: Tensor<Scalar> = select(isX, x, x * success.logProbability)
    return select(isX, onlyFailures, select(isY, onlySuccesses, inside))
}
