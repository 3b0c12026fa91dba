internal import COpenBLAS
import Tensors

/// Square matrices that LAPACK factors in place, for `solve`, `inverse` and the determinants.
///
/// LAPACK reads the memory in column-major order. If the matrices given to an initializer are row-major, LAPACK
/// therefore factors their transposes, and no elements are reordered.
struct InPlaceLU<Scalar: LinearAlgebraScalar> {
    /// The matrices, which LAPACK overwrites with the factors L and U. The tensor is contiguous, and LAPACK reads each
    /// row as a column.
    let factors: Tensor<Scalar>
    /// Whether LAPACK factors the transposes of the given matrices.
    let isOfTranspose: Bool

    /// Copies `a` without factoring the matrices. Throws `notFinite` if an element is NaN or infinite.
    init(copying a: Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = !a.isColumnMajor
        factors = try checkedCopy(a, transposed: !isOfTranspose, for: operation)
    }

    /// Uses the memory of `a`, or of a copy if another tensor shares the memory or if `a` is not contiguous and
    /// row-major. The matrices are not factored yet. Throws `notFinite` if an element is NaN or infinite, and traps if
    /// `a` is tracked.
    init(overwriting a: inout Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = true
        factors = try ownMemory(of: &a, for: operation)
    }

    /// The number of rows and columns.
    var size: Int { factors.matrixRows }
    /// The number of matrices, or 0 if the matrices have no elements.
    var count: Int { size > 0 ? factors.batchShape.elementCount : 0 }
    /// Returns the address of the matrix at position `matrix` of the stack.
    func address(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { factors.mutableAddress + matrix * size * size }

    /// Factors the matrix at position `matrix` of the stack and returns LAPACK's `info`. For i = 1, 2, …, step i of the
    /// elimination exchanges row i with a row p, and the function writes p to `pivots[i − 1]`. Rows count from 1. The
    /// library's threads share the work.
    func factor(_ matrix: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int32 {
        BlockedLU(rows: size, columns: size, address(matrix), pivots).factor()
    }

    /// Solves A·X = B, or Aᵀ·X = B if `isTransposed` is true, for the matrix A at position `matrix` of the stack, after
    /// `factor` has factored this matrix and written `pivots`. Returns LAPACK's `info`. `b` contains `columns`
    /// right-hand sides, each in a contiguous row, which LAPACK reads as a column. The function overwrites each
    /// right-hand side with its solution. The library's threads solve blocks of the right-hand sides.
    func solve(
        _ matrix: Int, _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<Scalar>, columns: Int,
        isTransposed: Bool = false
    ) -> Int32 {
        let trans: CChar = isOfTranspose != isTransposed ? .transpose : .noTranspose
        func solve(_ range: Range<Int>) -> Int32 {
            synann_getrs(
                Scalar.lapackType, trans, Int32(size), Int32(range.count), address(matrix), Int32(size), pivots,
                b + range.lowerBound * size, Int32(size))
        }
        let width: Int = BlockedLU<Scalar>.solvedColumns(size: size)
        if size < BlockedLU<Scalar>.leastSize || columns <= width { return solve(0 ..< columns) }
        Parallelism.forEachRange(of: columns, length: width) { _ = solve($0) }
        return 0
    }

    /// Returns the inverses of the given matrices from `inverses`, the inverses of the matrices that LAPACK factors. The
    /// inverse of the transpose is the transpose of the inverse.
    func oriented(_ inverses: Tensor<Scalar>) -> Tensor<Scalar> { isOfTranspose ? inverses : transposing(inverses) }

    /// Writes the inverse of the matrix at position `matrix`, as LAPACK reads it, to `result`, after `factor` has factored
    /// this matrix and written `pivots`. No pivot may be 0. The library's threads compute blocks of columns.
    func invert(_ matrix: Int, _ pivots: UnsafePointer<Int32>, into result: UnsafeMutablePointer<Scalar>) {
        var order = Array(0 ..< size)
        for step in order.indices { order.swapAt(step, Int(pivots[step]) - 1) }
        let (size, type, lda): (Int, synann_blas_type, Int32) = (size, Scalar.lapackType, Int32(size))
        let factors: UnsafeMutablePointer<Scalar> = address(matrix)
        Parallelism.forEachRange(of: size, length: BlockedLU<Scalar>.solvedColumns(size: size)) { range in
            let (start, count) = (range.lowerBound, range.count)
            let block = Tensor<Scalar>(zeros: [count * size])
            let columns: UnsafeMutablePointer<Scalar> = block.mutableAddress
            for column in 0 ..< count { columns[column * size + start + column] = 1 }
            // The columns of L⁻¹ are 0 above the diagonal.
            synann_column_trsm(
                type, .left, .lower, .noTranspose, .unitDiagonal, lda - Int32(start), Int32(count),
                factors + start * (size + 1), lda, columns + start, lda)
            synann_column_trsm(
                type, .left, .upper, .noTranspose, .nonUnitDiagonal, lda, Int32(count), factors, lda, columns, lda)
            for column in 0 ..< count {
                (result + order[start + column] * size).update(from: columns + column * size, count: size)
            }
            withExtendedLifetime(block) {}
        }
    }
}
