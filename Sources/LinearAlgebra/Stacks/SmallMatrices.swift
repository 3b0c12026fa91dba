internal import CKernels
import Tensors

/// Functions for stacks of small real matrices. The functions call kernels of `CKernels` instead of LAPACK. A kernel
/// processes several matrices at once: each lane of a vector holds an element of a different matrix.
///
/// The results are as accurate as LAPACK's results, but may differ from them in the last bits.
enum SmallMatrices {
    /// The least number of matrices for which the functions use the kernels. A smaller stack leaves lanes of a vector
    /// empty.
    private static let leastCount = 16

    /// Returns whether the kernels support the stack `a`: real matrices with 1 to 16 rows and columns, and at least
    /// `leastCount` matrices. `columns`, the number of right-hand sides, must be in 1 ... 16 too.
    static func supports<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, columns: Int = 1) -> Bool {
        let limit = Int(SYNANN_MATRIX_STACK_LIMIT)
        let lengths: [Int] = [a.matrixRows, a.matrixColumns, columns]
        return !Scalar._isComplex && lengths.allSatisfy { 1 ... limit ~= $0 }
            && a.batchShape.elementCount >= leastCount
    }

    /// The status codes `info` that the kernels write, with one code for each matrix. The code 0 means success.
    struct Answers {
        let codes: [Int32]

        /// The positions of the matrices for which the kernel failed. LAPACK decomposes these matrices instead.
        var failed: [Int] { codes.indices.filter { codes[$0] != 0 } }

        /// Throws `error` for the first code that is not 0. The arguments of `error` are the code and the position of
        /// its matrix.
        func check(_ error: (_ info: Int, _ matrix: Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
            if let matrix = codes.firstIndex(where: { $0 != 0 }) { throw error(Int(codes[matrix]), matrix) }
        }
    }

    /// Calls `body` for parts of a stack on the library's threads and returns the `info` codes.
    ///
    /// The kernels report only that a matrix has an element that is not finite; this function finds the element.
    ///
    /// - Parameters:
    ///   - inputs: The contiguous matrices that the kernels read.
    ///   - lowerTriangles: Whether the kernels read only the lower triangles.
    ///   - multiplications: The approximate number of multiplications for a single matrix.
    ///   - operation: The name of the operation in errors.
    ///   - body: Calls a kernel for a range of matrices and writes their `info` codes.
    /// - Throws: `LinearAlgebraError.notFinite` if an element that the kernels read is NaN or infinite.
    static func forEachPart<Scalar: LinearAlgebraScalar>(
        of inputs: [Tensor<Scalar>], lowerTriangles: Bool = false, multiplications: Int, _ operation: String,
        _ body: (Range<Int>, UnsafeMutablePointer<Int32>) -> Void
    ) throws(LinearAlgebraError) -> Answers {
        let count: Int = inputs[0].batchShape.elementCount
        let answers = Workspace<Int32>(count)
        answers.scalars.initialize(repeating: 0, count: count)
        // The length is a multiple of 16, so every part except the last consists of whole vectors for `Float` and
        // `Double`.
        let length: Int = max(1, (1 << 16) / max(1, multiplications) / 16) * 16
        Parallelism.forEachRange(of: count, length: length) { range in body(range, answers.scalars + range.lowerBound) }
        let codes: [Int32] = (0 ..< count).map { answers.scalars[$0] }
        if codes.contains(where: { $0 < 0 }) {
            for input in inputs { try requireFinite(lowerTriangles ? lowerTriangle(input) : input, for: operation) }
        }
        return Answers(codes: codes)
    }
}

