import Tensors

/// numerator / denominator in the derivatives of eigenvectors and singular vectors. Numerators belong to pairs of
/// vectors; denominators are differences (or sums) of the two vectors' values.
///
/// Where the denominator is 0 to rounding, the matrix determines the two vectors only together. The cotangents then do
/// not tell whether the loss has a derivative: V·√λ·Vᴴ has one at 5·I, √5·V·Vᴴ is constant, and both give the same
/// cotangents. So the quotient is NaN there. It is 0 where the loss depends on neither vector, whose cotangents are
/// then exactly 0. On the diagonal it is 0 if the loss does not depend on the vector's phase.
///
/// - Parameters:
///   - numerator: `[…, n, n]`.
///   - denominator: `[…, n, n]`.
///   - scale: The size that denominators are compared with, one for each matrix: `[…, 1, 1]`.
///   - sizes: 0 where the loss does not depend on a vector: `[…, 1, n]`.
///   - phases: The size up to which a numerator on the diagonal counts as 0. A negative size makes every quotient on
///     the diagonal NaN where the denominator is 0.
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

/// The same for numerators that belong to single vectors, in columns: `[…, m, n]` over `[…, 1, n]`.
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

/// The share of the greatest value up to which two eigenvalues or singular values count as equal: 8·n·ε.
func coincidence<Real: RealScalar>(_ size: Int, _ type: Real.Type) -> Real { 8 * Real(max(1, size)) * Real.ulpOfOne }

/// The share of the greatest value up to which an eigenvalue or singular value counts as 0: n·ε, and at least 4·ε.
func negligible<Real: RealScalar>(_ size: Int, _ type: Real.Type) -> Real { Real(max(4, size)) * Real.ulpOfOne }

/// The size up to which a numerator is rounding error, given the cotangents of the vectors: `[…, 1, 1]`.
func phaseBound<Scalar: LinearAlgebraScalar>(_ cotangents: Tensor<Scalar>...) -> Tensor<Scalar.Magnitude> {
    let greatest: Tensor<Scalar.Magnitude> = cotangents.map { greatestMagnitude($0) }.reduce(Tensor(0)) { $0 + $1 }
    return greatest * (16 * coincidence(cotangents[0].matrixRows, Scalar.Magnitude.self))
}

/// 0 for a column of zeros, a positive number otherwise: `[…, m, n]` → `[…, 1, n]`. A sum of absolute values, because
/// squares could underflow. A constant to the tape.
func columnSizes<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    let real: Tensor<Scalar.Magnitude> = a.asConstant().realPart().abs().sum(axis: -2, keepDims: true)
    if !Scalar._isComplex { return real }
    return real + a.asConstant().imaginaryPart().abs().sum(axis: -2, keepDims: true)
}

/// |a| of every element; a constant to the tape.
func absoluteValue<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a.asConstant() as? Tensor<Scalar.Magnitude> { return real.abs() }
    let (real, imaginary) = (a.asConstant().realPart(), a.asConstant().imaginaryPart())
    return (real.squared() + imaginary.squared()).squareRoot()
}

/// The greatest |a| of each matrix, `[…, 1, 1]`; 0 for a matrix without elements. A constant to the tape.
func greatestMagnitude<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if a.matrixRows == 0 || a.matrixColumns == 0 {
        return Tensor<Scalar.Magnitude>(zeros: Shape(a.batchShape.dimensions + [1, 1]))
    }
    return absoluteValue(a).max(axis: -1, keepDims: true).max(axis: -2, keepDims: true)
}

/// The skew-Hermitian part ½(a − aᴴ).
func skewPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    (a - a.adjoint()) * asField(Tensor<Scalar.Magnitude>(0.5))
}

/// The Hermitian part ½(a + aᴴ).
func hermitianPart<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar> {
    (a + a.adjoint()) * asField(Tensor<Scalar.Magnitude>(0.5))
}

/// The differences x_j − x_i in row i and column j: `[…, n]` → `[…, n, n]`.
func differences<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.expandingShape(at: -2) - x.expandingShape(at: -1)
}
