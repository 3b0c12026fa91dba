import Tensors

/// numerator / denominator where the denominator is not 0 to rounding; where it is, 0 if the numerator is so too and NaN
/// if it is not.
///
/// Derivatives of eigenvectors and singular vectors divide by differences of eigenvalues. Where two are equal, a loss
/// that depends on their common subspace alone has a numerator of 0 and a finite derivative; any other loss has none.
///
/// - Parameters:
///   - scale: What the denominators are small against, one for each matrix: `[…, 1, 1]`.
///   - numeratorScale: The same for the numerators.
func guardedQuotient<Scalar: LinearAlgebraScalar>(
    _ numerator: Tensor<Scalar>, by denominator: Tensor<Scalar.Magnitude>, scale: Tensor<Scalar.Magnitude>,
    numeratorScale: Tensor<Scalar.Magnitude>
) -> Tensor<Scalar> {
    typealias Real = Tensor<Scalar.Magnitude>
    let size = Scalar.Magnitude(max(1, max(numerator.matrixRows, numerator.matrixColumns)))
    let tolerance: Scalar.Magnitude = 8 * size * Scalar.epsilon
    let isZero: Tensor<Bool> = denominator.asConstant().abs() .<= scale.asConstant() * tolerance
    let isNothing: Tensor<Bool> =
        absoluteValue(numerator.asConstant()) .<= numeratorScale.asConstant() * (16 * tolerance)
    let answer: Real = select(isZero, select(isNothing, Real(0), Real(.nan)), Real(1))
    let safe: Real = select(isZero, Real(1), denominator)
    return numerator * asField(answer / safe)
}

/// |a| of every element; a constant to the tape.
func absoluteValue<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>) -> Tensor<Scalar.Magnitude> {
    if let real = a.asConstant() as? Tensor<Scalar.Magnitude> { return real.abs() }
    let (real, imaginary) = (a.asConstant().realPart(), a.asConstant().imaginaryPart())
    return (real.squared() + imaginary.squared()).squareRoot()
}

/// The greatest |a| of each matrix, `[…, 1, 1]`; 0 where there is no element. A constant to the tape.
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

/// Differences x_j − x_i in row i and column j: `[…, n]` → `[…, n, n]`.
func differences<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
    x.expandingShape(at: -2) - x.expandingShape(at: -1)
}
