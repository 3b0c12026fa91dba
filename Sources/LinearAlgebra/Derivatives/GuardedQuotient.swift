import Tensors

/// Returns numerator / denominator for the derivatives of eigenvectors and singular vectors.
///
/// Element (i, j) of the numerator and of the denominator belongs to the vectors i and j. The denominator is the
/// difference or the sum of the eigenvalues (singular values) of these vectors.
///
/// If a denominator is 0 to rounding, the matrix determines only the subspace that the vectors i and j span. Then the
/// cotangents are not enough to decide whether the loss has a derivative. For example, at A = 5·I the functions
/// V·diag(√λ)·Vᴴ and √5·V·Vᴴ of the eigenvectors V give V the same cotangent, but only the second function is constant.
/// The quotient is therefore NaN, with two exceptions:
///
/// - The quotient is 0 if the loss depends neither on vector i nor on vector j. The cotangents of the two vectors are
///   then exactly 0.
/// - A quotient on the diagonal is 0 if the loss does not depend on the phase of the vector, which is a factor of
///   absolute value 1.
///
/// - Parameters:
///   - numerator: A tensor of shape `[…, n, n]`.
///   - denominator: A tensor of shape `[…, n, n]`.
///   - scale: The greatest absolute eigenvalue (singular value) of each matrix: `[…, 1, 1]`. A denominator is 0 to
///     rounding if its absolute value is at most `scale` times the result of `coincidence`.
///   - sizes: A tensor of shape `[…, 1, n]`. Element j is 0 if the loss does not depend on vector j, and positive
///     otherwise.
///   - phases: The absolute value up to which a numerator on the diagonal is 0 to rounding: `[…, 1, 1]`. If the element
///     of `phases` for a matrix is negative, no numerator on the diagonal counts as 0.
func guardedQuotient<Scalar: LinearAlgebraScalar>(
    _ numerator: Tensor<Scalar>, by denominator: Tensor<Scalar.Magnitude>, scale: Tensor<Scalar.Magnitude>,
    sizes: Tensor<Scalar.Magnitude>, phases: Tensor<Scalar.Magnitude>
) -> Tensor<Scalar> {
    let isDiagonal: Tensor<Bool> = Tensor<Scalar.Magnitude>(identity: numerator.matrixRows) .> 0
    let isAbsent: Tensor<Bool> = (sizes + sizes.transposed()) .== 0
    let hasNoPhase: Tensor<Bool> = absoluteValue(numerator) .<= phases
    return quotient(
        numerator, by: denominator, scale: scale, isNothing: isAbsent .|| (isDiagonal .&& hasNoPhase),
        size: numerator.matrixRows)
}

/// Returns numerator / denominator, where each column of the numerator belongs to one vector.
///
/// The numerator has shape `[…, m, n]`, and the denominator `[…, 1, n]`. `sizes` has shape `[…, 1, n]`, and `scale` has
/// shape `[…, 1, 1]`. A denominator is 0 to rounding if its absolute value is at most `scale` times the result of
/// `coincidence`. All quotients in the column of such a denominator are 0 if the element of `sizes` for this column is
/// 0, and NaN otherwise.
func guardedQuotient<Scalar: LinearAlgebraScalar>(
    ofColumns numerator: Tensor<Scalar>, by denominator: Tensor<Scalar.Magnitude>, scale: Tensor<Scalar.Magnitude>,
    sizes: Tensor<Scalar.Magnitude>
) -> Tensor<Scalar> {
    quotient(
        numerator, by: denominator, scale: scale, isNothing: sizes .== 0,
        size: max(numerator.matrixRows, numerator.matrixColumns))
}

