internal import COpenBLAS
import Tensors

/// The singular vectors that are computed for matrices `[…, m, n]`.
enum SingularVectors {
    /// No vectors: the shapes of U and Vᴴ are `[…, 0, 0]`.
    case none
    /// The first k = min(m, n) vectors: the shape of U is `[…, m, k]`, the shape of Vᴴ is `[…, k, n]`.
    case reduced
    /// All vectors: the shape of U is `[…, m, m]`, the shape of Vᴴ is `[…, n, n]`.
    case full

    var letter: CChar {
        switch self {
        case .none: .noVectors
        case .reduced: .reducedVectors
        case .full: .allVectors
        }
    }
}

/// Returns U, σ and Vᴴ of each matrix A = U·diag(σ)·Vᴴ as untracked tensors. Throws `notFinite` if an element is NaN or
/// infinite, and `noConvergence` if LAPACK's iteration does not converge.
///
/// The function calls LAPACK's `gesdd`, or the routines that `gesdd` calls (`BlockedSVD`), or `gesvd` for a matrix for which they do not converge. For a stack of 16
/// or more real matrices with at most 16 rows and columns, the function uses the library's own kernels instead.
func svdFactors<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, vectors: SingularVectors, _ operation: String
) throws(LinearAlgebraError) -> (u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>) {
    if SmallMatrices.supports(a), vectors != .full || a.matrixRows == a.matrixColumns {
        let (parts, failed) = try SmallMatrices.svd(a, vectors: vectors != .none, operation)
        try forEachAlone(a, failed) { (single, matrix) throws(LinearAlgebraError) in
            let own = try svdFactors(single, vectors: vectors, operation)
            place(own.values, at: matrix, of: parts.values)
            if vectors != .none {
                place(own.u, at: matrix, of: parts.u)
                place(own.vt, at: matrix, of: parts.vt)
            }
        }
        return parts
    }
    if a.isColumnMajor {
        do {
            let transposed = try svdFactors(transposing(a), vectors: vectors, operation)
            return (transposing(transposed.vt), transposed.values, transposing(transposed.u))
        } catch {
            throw error.ofTranspose
        }
    }
    let copy: Tensor<Scalar> = try checkedCopy(a, for: operation)
    let problem = SVDProblem(rows: a.matrixRows, columns: a.matrixColumns, vectors: vectors, Scalar.self)
    let (stack, k): ([Int], Int) = (a.batchShape.dimensions, problem.rank)
    let hasVectors: Bool = vectors != .none
    let (uColumns, vRows): (Int, Int) = vectors == .full ? (problem.rows, problem.columns) : (k, k)
    // LAPACK reads the row-major copy as the column-major matrix Aᵀ and writes Aᵀ = U'·Σ·V'ᴴ in column-major order. In
    // row-major order, V'ᴴ is U, and U' is Vᴴ.
    let u = Tensor<Scalar>(uninitialized: Shape(stack + (hasVectors ? [problem.rows, uColumns] : [0, 0])))
    let vt = Tensor<Scalar>(uninitialized: Shape(stack + (hasVectors ? [vRows, problem.columns] : [0, 0])))
    let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(stack + [k]))
    guard k > 0 else {
        return (identityStack(u), values, identityStack(vt))
    }
    let source = MatrixStack(a)
    func address(_ matrix: Int) -> UnsafeMutablePointer<Scalar> {
        copy.mutableAddress + matrix * problem.rows * problem.columns
    }
    func places(_ matrix: Int) -> SVDProblem<Scalar>.Places {
        (
            values.mutableAddress + matrix * k, vt.mutableAddress + matrix * vRows * problem.columns,
            u.mutableAddress + matrix * problem.rows * uColumns
        )
    }
    // `gesdd` scales these matrices, to avoid overflow and underflow.
    let least: Scalar.Magnitude = Scalar.Magnitude.leastNormalMagnitude.squareRoot() / Scalar.epsilon
    let extremes: [Int] = problem.blocked == nil ? [] : matrices(of: copy) { !($0 > least && $0 < 1 / least) }
    let outcome: Outcome = forEachMatrix(
        source.count, multiplications: 4 * problem.rows * problem.columns * k, workspace: problem.makeWorkspace(),
        first: { matrix, workspace in
            workspace.hasReflectors = problem.blocked != nil && !extremes.contains(matrix)
            let info: Int32 = problem.divideAndConquer(address(matrix), places(matrix), workspace)
            if info <= 0 { return info }
            workspace.hasReflectors = false
            let (origin, target) = (source.address(of: matrix), address(matrix))
            for element in 0 ..< problem.rows * problem.columns {
                let (row, column): (Int, Int) = element.quotientAndRemainder(dividingBy: problem.columns)
                target[element] = origin[row * source.rowStride + column * source.columnStride]
            }
            return problem.iterate(target, places(matrix))
        },
        second: { matrix, workspace in problem.multiplyByReflectors(address(matrix), places(matrix), workspace) })
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    return (u, values, vt)
}

