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
/// The function calls LAPACK's `trtrs`. For n rows of A and k columns of B the function takes n²·k arithmetic
/// operations. The derivatives are the derivatives of `solve`, except that the gradient with respect to A is 0 for the
/// elements that the function does not use.
///
/// - Parameters:
///   - a: The matrix A, or a stack of matrices: `[…, n, n]`. Another shape traps.
///   - b: The right-hand sides B: `[…, n, k]`, or `[n]` for a vector. The leading axes are broadcast, as in `solve`;
///     other shapes trap.
///   - triangle: The triangle of `a` that the function uses. The function ignores the remaining elements, but they must
///     be finite.
///   - hasUnitDiagonal: Whether the function uses 1 instead of each diagonal element.
/// - Throws: `LinearAlgebraError.singular` if a diagonal element is exactly 0 and `hasUnitDiagonal` is false; the error
///   contains the position of the element. The function also throws `notFinite` if an element of an operand is NaN or
///   infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
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

/// Returns the solutions X of A·X = B as an untracked tensor. `a` and `b` have the same leading axes. Throws `singular`
/// if a diagonal element is exactly 0 and `hasUnitDiagonal` is false, and `notFinite` if an element of `a` or `b` is
/// NaN or infinite.
private func triangularSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ triangle: Triangle, _ hasUnitDiagonal: Bool
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    // LAPACK does not write to the matrix, so the code does not copy a contiguous matrix. LAPACK reads a row-major
    // matrix as the transpose. The upper triangle of A is then the lower triangle of the transpose, and vice versa.
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
