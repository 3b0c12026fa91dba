internal import COpenBLAS
import Tensors

/// U, σ and Vᴴ without derivatives. `vectors` is LAPACK's letter: none, reduced or all.
func plainSVD<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, vectors: CChar, _ operation: String
) throws(LinearAlgebraError) -> (u: Tensor<Scalar>, values: Tensor<Scalar.Magnitude>, vt: Tensor<Scalar>) {
    if SmallMatrices.hold(a), vectors != .all || a.matrixRows == a.matrixColumns {
        let (parts, failed) = try SmallMatrices.svd(a, vectors: vectors != .plain, operation)
        try forEachAlone(a, failed) { (single, matrix) throws(LinearAlgebraError) in
            let own = try plainSVD(single, vectors: vectors, operation)
            place(own.values, at: matrix, of: parts.values)
            if vectors != .plain {
                place(own.u, at: matrix, of: parts.u)
                place(own.vt, at: matrix, of: parts.vt)
            }
        }
        return parts
    }
    if a.isColumnMajor {
        do {
            let turned = try plainSVD(transposing(a), vectors: vectors, operation)
            return (transposing(turned.vt), turned.values, transposing(turned.u))
        } catch {
            throw error.ofTranspose
        }
    }
    let copy: Tensor<Scalar> = try checkedCopy(a, for: operation)
    let problem = SVDProblem(rows: a.matrixRows, columns: a.matrixColumns, vectors: vectors, Scalar.self)
    let (stack, k): ([Int], Int) = (a.batchShape.dimensions, problem.rank)
    let hasVectors: Bool = vectors != .plain
    let (uColumns, vRows): (Int, Int) = vectors == .all ? (problem.rows, problem.columns) : (k, k)
    // To LAPACK the row-major copy is Aᵀ = U'·Σ·V'ᴴ: the memory of V'ᴴ is U by rows, that of U' is Vᴴ by rows.
    let u = Tensor<Scalar>(uninitialized: Shape(stack + (hasVectors ? [problem.rows, uColumns] : [0, 0])))
    let vt = Tensor<Scalar>(uninitialized: Shape(stack + (hasVectors ? [vRows, problem.columns] : [0, 0])))
    let values = Tensor<Scalar.Magnitude>(uninitialized: Shape(stack + [k]))
    guard k > 0 else {
        return (identityStack(u), values, identityStack(vt))
    }
    let source = MatrixStack(a)
    let outcome: Outcome = forEachMatrix(
        source.count, multiplications: 4 * problem.rows * problem.columns * k, workspace: problem.makeWorkspace()
    ) { matrix, workspace in
        let target: UnsafeMutablePointer<Scalar> = copy.mutableAddress + matrix * problem.rows * problem.columns
        let places = (
            values.mutableAddress + matrix * k, vt.mutableAddress + matrix * vRows * problem.columns,
            u.mutableAddress + matrix * problem.rows * uColumns
        )
        let info: Int32 = problem.divideAndConquer(target, places, workspace)
        if info <= 0 { return info }
        let origin: UnsafePointer<Scalar> = source.address(of: matrix)
        for element in 0 ..< problem.rows * problem.columns {
            let (row, column): (Int, Int) = element.quotientAndRemainder(dividingBy: problem.columns)
            target[element] = origin[row * source.rowStride + column * source.columnStride]
        }
        return problem.iterate(target, places)
    }
    try outcome.check { info, matrix in .noConvergence(operation: operation, count: info, matrix: matrix) }
    return (u, values, vt)
}

/// Unit vectors for the full factors of a matrix without elements.
private func identityStack<Scalar: LinearAlgebraScalar>(_ shape: Tensor<Scalar>) -> Tensor<Scalar> {
    guard shape.count > 0 else { return shape }
    return Tensor<Scalar>(identity: shape.matrixRows).broadcast(to: shape.shape)
}

/// One size of matrix, as LAPACK sees it: `columns × rows` by columns.
private struct SVDProblem<Scalar: LinearAlgebraScalar> {
    let rows, columns, rank: Int
    let vectors: CChar
    private let length: Int

    typealias Places = (
        values: UnsafeMutablePointer<Scalar.Magnitude>, vt: UnsafeMutablePointer<Scalar>,
        u: UnsafeMutablePointer<Scalar>
    )

    init(rows: Int, columns: Int, vectors: CChar, _ type: Scalar.Type) {
        (self.rows, self.columns, self.vectors) = (rows, columns, vectors)
        rank = min(rows, columns)
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(max(1, min(rows, columns))))
        let ldvt: Int32 = vectors == .all ? max(1, n) : k
        length =
            rank == 0
            ? 1
            : workspaceSize(type) { work in
                synann_gesdd(
                    type.lapackType, vectors, m, n, nil, max(1, m), nil, nil, max(1, m), nil, ldvt, work, -1, nil, nil)
            }
    }

    final class Buffers {
        let scalars: Workspace<Scalar>
        let reals: Workspace<Scalar.Magnitude>
        let integers: Workspace<Int32>

        init(_ scalars: Int, _ reals: Int, _ integers: Int) {
            (self.scalars, self.reals, self.integers) = (Workspace(scalars), Workspace(reals), Workspace(integers))
        }
    }

    func makeWorkspace() -> Buffers {
        let (least, most): (Int, Int) = (rank, max(rows, columns))
        let reals: Int = vectors == .plain ? 7 * least : least * max(5 * least + 7, 2 * most + 2 * least + 1)
        return Buffers(length, Scalar._isComplex ? reals : 1, 8 * least)
    }

    func divideAndConquer(_ a: UnsafeMutablePointer<Scalar>, _ places: Places, _ buffers: Buffers) -> Int32 {
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(rank))
        return synann_gesdd(
            Scalar.lapackType, vectors, m, n, a, m, places.values, places.vt, m, places.u, vectors == .all ? n : k,
            buffers.scalars.scalars, buffers.scalars.count, buffers.reals.scalars, buffers.integers.scalars)
    }

    /// QR iteration, slower and sturdier.
    func iterate(_ a: UnsafeMutablePointer<Scalar>, _ places: Places) -> Int32 {
        let (m, n, k) = (Int32(columns), Int32(rows), Int32(rank))
        let reals = Workspace<Scalar.Magnitude>(5 * rank)
        func call(_ work: UnsafeMutablePointer<Scalar>, _ length: Int32) -> Int32 {
            synann_gesvd(
                Scalar.lapackType, vectors, vectors, m, n, a, m, places.values, places.vt, m, places.u,
                vectors == .all ? n : k, work, length, reals.scalars)
        }
        let work = Workspace<Scalar>(workspaceSize(Scalar.self) { call($0, -1) })
        return call(work.scalars, work.count)
    }
}