/// Returns identity matrices in the shape of `shape`, or `shape` itself if `shape` has no elements. `svdFactors`
/// returns these matrices as the full singular vectors of matrices without elements.
private func identityStack<Scalar: LinearAlgebraScalar>(_ shape: Tensor<Scalar>) -> Tensor<Scalar> {
    guard shape.count > 0 else { return shape }
    return Tensor<Scalar>(identity: shape.matrixRows).broadcast(to: shape.shape)
}

/// A caller of LAPACK's SVD routines for matrices of the same size. LAPACK reads each row-major matrix as a
/// column-major matrix with `columns` rows and `rows` columns.
private struct SVDProblem<Scalar: LinearAlgebraScalar> {
    let rows, columns, rank: Int
    let vectors: SingularVectors
    /// The caller of the routines whose work the library's threads share, or `nil` for `gesdd`.
    let blocked: BlockedSVD<Scalar>?
    private let length: Int

    /// The addresses to which LAPACK writes the results of a matrix. `vt` and `u` are Vᴴ and U of the row-major matrix,
    /// not of the transpose that LAPACK reads.
    typealias Places = (
        values: UnsafeMutablePointer<Scalar.Magnitude>, vt: UnsafeMutablePointer<Scalar>,
        u: UnsafeMutablePointer<Scalar>
    )

    init(rows: Int, columns: Int, vectors: SingularVectors, _ type: Scalar.Type) {
        (self.rows, self.columns, self.vectors) = (rows, columns, vectors)
        rank = min(rows, columns)
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(max(1, min(rows, columns))))
        let ldvt: Int32 = vectors == .full ? max(1, n) : k
        let isBlocked: Bool =
            (vectors == .reduced || vectors == .full && rows == columns)
            && BlockedSVD<Scalar>.supports(rows: columns, columns: rows)
        blocked = isBlocked ? BlockedSVD(rows: columns, columns: rows) : nil
        length =
            rank == 0
            ? 1
            : workspaceSize(type) { work in
                synann_gesdd(
                    type.lapackType, vectors.letter, m, n, nil, max(1, m), nil, nil, max(1, m), nil, ldvt, work, -1,
                    nil, nil)
            }
    }

    /// The workspaces for one thread.
    final class Buffers {
        let scalars: Workspace<Scalar>
        let reals: Workspace<Scalar.Magnitude>
        let integers: Workspace<Int32>
        let blocked: BlockedSVD<Scalar>.Buffers?
        /// Whether the singular vectors of the current matrix are those of the bidiagonal matrix, and must be multiplied
        /// by reflectors.
        var hasReflectors = false

        init(_ scalars: Int, _ reals: Int, _ integers: Int, _ blocked: BlockedSVD<Scalar>.Buffers?) {
            (self.scalars, self.reals, self.integers) = (Workspace(scalars), Workspace(reals), Workspace(integers))
            self.blocked = blocked
        }
    }

    func makeWorkspace() -> Buffers {
        let (least, most): (Int, Int) = (rank, max(rows, columns))
        let reals: Int = vectors == .none ? 7 * least : least * max(5 * least + 7, 2 * most + 2 * least + 1)
        return Buffers(length, Scalar._isComplex ? reals : 1, 8 * least, blocked?.makeWorkspace())
    }

    /// Decomposes a single matrix by divide and conquer, which overwrites `a`, and returns LAPACK's `info`. If
    /// `hasReflectors` is true, `multiplyByReflectors` must follow.
    func divideAndConquer(_ a: UnsafeMutablePointer<Scalar>, _ places: Places, _ buffers: Buffers) -> Int32 {
        if buffers.hasReflectors, let blocked, let own = buffers.blocked {
            return blocked.decompose(a, places.values, places.vt, places.u, own)
        }
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(rank))
        return synann_gesdd(
            Scalar.lapackType, vectors.letter, m, n, a, m, places.values, places.vt, m, places.u,
            vectors == .full ? n : k,
            buffers.scalars.scalars, buffers.scalars.count, buffers.reals.scalars, buffers.integers.scalars)
    }

    /// Completes the singular vectors after `divideAndConquer`.
    func multiplyByReflectors(_ a: UnsafePointer<Scalar>, _ places: Places, _ buffers: Buffers) {
        guard buffers.hasReflectors, let blocked, let own = buffers.blocked else { return }
        blocked.multiplyByReflectors(a, places.vt, places.u, own)
    }

    /// Decomposes a single matrix with `gesvd`, which overwrites `a`, and returns LAPACK's `info`. The QR iteration of
    /// `gesvd` is slower than `gesdd`, but converges for more matrices.
    func iterate(_ a: UnsafeMutablePointer<Scalar>, _ places: Places) -> Int32 {
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(rank))
        let reals = Workspace<Scalar.Magnitude>(5 * rank)
        func call(_ work: UnsafeMutablePointer<Scalar>, _ length: Int32) -> Int32 {
            synann_gesvd(
                Scalar.lapackType, vectors.letter, vectors.letter, m, n, a, m, places.values, places.vt, m, places.u,
                vectors == .full ? n : k, work, length, reals.scalars)
        }
        let work = Workspace<Scalar>(workspaceSize(Scalar.self) { call($0, -1) })
        return call(work.scalars, work.count)
    }
}