private func quotient<Scalar: LinearAlgebraScalar>(
    _ numerator: Tensor<Scalar>, by denominator: Tensor<Scalar.Magnitude>, scale: Tensor<Scalar.Magnitude>,
    isNothing: Tensor<Bool>, size: Int
) -> Tensor<Scalar> {
    typealias Real = Tensor<Scalar.Magnitude>
    let isZero: Tensor<Bool> =
        denominator.asConstant().abs() .<= scale.asConstant() * coincidence(size, Scalar.Magnitude.self)
    let answer: Real = select(isZero, select(isNothing, Real(0), Real(.nan)), Real(1))
    let safe: Real = select(isZero, Real(1), denominator)
    return numerator * asField(answer / safe)
}

/// Returns 8·n·ε with n = max(1, `size`) and ε = `ulpOfOne`. Two eigenvalues (or singular values) are equal to rounding
/// if their difference is at most this number times the greatest absolute value.
func coincidence<Real: RealScalar>(_ size: Int, _ type: Real.Type) -> Real { 8 * Real(max(1, size)) * Real.ulpOfOne }

/// Returns max(n, 4)·ε with n = `size` and ε = `ulpOfOne`. An eigenvalue (or singular value) is 0 to rounding if its
/// absolute value is at most this number times the greatest absolute value of all eigenvalues (singular values).
func negligible<Real: RealScalar>(_ size: Int, _ type: Real.Type) -> Real { Real(max(4, size)) * Real.ulpOfOne }

/// Returns, for each matrix, the absolute value up to which a numerator on the diagonal in `guardedQuotient` is only
/// rounding error: `[…, n, n]` → `[…, 1, 1]`. `cotangents` are the cotangents of the eigenvectors or singular vectors.
func phaseBound<Scalar: LinearAlgebraScalar>(_ cotangents: Tensor<Scalar>...) -> Tensor<Scalar.Magnitude> {
    let greatest: Tensor<Scalar.Magnitude> = cotangents.map { greatestMagnitude($0) }.reduce(Tensor(0)) { $0 + $1 }
    return greatest * (16 * coincidence(cotangents[0].matrixRows, Scalar.Magnitude.self))
}

/// Returns 0 for each column of zeros and a positive number for each other column: `[…, m, n]` → `[…, 1, n]`.
///
/// The positive number is a sum of absolute values, because squares could underflow to 0. The result is not recorded on
/// the tape.
func columnSizes<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    let real: Tensor<Scalar.Magnitude> = a.asConstant().realPart().abs().sum(axis: -2, keepDims: true)
    if !Scalar._isComplex { return real }
    return real + a.asConstant().imaginaryPart().abs().sum(axis: -2, keepDims: true)
}

/// Returns the absolute value of every element. The result is not recorded on the tape.
func absoluteValue<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a.asConstant() as? Tensor<Scalar.Magnitude> { return real.abs() }
    let (real, imaginary) = (a.asConstant().realPart(), a.asConstant().imaginaryPart())
    return (real.squared() + imaginary.squared()).squareRoot()
}

/// Returns the greatest absolute value in each matrix, or 0 for a matrix without elements: `[…, m, n]` → `[…, 1, 1]`.
/// The result is not recorded on the tape.
func greatestMagnitude<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if a.matrixRows == 0 || a.matrixColumns == 0 {
        return Tensor<Scalar.Magnitude>(zeros: Shape(a.batchShape.dimensions + [1, 1]))
    }
    return absoluteValue(a).max(axis: -1, keepDims: true).max(axis: -2, keepDims: true)
}

/// Returns the skew-Hermitian part ½(a − aᴴ) of each matrix.
func skewPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    (a - a.adjoint()) * asField(Tensor<Scalar.Magnitude>(0.5))
}

/// Returns the Hermitian part ½(a + aᴴ) of each matrix.
func hermitianPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    (a + a.adjoint()) * asField(Tensor<Scalar.Magnitude>(0.5))
}

/// Returns matrices with x_j − x_i in row i and column j: `[…, n]` → `[…, n, n]`.
func differences<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.expandingShape(at: -2) - x.expandingShape(at: -1)
}
