internal import COpenBLAS
public import Tensors

/// A triangle of a matrix.
public enum Triangle: Sendable, Hashable {
    case lower, upper

    var other: Triangle { self == .lower ? .upper : .lower }
    var letter: CChar { self == .lower ? .lower : .upper }
}

/// The solution X of A·X = B for a triangular A: LAPACK `trtrs`. Cost: n²·k. Shapes and derivatives as `solve` has them.
///
/// - Parameters:
///   - triangle: Where A's elements are. The others are not looked at (but must be finite), and have the derivative 0.
///   - hasUnitDiagonal: Whether the diagonal is taken to be 1, whatever is there.
/// - Throws: `singular` with the position of an exact 0 on the diagonal, `notFinite`, `tooLarge`.
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
                let slope: Tensor<Scalar> = -matmul(pullBack(cotangent), x.adjoint())
                let offset: Int = hasUnitDiagonal ? 1 : 0
                return triangle == .lower
                    ? lowerTriangle(slope, diagonal: -offset) : upperTriangle(slope, diagonal: offset)
            },
            .by(b) { cotangent in pullBack(cotangent) })
    }
}

private func triangularSolution<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ triangle: Triangle, _ hasUnitDiagonal: Bool
) throws(LinearAlgebraError) -> Tensor<Scalar> {
    // Only read: any dense matrix serves as it is. By rows it is the transpose to LAPACK, and the other triangle.
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
            isTranspose ? .transposed : .plain, hasUnitDiagonal ? .unit : .plain, Int32(size), Int32(columns),
            matrices.address + matrix * size * size, Int32(size), x.mutableAddress + matrix * size * columns,
            Int32(size))
    }
    try outcome.check { info, matrix in .singular(operation: "solveTriangular", position: info - 1, matrix: matrix) }
    return transposing(x)
}