extension SmallMatrices {
    /// Returns the solution X of A·X = B for the matrices A in `a`, `[…, n, n]`: a tensor `[…, n, k]`. B is `b`,
    /// `[…, n, k]`, or the identity if `b` is nil. Throws `singular` if a pivot is 0, and `notFinite` if an element of
    /// `a` or `b` is NaN or infinite.
    static func solve<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ b: Tensor<Scalar>?, _ operation: String
    ) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let (n, columns): (Int, Int) = (a.matrixRows, b?.matrixColumns ?? a.matrixRows)
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        let sides: Tensor<Scalar>? = b?.asConstant().contiguous()
        let x = Tensor<Scalar>(uninitialized: Shape(a.shape.dimensions.dropLast() + [columns]))
        let answers: Answers = try forEachPart(
            of: [matrices] + (sides.map { [$0] } ?? []), multiplications: n * n * (n + columns), operation
        ) {
            range, info in
            let first: Int = range.lowerBound
            let stack = synann_matrix_stack(rows: n, columns: columns, count: range.count)
            synann_matrix_stack_solve(
                Scalar.Magnitude.kernelType, stack, matrices.address + first * n * n,
                sides.map { $0.address + first * n * columns },
                x.mutableAddress + first * n * columns, info)
        }
        try answers.check { info, matrix in .singular(operation: operation, position: info - 1, matrix: matrix) }
        return x
    }

    /// Returns the pivots of Gaussian elimination with row exchanges: `[…, n, n]` → `[…, n]`. A pivot is negated if its
    /// step exchanged two rows. Throws `notFinite` if an element of `a` is NaN or infinite.
    static func pivots<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String
    ) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let pivots = Tensor<Scalar>(uninitialized: Shape(a.shape.dimensions.dropLast()))
        try eliminate(a, operation, pivots: pivots, products: nil)
        return pivots
    }

    /// Returns the determinants of the matrices of `a`: `[…, n, n]` → `[…]`. Throws `notFinite` if an element of `a` is
    /// NaN or infinite.
    static func determinants<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String
    ) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let products = Tensor<Scalar>(uninitialized: a.batchShape)
        try eliminate(a, operation, pivots: nil, products: products)
        return products
    }

    private static func eliminate<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String, pivots: Tensor<Scalar>?, products: Tensor<Scalar>?
    ) throws(LinearAlgebraError) {
        let n: Int = a.matrixRows
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        _ = try forEachPart(of: [matrices], multiplications: n * n * n, operation) { range, info in
            let first: Int = range.lowerBound
            synann_matrix_stack_pivots(
                Scalar.Magnitude.kernelType, n, range.count, matrices.address + first * n * n,
                pivots.map { $0.mutableAddress + first * n }, products.map { $0.mutableAddress + first }, info)
        }
    }

    /// Returns the Cholesky factor L of each matrix, with zeros above the diagonal: `[…, n, n]` → `[…, n, n]`. Throws
    /// `notPositiveDefinite` if a leading minor is not positive, and `notFinite` if an element on or below the diagonal
    /// is NaN or infinite.
    static func cholesky<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String
    ) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let n: Int = a.matrixRows
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        let l = Tensor<Scalar>(uninitialized: a.shape)
        let answers: Answers = try forEachPart(
            of: [matrices], lowerTriangles: true, multiplications: n * n * n, operation
        ) { range, info in
            let start: Int = range.lowerBound * n * n
            synann_matrix_stack_cholesky(
                Scalar.Magnitude.kernelType, n, range.count, matrices.address + start, l.mutableAddress + start, info)
        }
        try answers.check { info, matrix in .notPositiveDefinite(operation: operation, order: info, matrix: matrix) }
        return l
    }

    /// Returns the factors of the reduced QR decomposition A = Q·R. For matrices `[…, m, n]` and k = min(m, n), the
    /// shape of Q is `[…, m, k]`, and the shape of R is `[…, k, n]`. Throws `notFinite` if an element of `a` is NaN or
    /// infinite.
    static func qr<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String
    ) throws(LinearAlgebraError) -> (q: Tensor<Scalar>, r: Tensor<Scalar>) {
        let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
        let k: Int = min(rows, columns)
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        let q = Tensor<Scalar>(uninitialized: Shape(a.batchShape.dimensions + [rows, k]))
        let r = Tensor<Scalar>(uninitialized: Shape(a.batchShape.dimensions + [k, columns]))
        _ = try forEachPart(of: [matrices], multiplications: 3 * rows * columns * k, operation) { range, info in
            let first: Int = range.lowerBound
            let stack = synann_matrix_stack(rows: rows, columns: columns, count: range.count)
            synann_matrix_stack_qr(
                Scalar.Magnitude.kernelType, stack, matrices.address + first * rows * columns,
                q.mutableAddress + first * rows * k, r.mutableAddress + first * k * columns, info)
        }
        return (q, r)
    }

    /// Returns the eigenvalues `[…, n]` and eigenvectors `[…, n, n]` of symmetric matrices, and the positions of the
    /// matrices for which the kernel did not converge. If `vectors` is false, the tensor of eigenvectors has shape
    /// `[0, 0]`. Throws `notFinite` if an element on or below the diagonal is NaN or infinite.
    static func symmetricEigen<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, vectors: Bool, _ operation: String
    ) throws(LinearAlgebraError) -> (values: Tensor<Scalar.Magnitude>, vectors: Tensor<Scalar>, failed: [Int]) {
        let n: Int = a.matrixRows
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(a.shape.dimensions.dropLast()))
        let basis = Tensor<Scalar>(uninitialized: vectors ? a.shape : [0, 0])
        let answers: Answers = try forEachPart(
            of: [matrices], lowerTriangles: true, multiplications: 30 * n * n * n, operation
        ) { range, info in
            let start: Int = range.lowerBound * n * n
            synann_matrix_stack_symmetric_eigen(
                Scalar.Magnitude.kernelType, n, range.count, matrices.address + start,
                values.mutableAddress + range.lowerBound * n, vectors ? basis.mutableAddress + start : nil, info)
        }
        return (values, basis, answers.failed)
    }

    /// Returns the reduced singular value decomposition of each matrix, and the positions of the matrices for which the
    /// Jacobi rotations of the kernel failed. If `vectors` is false, the tensors `u` and `vt` have shape `[0, 0]`.
    /// Throws `notFinite` if an element of `a` is NaN or infinite.
    static func svd<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, vectors: Bool, _ operation: String
    ) throws(LinearAlgebraError) -> (
        parts: (u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>), failed: [Int]
    ) {
        let (rows, columns): (Int, Int) = (a.matrixRows, a.matrixColumns)
        let (k, stack): (Int, [Int]) = (min(rows, columns), a.batchShape.dimensions)
        let matrices: Tensor<Scalar> = a.asConstant().contiguous()
        let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(stack + [k]))
        let u = Tensor<Scalar>(uninitialized: Shape(vectors ? stack + [rows, k] : [0, 0]))
        let vt = Tensor<Scalar>(uninitialized: Shape(vectors ? stack + [k, columns] : [0, 0]))
        let answers: Answers = try forEachPart(of: [matrices], multiplications: 30 * rows * columns * k, operation) {
            range, info in
            let first: Int = range.lowerBound
            let stack = synann_matrix_stack(rows: rows, columns: columns, count: range.count)
            synann_matrix_stack_svd(
                Scalar.Magnitude.kernelType, stack, matrices.address + first * rows * columns,
                values.mutableAddress + first * k, vectors ? u.mutableAddress + first * rows * k : nil,
                vectors ? vt.mutableAddress + first * k * columns : nil, info)
        }
        return ((u, values, vt), answers.failed)
    }
}
