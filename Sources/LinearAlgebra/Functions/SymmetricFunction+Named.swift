public import Tensors

/// The square root of a positive semidefinite matrix, or of each matrix of a stack `[…, n, n]`: the positive
/// semidefinite X with X·X = A. For a general matrix see `matrixSquareRoot`, for the root of every element
/// `Tensor.squareRoot()`.
///
/// Reads only the lower triangle. The derivative is correct at repeated eigenvalues, as that of `symmetricFunction`. It
/// is not finite where an eigenvalue is 0 to rounding (at most n·ε, or 4·ε, times the greatest), because it does not
/// exist there.
///
/// - Throws: `outsideDomain` if an eigenvalue is negative beyond rounding; `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricSquareRoot<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let function = SpectralFunction<Scalar.Magnitude>(
        domain: .notNegative,
        value: { values in
            maximum(values, Tensor(0)).squareRoot()
        },
        differences: { values in
            let roots: Tensor<Scalar.Magnitude> = withoutNoise(values).squareRoot()
            return 1 / (roots.expandingShape(at: -1) + roots.expandingShape(at: -2))
        })
    return try symmetricFunction(a, "symmetricSquareRoot", function)
}

/// A^(−½) of a positive definite matrix, or of each matrix of a stack `[…, n, n]`. It whitens data: with a covariance
/// matrix A the covariance of A^(−½)·x is the identity.
///
/// Reads only the lower triangle. The derivative is correct at repeated eigenvalues, as that of `symmetricFunction`.
///
/// - Throws: `outsideDomain` if an eigenvalue is not positive beyond rounding (n·ε, at least 4·ε, times the greatest);
///   `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricInverseSquareRoot<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let function = SpectralFunction<Scalar.Magnitude>(
        domain: .positive,
        value: { values in
            1 / values.squareRoot()
        },
        differences: { values in
            let roots: Tensor<Scalar.Magnitude> = values.squareRoot()
            let (a, b) = (roots.expandingShape(at: -1), roots.expandingShape(at: -2))
            return -1 / (a + b) / a / b
        })
    return try symmetricFunction(a, "symmetricInverseSquareRoot", function)
}

/// The logarithm of a positive definite matrix, or of each matrix of a stack `[…, n, n]`: the symmetric X with exp(X) =
/// A. For the logarithm of every element see `Tensor.log()`.
///
/// Reads only the lower triangle. The derivative is correct at repeated eigenvalues, as that of `symmetricFunction`.
///
/// - Throws: `outsideDomain` if an eigenvalue is not positive beyond rounding (n·ε, at least 4·ε, times the greatest);
///   `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricLogarithm<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let function = SpectralFunction<Scalar.Magnitude>(
        domain: .positive,
        value: { values in
            values.log()
        },
        differences: { values in
            // a = g·e^w and b = g·e^(−w) with the geometric mean g: 2·w/(a − b) = w/(g·sinh w).
            let (a, b) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
            return 1 / (sinhQuotient(halfLogRatio(a, b)) * a.squareRoot() * b.squareRoot())
        })
    return try symmetricFunction(a, "symmetricLogarithm", function)
}

/// The exponential of a symmetric or Hermitian matrix, or of each matrix of a stack `[…, n, n]`, from its eigenvalues.
/// For a general matrix see `matrixExponential`, for the exponential of every element `Tensor.exp()`.
///
/// Reads only the lower triangle. The derivative is correct at repeated eigenvalues, as that of `symmetricFunction`.
///
/// - Throws: `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricExponential<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let function = SpectralFunction<Scalar.Magnitude>(
        value: { $0.exp() },
        differences: { values in
            let (a, b) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
            let half: Tensor<Scalar.Magnitude> = (a - b) / 2
            let isClose: Tensor<Bool> = half.asConstant().abs() .< 1
            let near: Tensor<Scalar.Magnitude> = (a / 2 + b / 2).exp() * sinhQuotient(select(isClose, half, Tensor(0)))
            return select(isClose, near, (a.exp() - b.exp()) / select(isClose, Tensor(1), 2 * half))
        })
    return try symmetricFunction(a, "symmetricExponential", function)
}

