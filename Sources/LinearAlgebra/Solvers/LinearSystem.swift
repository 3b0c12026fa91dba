internal import COpenBLAS
import Tensors

/// The matrices A of linear systems A·X = B, which are factored once and then solved for any number of right-hand sides,
/// also with Aᴴ in place of A.
struct LinearSystem<Scalar: LinearAlgebraScalar>: Sendable {
    private let matrices: InPlaceLU<Scalar>
    /// The row exchanges of each factorization, as LAPACK numbers them: `[count · n]`.
    private let pivots: Tensor<Int32>
    /// Whether the systems are Aᴴ·X = B.
    private var isAdjoint = false

    /// Copies the matrices `[…, n, n]` without factoring them. Throws `notFinite` if an element is NaN or infinite.
    init(copying a: Tensor<Scalar>, for operation: String) throws(LinearAlgebraError) {
        matrices = try InPlaceLU(copying: a, for: operation)
        pivots = Tensor(uninitialized: [matrices.count * matrices.size])
    }

    /// The systems with the adjoint matrices. Both have the same factors.
    var adjoint: LinearSystem {
        var result: LinearSystem = self
        result.isAdjoint.toggle()
        return result
    }

    /// Factors the matrices. Throws `singular` if a pivot is exactly 0.
    func factor(_ operation: String) throws(LinearAlgebraError) {
        try factorInPlace().check { info, matrix in
            .singular(operation: operation, position: info - 1, matrix: matrix)
        }
    }

    /// Factors the matrices and returns the pivots: `[count, n]`. A pivot is negated if its step exchanged two rows, so
    /// the product of the pivots of a matrix is the determinant.
    func factorAndReadPivots() -> Tensor<Scalar> {
        _ = factorInPlace()
        let (size, count): (Int, Int) = (matrices.size, matrices.count)
        let values = Tensor<Scalar>(uninitialized: [count, size])
        // The addresses are read once. A generic property takes longer than the work on an element.
        var (target, factors, exchanges) = (values.mutableAddress, matrices.factors.address, pivots.address)
        for _ in 0 ..< count {
            for step in 0 ..< size {
                let pivot: Scalar = factors[step * (size + 1)]
                target[step] = Int(exchanges[step]) != step + 1 ? 0 - pivot : pivot
            }
            (target, factors, exchanges) = (target + size, factors + size * size, exchanges + size)
        }
        return values
    }

    /// Factors the matrices and returns LAPACK's `info` codes.
    private func factorInPlace() -> Outcome {
        let size: Int = matrices.size
        return forEachMatrix(matrices.count, multiplications: size * size * size / 3, by: .library) { matrix in
            matrices.factor(matrix, pivots.mutableAddress + matrix * size)
        }
    }

    /// Returns the inverses as an untracked tensor. The matrices must be factored, without a pivot of 0.
    func inverse() -> Tensor<Scalar> {
        let size: Int = matrices.size
        let inverses = Tensor<Scalar>(uninitialized: matrices.factors.shape)
        _ = forEachMatrix(matrices.count, multiplications: 2 * size * size * size / 3, by: .library) { matrix in
            let place: Int = matrix * size
            matrices.invert(matrix, pivots.address + place, into: inverses.mutableAddress + place * size)
            return 0
        }
        return matrices.oriented(inverses)
    }

    /// Factors the matrices and returns the solution of A·X = B as an untracked tensor. Throws `singular` if a pivot is
    /// exactly 0, and `notFinite` if an element of `b` is NaN or infinite.
    func factorAndSolve(_ b: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let x: Tensor<Scalar> = try checkedCopy(b, transposed: true, for: operation)
        let size: Int = matrices.size
        let outcome: Outcome = forEachMatrix(
            matrices.count, multiplications: size * size * (size / 3 + b.matrixColumns), by: .library
        ) { matrix in
            let info: Int32 = matrices.factor(matrix, pivots.mutableAddress + matrix * size)
            return info == 0 ? solve(matrix, x, isTransposed: false) : info
        }
        try outcome.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
        return transposing(x)
    }

    /// Returns the solution of A·X = B, or of Aᴴ·X = B, as an untracked tensor. The matrices must be factored. Throws
    /// `notFinite` if an element of `b` is NaN or infinite.
    func solve(_ b: Tensor<Scalar>, _ operation: String) throws(LinearAlgebraError) -> Tensor<Scalar> {
        // The conjugate of X is the solution of Aᵀ·Y = conj(B).
        let x: Tensor<Scalar> = try checkedCopy(isAdjoint ? b.conjugated() : b, transposed: true, for: operation)
        let size: Int = matrices.size
        _ = forEachMatrix(matrices.count, multiplications: size * size * b.matrixColumns, by: .library) { matrix in
            solve(matrix, x, isTransposed: isAdjoint)
        }
        return transposing(isAdjoint ? x.conjugated() : x)
    }

    /// Overwrites each row of `x` that belongs to the matrix at position `matrix` with the solution for this right-hand
    /// side.
    private func solve(_ matrix: Int, _ x: Tensor<Scalar>, isTransposed: Bool) -> Int32 {
        let (size, columns): (Int, Int) = (matrices.size, x.matrixRows)
        if columns == 0 { return 0 }
        return matrices.solve(
            matrix, pivots.address + matrix * size, x.mutableAddress + matrix * size * columns, columns: columns,
            isTransposed: isTransposed)
    }
}
