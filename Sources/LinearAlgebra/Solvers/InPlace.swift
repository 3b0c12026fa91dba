public import Tensors

/// Operations in the memory of their operands, for matrices so large that a copy hurts. No new memory is taken where the
/// operand is dense, row-major and shared with no other tensor; else it is copied first. After an error the operands hold
/// what LAPACK left there. None has a derivative: tracked operands trap.
extension Tensor where Scalar: LinearAlgebraScalar {
    /// Replaces the matrix, or each of a stack, by its inverse: see `inverse`.
    public mutating func invert() throws(LinearAlgebraError) {
        try requireSquare(self, "invert")
        try LinearAlgebra.invert(PlainLU(overwriting: &self, for: "invert"), "invert")
    }

    /// Replaces the matrix, or each of a stack, by the L of `cholesky`. What is above the diagonal is not read.
    public mutating func formCholeskyFactor() throws(LinearAlgebraError) {
        try requireSquare(self, "formCholeskyFactor")
        let matrices: Tensor = try ownMemory(of: &self, clearingAbove: true, for: "formCholeskyFactor")
        try factorCholesky(matrices, "formCholeskyFactor")
    }

    /// Replaces the right-hand side, this tensor, by the solution of A·X = B, and `a` by its factors, of no further use:
    /// see `solve`.
    ///
    /// `a` is `[…, n, n]`; this tensor is `[…, n]` or `[…, n, k]` with the same leading axes. More than one column is copied
    /// on the way, as LAPACK wants columns dense.
    public mutating func solve(overwriting a: inout Tensor) throws(LinearAlgebraError) {
        try requireSquare(a, "solve(overwriting:)")
        let isVector: Bool = rank == a.rank - 1
        require(
            (isVector || rank == a.rank) && shape.dimensions.prefix(a.rank - 1) == a.shape.dimensions.dropLast()[...],
            "solve(overwriting:): the right-hand side does not fit: \(a.shape) and \(shape)")
        let matrices = try PlainLU(overwriting: &a, for: "solve(overwriting:)")
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
