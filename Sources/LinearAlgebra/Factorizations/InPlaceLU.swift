internal import COpenBLAS
import Tensors

/// Square matrices that LAPACK factors in their memory, for `solve`, `inverse` and the determinants. LAPACK gets `a` or
/// its transpose, whichever needs no transposition in memory.
struct InPlaceLU<Scalar: LinearAlgebraScalar> {
    /// The matrices, then their factors: dense. LAPACK's columns are its rows.
    let factors: Tensor<Scalar>
    /// Whether LAPACK sees the transpose of `a`.
    let isOfTranspose: Bool

    /// A copy of `a` that is not factored yet.
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
    /// The number of matrices; 0 where they have no elements.
    var count: Int { size > 0 ? factors.batchShape.elementCount : 0 }
    /// Returns the address of a matrix.
    func address(_ matrix: Int) -> UnsafeMutablePointer<Scalar> { factors.mutableAddress + matrix * size * size }

    /// Factors one matrix; returns LAPACK's `info`.
    func factor(_ matrix: Int, _ pivots: UnsafeMutablePointer<Int32>) -> Int32 {
        synann_getrf(Scalar.lapackType, Int32(size), Int32(size), address(matrix), Int32(size), pivots)
    }

    /// Overwrites the rows of `b`, LAPACK's columns, with the solutions for one factored matrix; returns LAPACK's
    /// `info`.
    func solve(_ matrix: Int, _ pivots: UnsafePointer<Int32>, _ b: UnsafeMutablePointer<Scalar>, columns: Int) -> Int32
    {
        let trans: CChar = isOfTranspose ? .transpose : .noTranspose
        return synann_getrs(
            Scalar.lapackType, trans, Int32(size), Int32(columns), address(matrix), Int32(size), pivots, b,
            Int32(size))
    }
}
