public import Tensors

/// Operations that overwrite their operands, for matrices that are too large to copy. The operations have no
/// derivative: tracked operands trap.
///
/// An operation first copies an operand that is not contiguous and row-major, or that shares its memory with another
/// tensor. After an error the contents of the operands are unspecified.
extension Tensor where Scalar: LinearAlgebraScalar {
    /// Replaces this matrix, or each matrix of this stack `[…, n, n]`, with its inverse, as `inverse` computes it.
    /// Another shape traps.
    ///
    /// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot.
    ///   The function also throws `notFinite` if an element is NaN or infinite, and `tooLarge` if the number of rows or
    ///   columns exceeds `Int32.max`.
    public mutating func invert() throws(LinearAlgebraError) {
        try requireSquare(self, "invert")
        try LinearAlgebra.invert(InPlaceLU(overwriting: &self, for: "invert"), "invert")
    }

    /// Replaces this matrix, or each matrix of this stack `[…, n, n]`, with its Cholesky factor, as `cholesky` computes
    /// it. Another shape traps.
    ///
    /// The method does not read the elements above the diagonal, and sets them to 0.
    ///
    /// - Throws: `LinearAlgebraError.notPositiveDefinite` if a matrix is not positive definite; the error contains the
    ///   order of the first leading minor that is not positive. The method also throws `notFinite` if an element on or
    ///   below the diagonal is NaN or infinite, and `tooLarge` if the number of rows or columns exceeds `Int32.max`.
    public mutating func formCholeskyFactor() throws(LinearAlgebraError) {
        try requireSquare(self, "formCholeskyFactor")
        let matrices: Tensor = try ownMemory(of: &self, clearingAbove: true, for: "formCholeskyFactor")
        try factorCholesky(matrices, "formCholeskyFactor")
    }

    /// Replaces this tensor, which is the right-hand side B, with the solution X of A·X = B, as `solve` computes it.
    ///
    /// The shape of this tensor is `[…, n]` or `[…, n, k]` with the leading axes of `a`; other shapes trap. The method
    /// copies a right-hand side with more than one column, because LAPACK needs contiguous columns.
    ///
    /// - Parameter a: The matrices A: `[…, n, n]`. Another shape traps. The method overwrites the matrices with
    ///   LAPACK's factors.
    /// - Throws: `LinearAlgebraError.singular` if a pivot is exactly 0; the error contains the position of the pivot.
    ///   The function also throws `notFinite` if an element is NaN or infinite, and `tooLarge` if the number of rows or
    ///   columns exceeds `Int32.max`.
    public mutating func solve(overwriting a: inout Tensor) throws(LinearAlgebraError) {
        try requireSquare(a, "solve(overwriting:)")
        let isVector: Bool = rank == a.rank - 1
        require(
            (isVector || rank == a.rank) && shape.dimensions.prefix(a.rank - 1) == a.shape.dimensions.dropLast()[...],
            "solve(overwriting:): the right-hand side does not fit: \(a.shape) and \(shape)")
        let matrices = try InPlaceLU(overwriting: &a, for: "solve(overwriting:)")
        if isVector || shape[-1] == 1 {
            let rows: Shape = Shape(a.batchShape.dimensions + [1, a.matrixRows])
            requireConstant(self, "solve(overwriting:)")
            withUnsafeMutableBuffer { _ in }
            let columns: Tensor = asConstant().reshaped(to: rows)
            try requireFinite(columns.transposed().contiguous(), for: "solve(overwriting:)")
            try LinearAlgebra.solve(matrices, columns, "solve(overwriting:)")
        } else {
            requireConstant(self, "solve(overwriting:)")
            let x: Tensor = try checkedCopy(self, transposed: true, for: "solve(overwriting:)")
            try LinearAlgebra.solve(matrices, x, "solve(overwriting:)")
            self = transposing(x)
        }
    }
}
