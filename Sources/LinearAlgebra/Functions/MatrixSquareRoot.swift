internal import COpenBLAS
import ComplexModule
public import Tensors

/// Returns the principal square root of a square matrix A, or of each matrix of a stack: `[…, n, n]` → `[…, n, n]`.
/// Another shape traps.
///
/// The principal square root is the matrix X with X·X = A whose eigenvalues have nonnegative real parts. The function
/// corresponds to SciPy's `sqrtm` and uses the Schur method (Björck and Hammarling, 1983) with blocked recursion. For a
/// real matrix the function calculates with real numbers. In contrast, `Tensor.squareRoot()` computes the square root of
/// every element.
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
    let matrices: Tensor<Scalar> = try checkedCopy(a, for: "matrixSquareRoot")
    if matrices.count == 0 { return matrices }
    let roots = Tensor<Scalar>(uninitialized: matrices.shape)
    let kinds: [Spectrum] = try writeRoots(of: matrices, to: roots)
    for matrix in kinds.indices where kinds[matrix] != .regular {
        guard kinds[matrix] != .negative, let root: Tensor<Scalar> = try rootByElements(matrixOfStack(a, matrix)) else {
            throw .noSquareRoot(operation: "matrixSquareRoot", matrix: matrix)
        }
        place(root, at: matrix, of: roots)
    }
    return roots
}

/// Writes the square roots of the contiguous matrices of `a` with a regular spectrum to `roots`. Returns the spectrum of
/// each matrix. Throws `noConvergence` if LAPACK's iteration does not converge.
private func writeRoots<Scalar: LinearAlgebraScalar>(
    of a: Tensor<Scalar>, to roots: Tensor<Scalar>
) throws(LinearAlgebraError) -> [Spectrum] {
    let (size, count): (Int, Int) = (a.matrixRows, a.batchShape.elementCount)
    let kinds = Workspace<Spectrum>(count)
    let (source, target) = (UnsafeRawPointer(a.address), UnsafeMutableRawPointer(roots.mutableAddress))
    // The switch calls code that the compiler optimizes for each type.
    let outcome: Outcome =
        switch Scalar.lapackType {
        case SYNANN_BLAS_S: SquareRootBuffers<Float>.writeRoots(source, target, size, count, kinds.scalars)
        case SYNANN_BLAS_D: SquareRootBuffers<Double>.writeRoots(source, target, size, count, kinds.scalars)
        case SYNANN_BLAS_C: SquareRootBuffers<Complex<Float>>.writeRoots(source, target, size, count, kinds.scalars)
        default: SquareRootBuffers<Complex<Double>>.writeRoots(source, target, size, count, kinds.scalars)
        }
    withExtendedLifetime((a, roots)) {}
    try outcome.check { info, matrix in .noConvergence(operation: "matrixSquareRoot", count: info, matrix: matrix) }
    return (0 ..< count).map { kinds.scalars[$0] }
}

/// Returns the absolute value up to which an eigenvalue is 0 to rounding. `greatest` is the greatest absolute value of
/// the eigenvalues of the matrix, which has `size` rows.
func zeroTolerance<Part: ComplexPart>(_ greatest: Part, _ size: Int) -> Part {
    greatest * Part.ulpOfOne * Part(8 * size)
}

/// Returns whether an eigenvalue of a real matrix is negative and not 0 to rounding.
func isNegative<Part: ComplexPart>(_ value: Complex<Part>, _ tolerance: Part) -> Bool {
    value.real < -tolerance && abs(value.imaginary) <= tolerance
}

/// Returns the principal square root of a single matrix, computed element by element with complex numbers, or `nil` if
/// there is no root. Unlike `TriangularSquareRoot`, the function accepts eigenvalues that are 0.
private func rootByElements<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar>? {
    let parts: SchurDecomposition<Complex<Scalar.Magnitude>> = try schur(asComplex(a))
    let root = Tensor<Complex<Scalar.Magnitude>>(zeros: a.shape)
    let t: Tensor<Complex<Scalar.Magnitude>> = parts.t.contiguous()
    guard triangularRoot(t.address, root.mutableAddress, a.matrixRows, isReal: !Scalar._isComplex) else { return nil }
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
    let tolerance: Part = zeroTolerance(greatest, size)
    for index in 0 ..< size {
        let value: Complex<Part> = t[index * (size + 1)]
        if isReal, isNegative(value, tolerance) { return false }
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
