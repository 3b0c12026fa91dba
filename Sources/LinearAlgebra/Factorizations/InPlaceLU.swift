internal import COpenBLAS
import Tensors

/// Square matrices that LAPACK factors in place, for `solve`, `inverse` and the determinants.
///
/// LAPACK expects column-major matrices. If `a` is row-major, LAPACK factors the transpose of `a`, so no elements are
/// reordered.
struct InPlaceLU<Scalar: LinearAlgebraScalar> {
    /// The matrices, which LAPACK overwrites with their factors. They are contiguous, and each row is a column for
    /// LAPACK.
    let factors: Tensor<Scalar>
    /// Whether LAPACK factors the transpose of `a`.
    let isOfTranspose: Bool

    /// Copies `a`. The matrices are not factored yet.
    init(copying a: Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = !a.isColumnMajor
        factors = try checkedCopy(a, transposed: !isOfTranspose, for: operation)
    }

    /// Uses the memory of `a`, or a copy if another tensor shares it. The matrices are not factored yet.
    init(overwriting a: inout Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        isOfTranspose = true
        factors = try ownMemory(of: &a, for: operation)
    }

    /// The number of rows and columns.
    var size: Int { factors.matrixRows }
    /// The number of matrices, or 0 if the matrices have no elements.
    var count: Int { size > 0 ? factors.batchShape.elementCount : 0 }
    /// Returns the address of a matrix.
    func address(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { factors.mutableAddress + matrix * size * size }

    /// Factors one matrix and returns LAPACK's `info`.
    func factor(_ matrix: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int32 {
        synann_getrf(Scalar.lapackType, Int32(size), Int32(size), address(matrix), Int32(size), pivots)
    }

    /// Solves the system of one factored matrix and returns LAPACK's `info`. Each row of `b`, which is a column for
    /// LAPACK, is a right-hand side and is overwritten with its solution.
    func solve(_ matrix: Int, _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<Scalar>, columns: Int) -> Int32
    {
        let trans: CChar = isOfTranspose ? .transpose : .noTranspose
        return synann_getrs(
            Scalar.lapackType, trans, Int32(size), Int32(columns), address(matrix), Int32(size), pivots, b,
            Int32(size))
    }
}
