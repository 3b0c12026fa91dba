internal import CKernels
import Tensors

/// Stacks of small real matrices, which kernels of `CKernels` compute with one matrix in each lane of a vector.
///
/// The results are as accurate as LAPACK's, but may differ in the last bits.
enum SmallMatrices {
    /// The number of matrices from which rearranging them pays: a smaller stack leaves lanes empty.
    private static let leastCount = 16

    /// Whether these kernels compute this stack.
    static func supports<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, columns: Int = 1) -> Bool {
        let limit = Int(SYNANN_MATRIX_STACK_LIMIT)
        let lengths: [Int] = [a.matrixRows, a.matrixColumns, columns]
        return !Scalar._isComplex && lengths.allSatisfy { 1 ... limit ~= $0 }
            && a.batchShape.elementCount >= leastCount
    }

    /// The kernels' info codes for each matrix; 0 means success.
    struct Answers {
        let codes: [Int32]

        /// The matrices that LAPACK has to compute.
        var failed: [Int] { codes.indices.filter { codes[$0] != 0 } }

        /// Throws `error` for the first answer that is not 0.
        func check(_ error: (_ info: Int, _ matrix: Int) -> LinearAlgebraError) throws(LinearAlgebraError) {
            if let matrix = codes.firstIndex(where: { $0 != 0 }) { throw error(Int(codes[matrix]), matrix) }
        }
    }

    /// Runs `body` for parts of a stack on the library's threads and collects the kernels' info codes.
    ///
    /// - Parameters:
    ///   - inputs: The matrices that the kernels read, dense. The kernels report only that an element is not finite;
    ///     this function finds which one.
    ///   - lowerTriangles: Whether the kernels read only the lower triangles.
    ///   - multiplications: About how many multiplications one matrix takes.
    ///   - operation: The name for errors.
    ///   - body: Calls a kernel for a range of matrices and writes its answers.
    static func forEachPart<Scalar: LinearAlgebraScalar>(
        of inputs: [Tensor<Scalar>], lowerTriangles: Bool = false, multiplications: Int, _ operation: String,
        _ body: (Range<Int>, UnsafeMutablePointer<Int32>) -> Void
    ) throws(LinearAlgebraError) -> Answers {
        let count: Int = inputs[0].batchShape.elementCount
        let answers = Workspace<Int32>(count)
        answers.scalars.initialize(repeating: 0, count: count)
        // A multiple of 16: every part but the last consists of whole vectors, for both types.
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
    /// X of A·X = B. B is the identity by default.
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

    /// The pivots of Gaussian elimination, one of them negated for each exchange of rows: `[…, n]`.
    static func pivots<Scalar: LinearAlgebraScalar>(
        _ a: Tensor<Scalar>, _ operation: String
    ) throws(LinearAlgebraError) -> Tensor<Scalar> {
        let pivots = Tensor<Scalar>(uninitialized: Shape(a.shape.dimensions.dropLast()))
        try eliminate(a, operation, pivots: pivots, products: nil)
        return pivots
    }

    /// The products of these pivots: `[…]`.
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

    /// L, with zeros above the diagonal.
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

    /// The reduced Q and R.
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

    /// Eigenvalues and eigenvectors of symmetric matrices, and the matrices that did not converge.
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

    /// The reduced singular value decomposition, and the matrices that the kernel's Jacobi rotations cannot decompose.
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
