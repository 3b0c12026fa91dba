internal import COpenBLAS
public import Tensors

/// The solution X of A·X = B for a positive definite A: LAPACK `potrf` and `potrs`, in half the time of `solve`. Reads the
/// lower triangle alone. Shapes as `solve` has them; the derivative by A is that by a symmetric (Hermitian) matrix.
///
/// - Throws: `notPositiveDefinite` with the order of the minor, `notFinite`, `tooLarge`.
public func solvePositiveDefinite<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try solveHermitian(a, b, "solvePositiveDefinite", solvePositiveDefinite) { (a, b) throws(LinearAlgebraError) in
        let l: Tensor<Scalar> = try plainCholesky(a, "solvePositiveDefinite")
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: "solvePositiveDefinite")
        // L by rows is to LAPACK the upper triangle Lᵀ, the factor of conj(A): as it is for a real A, transposed for a
        // complex one.
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

/// The solution X of A·X = B for a symmetric (Hermitian) A that need not be definite: LAPACK `sytrf` and `sytrs`. Reads the
/// lower triangle alone. Shapes as `solve` has them; the derivative by A is that by a symmetric matrix.
///
/// - Throws: `singular` with the position of a block that is exactly 0, `notFinite`, `tooLarge`.
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

/// A solver of Hermitian systems with its derivative; `solver` is the whole operation, which the derivative uses.
private func solveHermitian<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ name: String, _ solver: @escaping Solver<Scalar>,
    _ plain: Solver<Scalar>
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, name)
    return try solveBroadcast(a, b, name) { (a, b) throws(LinearAlgebraError) in
        withDerivative(
            of: TensorOperation(name, a, b), try plain(a.asConstant(), b.asConstant()),
            .by(a) { cotangent, x in
                -hermitianPart(matmul(columnsOrNaN(a, cotangent) { try solver($0, $1) }, x.adjoint()))
            },
            .by(b) { cotangent in columnsOrNaN(a, cotangent) { try solver($0, $1) } })
    }
}
