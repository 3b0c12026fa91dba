internal import COpenBLAS
public import Tensors

/// A triangle of a square matrix, including the diagonal.
public enum Triangle: Sendable, Hashable {
    /// The elements on and below the diagonal.
    case lower
    /// The elements on and above the diagonal.
    case upper

    var other: Triangle { self == .lower ? .upper : .lower }
    var letter: CChar { self == .lower ? .lower : .upper }
}

/// Returns the solution X of A·X = B for a triangular matrix A.
///
/// LAPACK routine: `trtrs`. Cost: n²·k operations. The derivatives are those of `solve`, but the gradient with respect
/// to A is 0 outside the triangle.
///
/// - Parameters:
///   - a: `[…, n, n]`.
///   - b: `[…, n, k]`, or `[n]` for a vector. The leading axes are broadcast, as in `solve`.
///   - triangle: The triangle of `a` that is used. The other elements are ignored, but must be finite.
///   - hasUnitDiagonal: Whether to ignore the diagonal elements and use 1 instead of them.
/// - Throws: `LinearAlgebraError.singular` with the position of an exact 0 on the diagonal. Also `notFinite` or
///   `tooLarge`.
public func solveTriangular<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ triangle: Triangle, hasUnitDiagonal: Bool = false
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    try requireSquare(a, "solveTriangular")
    return try solveBroadcast(a, b, "solveTriangular") { (a, b) throws(LinearAlgebraError) in
        func pullBack(_ cotangent: Tensor<Scalar>) -> Tensor<Scalar> {
            columnsOrNaN(a.adjoint(), cotangent) {
                try solveTriangular($0, $1, triangle.other, hasUnitDiagonal: hasUnitDiagonal)
            }
        }
        return withDerivative(
            of: TensorOperation("solveTriangular", a, b),
            try triangularSolution(a.asConstant(), b.asConstant(), triangle, hasUnitDiagonal),
            .by(a) { cotangent, x in
                let gradient: Tensor<Scalar> = -matmul(pullBack(cotangent), x.adjoint())
                let offset: Int = hasUnitDiagonal ? 1 : 0
                return triangle == .lower
                    ? lowerTriangle(gradient, diagonal: -offset) : upperTriangle(gradient, diagonal: offset)
            },
            .by(b) { cotangent in pullBack(cotangent) })
    }
}

/// Returns the solutions as untracked tensors.
private func triangularSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ triangle: Triangle, _ hasUnitDiagonal: Bool
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    // LAPACK does not write to the matrix, so a contiguous matrix is not copied. LAPACK reads a row-major matrix as its
    // transpose, in which the other triangle is used.
    let isTranspose: Bool = !(a.isColumnMajor && transposing(a).isContiguous)
    let matrices: Tensor<Scalar> = isTranspose ? a.contiguous() : transposing(a)
    do {
        try requireFinite(matrices, for: "solveTriangular")
    } catch {
        throw isTranspose ? error : error.ofTranspose
    }
    let (size, columns): (Int, Int) = (a.matrixRows, b.matrixColumns)
    let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: "solveTriangular")
    let outcome: Outcome = forEachMatrix(
        x.count > 0 ? a.batchShape.elementCount : 0, multiplications: size * size * columns / 2
    ) { matrix in
        synann_trtrs(
            Scalar.lapackType, isTranspose ? triangle.other.letter : triangle.letter,
            isTranspose ? .transpose : .noTranspose, hasUnitDiagonal ? .unitDiagonal : .nonUnitDiagonal, Int32(size),
            Int32(columns),
            matrices.address + matrix * size * size, Int32(size), x.mutableAddress + matrix * size * columns,
            Int32(size))
    }
    try outcome.check { info, matrix in .singular(operation: "solveTriangular", position: info - 1, matrix: matrix) }
    return transposing(x)
}
