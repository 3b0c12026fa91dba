public import Tensors

/// Returns the square root of a positive semidefinite matrix A, or of each matrix of a stack: `[…, n, n]` →
/// `[…, n, n]`. Another shape traps.
///
/// The square root is the positive semidefinite matrix X with X·X = A. For a general matrix `matrixSquareRoot` computes
/// the square root. In contrast, `Tensor.squareRoot()` computes the square root of every element.
///
/// The function reads only the elements on and below the diagonal. The derivative is correct at repeated eigenvalues
/// too. If the absolute value of an eigenvalue is at most max(n, 4)·ε times the greatest absolute eigenvalue, with ε =
/// `ulpOfOne`, the derivative does not exist and is not finite.
///
/// - Throws: `LinearAlgebraError.outsideDomain` if an eigenvalue is less than −max(n, 4)·`ulpOfOne` times the greatest
///   absolute eigenvalue. The function also throws `noConvergence` if LAPACK's iteration does not converge, `notFinite`
///   if an element that the function reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds
///   `Int32.max`.
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

/// Returns A^(−½) of a positive definite matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`. Another
/// shape traps.
///
/// A^(−½) whitens data: if A is the covariance matrix of x, the covariance matrix of A^(−½)·x is the identity. The
/// function reads only the elements on and below the diagonal. The derivative is correct at repeated eigenvalues too.
///
/// - Throws: `LinearAlgebraError.outsideDomain` if an eigenvalue is at most max(n, 4)·`ulpOfOne` times the greatest
///   absolute eigenvalue. The function also throws `noConvergence` if LAPACK's iteration does not converge, `notFinite`
///   if an element that the function reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds
///   `Int32.max`.
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

/// Returns the logarithm of a positive definite matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
/// Another shape traps.
///
/// The logarithm is the symmetric (Hermitian) matrix X with exp(X) = A. In contrast, `Tensor.log()` computes the
/// logarithm of every element. The function reads only the elements on and below the diagonal. The derivative is
/// correct at repeated eigenvalues too.
///
/// - Throws: `LinearAlgebraError.outsideDomain` if an eigenvalue is at most max(n, 4)·`ulpOfOne` times the greatest
///   absolute eigenvalue. The function also throws `noConvergence` if LAPACK's iteration does not converge, `notFinite`
///   if an element that the function reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds
///   `Int32.max`.
public func symmetricLogarithm<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    let function = SpectralFunction<Scalar.Magnitude>(
        domain: .positive,
        value: { values in
            values.log()
        },
        differences: { values in
            // Let a = g·e^w and b = g·e^(−w), where g is the geometric mean of a and b. The divided difference of the
            // logarithm is then 2·w/(a − b) = w/(g·sinh w).
            let (a, b) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
            return 1 / (sinhQuotient(halfLogRatio(a, b)) * a.squareRoot() * b.squareRoot())
        })
    return try symmetricFunction(a, "symmetricLogarithm", function)
}

/// Returns the exponential of a symmetric or Hermitian matrix A, or of each matrix of a stack: `[…, n, n]` →
/// `[…, n, n]`. Another shape traps.
///
/// The exponential is V·diag(e^λ)·Vᴴ for A = V·diag(λ)·Vᴴ. For a general matrix `matrixExponential` computes the
/// exponential. In contrast, `Tensor.exp()` computes the exponential of every element. The function reads only the
/// elements on and below the diagonal. The derivative is correct at repeated eigenvalues too.
///
/// - Throws: `LinearAlgebraError.noConvergence` if LAPACK's iteration does not converge, `notFinite` if an element that
///   the function reads is NaN or infinite, or `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the power A^p of a symmetric or Hermitian matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
/// Another shape traps.
///
/// The power is A^p = V·diag(λ^p)·Vᴴ for A = V·diag(λ)·Vᴴ. If p is 0, 1, 2, …, A may have any eigenvalues; A⁰ is the
/// identity. For any other positive p, A must be positive semidefinite. For a negative p, A must be positive definite.
/// `matrixPower` accepts a negative integer p for other matrices.
///
/// The function reads only the elements on and below the diagonal. The derivative is correct at repeated eigenvalues
/// too. For 0 < p < 1 the derivative is not finite if the absolute value of an eigenvalue is at most max(n, 4)·ε times
/// the greatest absolute eigenvalue, with ε = `ulpOfOne`.
///
/// - Parameters:
///   - a: The matrix A, or a stack of matrices: `[…, n, n]`.
///   - exponent: The exponent p. Infinity and NaN trap.
/// - Throws: `LinearAlgebraError.outsideDomain` in two cases. For a positive p that is not an integer, an eigenvalue is
///   less than −max(n, 4)·`ulpOfOne` times the greatest absolute eigenvalue. For a negative p, an eigenvalue is at most
///   max(n, 4)·`ulpOfOne` times the greatest absolute eigenvalue. The function also throws `noConvergence` if LAPACK's
///   iteration does not converge, `notFinite` if an element that the function reads is NaN or infinite, and `tooLarge`
///   if the number of rows or columns exceeds `Int32.max`.
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

