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
    /// elimination exchanges row i with a row p, and the function writes p to `pivots[i − 1]`. Rows count from 1.
    func factor(_ matrix: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int32 {
        synann_getrf(Scalar.lapackType, Int32(size), Int32(size), address(matrix), Int32(size), pivots)
    }

    /// Solves A·X = B, or Aᵀ·X = B if `isTransposed` is true, for the matrix A at position `matrix` of the stack, after
    /// `factor` has factored this matrix and written `pivots`. Returns LAPACK's `info`. `b` contains `columns` right-hand sides, each in a contiguous row,
    /// which LAPACK reads as a column. The function overwrites each right-hand side with its solution.
    func solve(
        _ matrix: Int, _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<Scalar>, columns: Int,
        isTransposed: Bool = false
    ) -> Int32 {
        let trans: CChar = isOfTranspose != isTransposed ? .transpose : .noTranspose
        return synann_getrs(
            Scalar.lapackType, trans, Int32(size), Int32(columns), address(matrix), Int32(size), pivots, b,
            Int32(size))
    }
}
