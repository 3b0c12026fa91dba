internal import COpenBLAS
public import Tensors

/// Returns the solution X of A·X = B for a positive definite matrix A.
///
/// The function accepts and returns the same shapes as `solve`: `[…, n, n]` for A, and `[…, n, k]` or `[n]` for B.
/// Other shapes trap. The function reads only the elements on and below the diagonal of A. The function calls LAPACK's
/// `potrf` and `potrs`. For a stack of 16 or more real matrices with at most 16 rows and columns, the library's own
/// kernels factor A instead. The factorization takes half the operations of the factorization in `solve`. The gradient
/// with respect to A is symmetric (Hermitian).
///
/// - Throws: `LinearAlgebraError.notPositiveDefinite` if A is not positive definite; the error contains the order of
///   the first leading minor that is not positive. The function also throws `notFinite` if an element that the function
///   reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func solvePositiveDefinite<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try solveHermitian(a, b, "solvePositiveDefinite", solvePositiveDefinite) { (a, b) throws(LinearAlgebraError) in
        let l: Tensor<Scalar> = try choleskyFactor(a, "solvePositiveDefinite")
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: "solvePositiveDefinite")
        // LAPACK reads the row-major L as the upper triangular matrix Lᵀ, which is the Cholesky factor of conj(A). The
        // code therefore passes a real L unchanged and transposes a complex L first.
        let isByRows: Bool = !Scalar._isComplex
        let dense: Tensor<Scalar> = isByRows ? l : transposing(l).contiguous()
        let (size, columns): (Int, Int) = (a.matrixRows, b.matrixColumns)
        _ = forEachMatrix(
            x.count > 0 ? a.batchShape.elementCount : 0, multiplications: size * size * columns
        ) { matrix in
            synann_potrs(
                Scalar.lapackType, isByRows ? .upper : .lower, Int32(size), Int32(columns),
                dense.address + matrix * size * size,
                Int32(size), x.mutableAddress + matrix * size * columns, Int32(size))
        }
        return transposing(x)
    }
}

/// Returns the solution X of A·X = B for a symmetric (Hermitian) matrix A that may be indefinite.
///
/// The function accepts and returns the same shapes as `solve`: `[…, n, n]` for A, and `[…, n, k]` or `[n]` for B.
/// Other shapes trap. The function reads only the elements on and below the diagonal of A. The function calls LAPACK's
/// `sytrf` and `sytrs`, or `hetrf` and `hetrs` for complex matrices. The gradient with respect to A is symmetric
/// (Hermitian).
///
/// - Throws: `LinearAlgebraError.singular` if a block of D in the factorization A = L·D·Lᴴ is exactly 0. The error
///   contains the position of the block on the diagonal. The function also throws `notFinite` if an element that the
///   function reads is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
public func solveSymmetric<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try solveHermitian(a, b, "solveSymmetric", solveSymmetric) { (a, b) throws(LinearAlgebraError) in
        let factors: SymmetricFactors<Scalar> = try symmetricFactors(a, "solveSymmetric", mustBeRegular: true)
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: "solveSymmetric")
        let (size, columns): (Int, Int) = (a.matrixRows, b.matrixColumns)
        _ = forEachMatrix(
            x.count > 0 ? a.batchShape.elementCount : 0, multiplications: size * size * columns
        ) { matrix in
            synann_sytrs(
                Scalar.lapackType, .lower, Int32(size), Int32(columns),
                factors.columns.address + matrix * size * size, Int32(size), factors.pivots.address + matrix * size,
                x.mutableAddress + matrix * size * columns, Int32(size))
        }
        return transposing(x)
    }
}

private typealias Solver<Scalar: LinearAlgebraScalar> = (Tensor<Scalar>, Tensor<Scalar>) throws(LinearAlgebraError) ->
    Tensor<Scalar>

/// Returns the solution of a symmetric (Hermitian) system and records the derivatives on the tape.
///
/// - Parameters:
///   - a: The matrices: `[…, n, n]`.
///   - b: The right-hand sides, with a shape that `solve` accepts.
///   - name: The name of the public solver, for the tape and for errors.
///   - solver: The public solver. The pullbacks call it to compute the gradients.
///   - solution: Returns the solutions X of A·X = B as an untracked tensor.
private func solveHermitian<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String, _ solver: @escaping Solver<Scalar>,
    _ solution: Solver<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, name)
    return try solveBroadcast(a, b, name) { (a, b) throws(LinearAlgebraError) in
        withDerivative(
            of: TensorOperation(name, a, b), try solution(a.asConstant(), b.asConstant()),
            .by(a) { cotangent, x in
                -hermitianPart(matmul(columnsOrNaN(a, cotangent) { try solver($0, $1) }, x.adjoint()))
            },
            .by(b) { cotangent in columnsOrNaN(a, cotangent) { try solver($0, $1) } })
    }
}
