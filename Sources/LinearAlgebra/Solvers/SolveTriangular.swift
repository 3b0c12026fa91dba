internal import COpenBLAS
public import Tensors

/// A triangle of a square matrix, with the diagonal.
public enum Triangle: Sendable, Hashable {
    /// The elements on and below the diagonal.
    case lower
    /// The elements on and above the diagonal.
    case upper

    var other: Triangle { self == .lower ? .upper : .lower }
    var letter: CChar { self == .lower ? .lower : .upper }
}

/// The solution X of A·X = B for a triangular A: LAPACK `trtrs`. Cost: n²·k operations. Shapes and derivatives are
/// those of `solve`.
///
/// - Parameters:
///   - a: `[…, n, n]`.
///   - b: `[…, n, k]`, or `[n]` for a vector.
///   - triangle: The triangle of `a` that is used. The other elements must be finite, and have the derivative 0.
///   - hasUnitDiagonal: Whether the diagonal is taken as 1, whatever its elements are.
/// - Throws: `singular` with the position of an exact 0 on the diagonal; `notFinite`, `tooLarge`.
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

/// The solutions, as constants.
private func triangularSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ triangle: Triangle, _ hasUnitDiagonal: Bool
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    // LAPACK only reads the matrix, so a dense matrix needs no copy. LAPACK sees a row-major matrix as its transpose,
    // with the other triangle.
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
