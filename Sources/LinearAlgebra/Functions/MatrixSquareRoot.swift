import ComplexModule
public import Tensors

/// Returns the principal square root of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
/// Another shape traps.
///
/// The principal square root is the matrix X with X·X = A whose eigenvalues have nonnegative real parts. The function
/// corresponds to SciPy's `sqrtm` and uses the Schur method (Björck and Hammarling, 1983). In contrast,
/// `Tensor.squareRoot()` computes the square root of every element.
///
/// The function has no derivative: a tracked input traps. For a positive semidefinite matrix `symmetricSquareRoot` is
/// differentiable.
///
/// - Throws: `LinearAlgebraError.noSquareRoot` if a real matrix has a negative eigenvalue, or if no square root exists
///   because the eigenvalue 0 is defective. A real matrix with a negative eigenvalue may have a complex square root:
///   convert the matrix to complex numbers. The function also throws `noConvergence` if LAPACK's iteration does not
///   converge, `notFinite` if an element is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds
///   `Int32.max`.
public func matrixSquareRoot<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "matrixSquareRoot")
    requireConstant(a, "matrixSquareRoot")
    let parts: SchurDecomposition<Complex<Scalar.Magnitude>> = try schur(asComplex(a))
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let root = Tensor<Complex<Scalar.Magnitude>>(zeros: a.shape)
    let t: Tensor<Complex<Scalar.Magnitude>> = parts.t.contiguous()
    for matrix in 0 ..< count {
        let start: Int = matrix * size * size
        guard triangularRoot(t.address + start, root.mutableAddress + start, size, isReal: !Scalar._isComplex) else {
            throw .noSquareRoot(operation: "matrixSquareRoot", matrix: matrix)
        }
    }
    let whole: Tensor<Complex<Scalar.Magnitude>> = matmul(matmul(parts.z, root), parts.z.adjoint())
    if let same = whole as? Tensor<Scalar> { return same }
    return asField(whole.realPart())
}

/// Writes the upper triangular matrix R with R·R = T to `r`, diagonal by diagonal. T, at `t`, is upper triangular, and
/// both matrices have `size` rows and columns in row-major order. The elements of `r` below the diagonal are not
/// written.
///
/// Returns true if R exists. Returns false if no R exists, or if `isReal` is true and T has a negative eigenvalue.
private func triangularRoot<Part: ComplexPart>(
    _ t: UnsafePointer<Complex<Part>>, _ r: UnsafeMutablePointer<Complex<Part>>, _ size: Int, isReal: Bool
) -> Bool {
    let greatest: Part = (0 ..< size).map { t[$0 * (size + 1)].length }.max() ?? 0
    let tolerance: Part = greatest * Part.ulpOfOne * Part(8 * size)
    for index in 0 ..< size {
        let value: Complex<Part> = t[index * (size + 1)]
        if isReal, value.real < -tolerance, abs(value.imaginary) <= tolerance { return false }
        // Rounding may have changed an eigenvalue 0 of a real matrix to a small negative number.
        let isZero: Bool = value.length <= tolerance && (value.real < 0 || value.isZero)
        r[index * (size + 1)] = isZero ? .zero : .sqrt(value)
    }
    for distance in 1 ..< max(size, 1) {
        for row in 0 ..< size - distance {
            let column: Int = row + distance
            var rest: Complex<Part> = t[row * size + column]
            for between in row + 1 ..< max(column, row + 1) {
                rest -= r[row * size + between] * r[between * size + column]
            }
            let divisor: Complex<Part> = r[row * (size + 1)] + r[column * (size + 1)]
            if divisor.isZero {
                if rest.length > max(tolerance, .leastNormalMagnitude) { return false }
                r[row * size + column] = .zero
            } else {
                r[row * size + column] = rest / divisor
            }
        }
    }
    return true
}