/// A^p of a symmetric or Hermitian matrix, or of each matrix of a stack `[…, n, n]`: V·diag(λ^p)·Vᴴ. The identity where
/// p is 0.
///
/// A may be any such matrix where p is 0, 1, 2, …. It must be positive semidefinite where p is another positive number,
/// and positive definite where p is negative (for −1, −2, … of other matrices see `inverse`). Reads only the lower
/// triangle. The derivative is correct at repeated eigenvalues, as that of `symmetricFunction`. For 0 < p < 1 it is not
/// finite where an eigenvalue is 0 to rounding (at most n·ε, or 4·ε, times the greatest).
///
/// - Parameters:
///   - a: `[…, n, n]`.
///   - exponent: p; an infinite exponent or NaN traps.
/// - Throws: `outsideDomain` if an eigenvalue is too small; `noConvergence`, `notFinite`, `tooLarge`.
public func symmetricPower<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ exponent: Scalar.Magnitude
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    require(exponent.isFinite, "symmetricPower: the exponent \(exponent) must be finite")
    let isWhole: Bool = exponent >= 0 && exponent == exponent.rounded()
    let domain: SpectralDomain = isWhole ? .everything : exponent > 0 ? .notNegative : .positive
    let function = SpectralFunction<Scalar.Magnitude>(
        domain: domain,
        value: { values in
            signedPower(values, exponent, isWhole)
        },
        differences: { values in
            powerDifferences(isWhole ? values : withoutNoise(values), exponent, isWhole)
        })
    return try symmetricFunction(a, "symmetricPower", function)
}

/// λ^p. Where p is not a whole number, a negative λ is 0 with rounding error.
private func signedPower<Real: RealScalar>(_ values: Tensor<Real>, _ p: Real, _ isWhole: Bool) -> Tensor<Real> {
    if !isWhole { return pow(maximum(values, Tensor(0)), p) }
    let magnitudes: Tensor<Real> = pow(values.abs(), p)
    return isOdd(p) ? select(values.asConstant() .< 0, -magnitudes, magnitudes) : magnitudes
}

private func isOdd<Real: RealScalar>(_ p: Real) -> Bool { p.truncatingRemainder(dividingBy: 2).magnitude == 1 }

/// The divided differences of λ^p. For positive a = g·e^w and b = g·e^(−w) they are g^(p−1)·sinh(p·w)/sinh(w).
private func powerDifferences<Real: RealScalar>(_ values: Tensor<Real>, _ p: Real, _ isWhole: Bool) -> Tensor<Real> {
    let square = Shape(values.shape.dimensions + [values.shape[-1]])
    if p == 0 { return Tensor(zeros: square) }
    if p == 1 { return Tensor(ones: square) }
    let (a, b) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
    let hasZero: Tensor<Bool> = (a.asConstant() .== 0) .|| (b.asConstant() .== 0)
    let signs: Tensor<Real> = a.asConstant().sign() * b.asConstant().sign()
    let differ: Tensor<Bool> = signs .< 0
    let isOther: Tensor<Bool> = hasZero .|| differ
    // Two negative values are replaced by their absolute values: f[−a, −b] = (−1)^(p−1)·f[a, b].
    let first: Tensor<Real> = select(isOther, Tensor(1), a.abs())
    let second: Tensor<Real> = select(isOther, Tensor(1), b.abs())
    let half: Tensor<Real> = halfLogRatio(first, second)
    let isClose: Tensor<Bool> = (half.asConstant() * p).abs() .< 1
    let safe: Tensor<Real> = select(isClose, half, Tensor(0))
    let near: Tensor<Real> =
        pow(first.squareRoot() * second.squareRoot(), p - 1) * p * sinhQuotient(safe * p) / sinhQuotient(safe)
    let gap: Tensor<Real> = select(isClose, Tensor(1), first - second)
    let same: Tensor<Real> = select(isClose, near, (pow(first, p) - pow(second, p)) / gap)
    let signed: Tensor<Real> = isWhole && !isOdd(p) ? select(a.asConstant() .< 0, -same, same) : same
    if !isOther.any() { return signed }
    // Beside 0 the quotient is a power of the other value, 0^(p−1) where both are 0. Where the signs differ nothing
    // cancels.
    let rest: Tensor<Real> = select(hasZero, a + b, Tensor(1))
    let beside: Tensor<Real> = isWhole ? signedPower(rest, p - 1, true) : pow(rest, p - 1)
    let (aPower, bPower) = (signedPower(a, p, isWhole), signedPower(b, p, isWhole))
    let apart: Tensor<Real> = (aPower - bPower) / select(differ, a - b, Tensor(1))
    return select(hasZero, beside, select(differ, apart, signed))
}

/// The eigenvalues, with 0 for those that are 0 to rounding.
private func withoutNoise<Real: RealScalar>(_ values: Tensor<Real>) -> Tensor<Real> {
    guard values.count > 0 else { return values }
    let greatest: Tensor<Real> = values.asConstant().abs().max(axis: -1, keepDims: true)
    let bound: Tensor<Real> = greatest * negligible(values.shape[-1], Real.self)
    return select(values.asConstant() .<= bound, Tensor(0), values)
}
