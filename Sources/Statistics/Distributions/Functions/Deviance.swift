import Tensors

// Logarithms of probabilities of counts are small differences of large terms. Loader's form is the sum of terms that
// are small themselves: Stirling's remainders and deviances. Source: C. Loader, "Fast and accurate computation of
// binomial probabilities", 2000.

/// Returns x·log(x/m) − (x − m) ≥ 0 for each pair with x ≥ 0 and m ≥ 0: m for x = 0, ∞ for m = 0 < x. The result is
/// differentiable with respect to x and m.
///
/// The logarithm is computed as log1p((x − m)/m). So near x = m the error is about |x − m| roundings, where the
/// difference of x·log x and x·log m has x·log x roundings.
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

/// Returns `stirlingRemainder` by its asymptotic series, for x ≥ `stirlingLimit`; for a smaller x the value at the
/// limit.
///
/// The first term left out is x⁻⁹/1188, which is below 2e-15.
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
///   - success: The probabilities of a success and of a failure with their logarithms.
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
    // The selections of the factor make 0·(−∞) zero.
    let onlyFailures: Tensor<Scalar> = select(isY, y, y * success.logComplement)
    let onlySuccesses: Tensor<Scalar> = select(isX, x, x * success.logProbability)
    return select(isX, onlyFailures, select(isY, onlySuccesses, inside))
}
