internal import COpenBLAS
import Tensors

/// Returns the QR decomposition A·P = Q·R of each matrix A of `a`, `[…, m, n]`, as untracked tensors. Q has m columns
/// if `complete` is true, and min(m, n) columns otherwise. If `pivoted` is false, P is the identity, and `permutation`
/// is empty. Throws `notFinite` if an element is NaN or infinite.
func qrFactors<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, complete: Bool, pivoted: Bool, _ operation: String
) throws(LinearAlgebraError) -> (q: Tensor<Scalar>, r: Tensor<Scalar>, permutation: Tensor<Int>) {
    if SmallMatrices.supports(a), !pivoted, !complete || a.matrixRows <= a.matrixColumns {
        let parts = try SmallMatrices.qr(a, operation)
        return (parts.q, parts.r, Tensor(zeros: [0]))
    }
    let problem = QRProblem(
        rows: a.matrixRows, columns: a.matrixColumns, isComplete: complete, isPivoted: pivoted, Scalar.self)
    let (rows, columns, k): (Int, Int, Int) = (problem.rows, problem.columns, problem.rank)
    let copy: Tensor<Scalar> = try checkedCopy(a, transposed: true, for: operation)
    let stack: [Int] = a.batchShape.dimensions
    let q = Tensor<Scalar>(uninitialized: Shape(stack + [problem.qColumns, rows]))
    let order = Tensor<Int>(uninitialized: Shape(stack + [pivoted ? columns : 0]))
    let outcome: Outcome = forEachMatrix(
        a.batchShape.elementCount, multiplications: 2 * rows * columns * k,
        by: problem.isBlocked ? .library : .openBLAS, workspace: problem.makeWorkspace()
    ) { matrix, buffers in
        let factors: UnsafeMutablePointer<Scalar> = copy.mutableAddress + matrix * rows * columns
        let target: UnsafeMutablePointer<Scalar> = q.mutableAddress + matrix * problem.qColumns * rows
        if problem.isBlocked {
            let reflectors = BlockedQR(factoring: factors, rows: rows, columns: columns).reflectors
            problem.clearReflectors(factors)
            reflectors.write(to: target, columns: problem.qColumns)
            return 0
        }
        let info: Int32 = problem.factor(factors, buffers)
        if info != 0 { return info }
        if pivoted {
            for column in 0 ..< columns {
                order.mutableAddress[matrix * columns + column] = Int(buffers.pivots.scalars[column]) - 1
            }
        }
        target.update(from: factors, count: rows * min(columns, problem.qColumns))
        problem.clearReflectors(factors)
        return problem.makeQ(target, buffers)
    }
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    return (transposing(q), transposing(copy)[.ellipsis, 0 ..< problem.qColumns, .all], order)
}

/// A caller of LAPACK's QR routines for matrices of the same size.
private struct QRProblem<Scalar: LinearAlgebraScalar> {
    let rows, columns, rank, qColumns: Int
    let isPivoted: Bool
    /// Whether the threads of the library share the work on each matrix.
    var isBlocked: Bool { !isPivoted && BlockedQR<Scalar>.supports(rows: rows, columns: columns) }
    private let length: Int

    init(rows: Int, columns: Int, isComplete: Bool, isPivoted: Bool, _ type: Scalar.Type) {
        (self.rows, self.columns, self.isPivoted) = (rows, columns, isPivoted)
        rank = min(rows, columns)
        qColumns = isComplete ? rows : rank
        let (m, n, k, width) = (Int32(rows), Int32(columns), Int32(rank), Int32(qColumns))
        let lda: Int32 = max(1, m)
        length = max(
            workspaceSize(type) { work in
                isPivoted
                    ? synann_geqp3(type.lapackType, m, n, nil, lda, nil, nil, work, -1, nil)
                    : synann_geqrf(type.lapackType, m, n, nil, lda, nil, work, -1)
            },
            workspaceSize(type) { work in synann_orgqr(type.lapackType, m, width, k, nil, lda, nil, work, -1) })
    }

    /// The workspaces for one thread.
    final class Buffers {
        let work, tau: Workspace<Scalar>
        let reals: Workspace<Scalar.Magnitude>
        let pivots: Workspace<Int32>

        init(_ length: Int, _ columns: Int, _ rank: Int) {
            work = Workspace(length)
            tau = Workspace(rank)
            reals = Workspace(2 * columns)
            pivots = Workspace(columns)
        }
    }

    func makeWorkspace() -> Buffers { Buffers(length, columns, rank) }

    /// Factors the matrix at the address `a` in place and returns LAPACK's `info`. Afterwards R is on and above the
    /// diagonal, and the Householder reflectors are below the diagonal.
    func factor(_ a: UnsafeMutablePointer<Scalar>, _ buffers: Buffers) -> Int32 {
        let (m, n, lda) = (Int32(rows), Int32(columns), Int32(max(1, rows)))
        guard isPivoted else {
            return synann_geqrf(
                Scalar.lapackType, m, n, a, lda, buffers.tau.scalars, buffers.work.scalars, buffers.work.count)
        }
        buffers.pivots.scalars.update(repeating: 0, count: columns)
        return synann_geqp3(
            Scalar.lapackType, m, n, a, lda, buffers.pivots.scalars, buffers.tau.scalars, buffers.work.scalars,
            buffers.work.count, buffers.reals.scalars)
    }

    /// Overwrites `q`, whose first columns are the Householder reflectors, with the factor Q and returns LAPACK's
    /// `info`.
    func makeQ(_ q: UnsafeMutablePointer<Scalar>, _ buffers: Buffers) -> Int32 {
        guard rows > 0 else { return 0 }
        return synann_orgqr(
            Scalar.lapackType, Int32(rows), Int32(qColumns), Int32(rank), q, Int32(rows), buffers.tau.scalars,
            buffers.work.scalars, buffers.work.count)
    }

    /// Sets the Householder reflectors below the diagonal of the matrix at `factors` to 0, so that the matrix contains
    /// only the factor R.
    func clearReflectors(_ factors: UnsafeMutablePointer<Scalar>) {
        for column in 0 ..< min(columns, rows) {
            clear(factors + column * rows + column + 1, rows - column - 1)
        }
    }
}