/// Returns λ^p of every eigenvalue λ in `values`. If p is not one of 0, 1, 2, …, the function replaces a negative λ by
/// 0, because such a λ is the rounding error of an eigenvalue 0. `isWhole` tells whether p is one of 0, 1, 2, ….
private func signedPower<Real: RealScalar>(_ values: Tensor<Real>, _ p: Real, _ isWhole: Bool) -> Tensor<Real> {
    if !isWhole { return pow(maximum(values, Tensor(0)), p) }
    let magnitudes: Tensor<Real> = pow(values.abs(), p)
    return isOdd(p) ? select(values.asConstant() .< 0, -magnitudes, magnitudes) : magnitudes
}

private func isOdd<Real: RealScalar>(_ p: Real) -> Bool { p.truncatingRemainder(dividingBy: 2).magnitude == 1 }

/// Returns the divided differences f[a, b] of f(λ) = λ^p: `[…, n]` → `[…, n, n]`. For positive a and b with the
/// geometric mean g, let a = g·e^w and b = g·e^(−w). Then f[a, b] is g^(p−1)·sinh(p·w)/sinh(w).
private func powerDifferences<Real: RealScalar>(_ values: Tensor<Real>, _ p: Real, _ isWhole: Bool) -> Tensor<Real> {
    let square = Shape(values.shape.dimensions + [values.shape[-1]])
    if p == 0 { return Tensor(zeros: square) }
    if p == 1 { return Tensor(ones: square) }
    let (a, b) = (values.expandingShape(at: -1), values.expandingShape(at: -2))
    let hasZero: Tensor<Bool> = (a.asConstant() .== 0) .|| (b.asConstant() .== 0)
    let signs: Tensor<Real> = a.asConstant().sign() * b.asConstant().sign()
    let differ: Tensor<Bool> = signs .< 0
    let isOther: Tensor<Bool> = hasZero .|| differ
    // If a and b are negative, the code uses their absolute values. For f(λ) = λ^p with an integer p, f[−a, −b] is
    // (−1)^(p−1)·f[a, b].
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
    // f[a, b] is the divided difference of f(λ) = λ^p. If one of a and b is 0, f[a, b] is the other number to the power
    // p − 1. If a and b are 0, f[a, b] is 0^(p−1). If the signs of a and b differ, a − b does not cancel and the
    // quotient is accurate.
    let rest: Tensor<Real> = select(hasZero, a + b, Tensor(1))
    let beside: Tensor<Real> = isWhole ? signedPower(rest, p - 1, true) : pow(rest, p - 1)
    let (aPower, bPower) = (signedPower(a, p, isWhole), signedPower(b, p, isWhole))
    let apart: Tensor<Real> = (aPower - bPower) / select(differ, a - b, Tensor(1))
    return select(hasZero, beside, select(differ, apart, signed))
}

/// Returns the eigenvalues, with 0 in place of each eigenvalue that is negative, or that is 0 to rounding.
private func withoutNoise<Real: RealScalar>(_ values: Tensor<Real>) -> Tensor<Real> {
    guard values.count > 0 else { return values }
    let greatest: Tensor<Real> = values.asConstant().abs().max(axis: -1, keepDims: true)
    let bound: Tensor<Real> = greatest * negligible(values.shape[-1], Real.self)
    return select(values.asConstant() .<= bound, Tensor(0), values)
}
