internal import COpenBLAS
import Tensors

/// The QR decomposition of a column-major matrix by blocks of columns, which the library's threads share.
///
/// LAPACK factors one block of columns after another on a single thread. After each block, the threads update the blocks
/// to the right of it at the same time; the thread that updates the next block also factors it. The blocks depend only
/// on the shape, so the factors have the same bits at every number of threads. OpenBLAS's own threads are not used: for
/// middle sizes they take longer to meet than to compute, and they stall if another program uses a core.
///
/// The caller must limit OpenBLAS to a single thread (`forEachMatrix` does).
struct BlockedQR<Scalar: LinearAlgebraScalar> {
    /// The factor Q.
    let reflectors: BlockReflectors<Scalar>
    private let rows, columns: Int
    private let a: UnsafeMutablePointer<Scalar>

    /// Factors the matrix at `a` in place. The matrix has `rows` rows, which is also the distance of two columns. After
    /// that, R is on and above the diagonal, and LAPACK's reflectors are below it.
    init(factoring a: UnsafeMutablePointer<Scalar>, rows: Int, columns: Int) {
        (self.rows, self.columns, self.a) = (rows, columns, a)
        reflectors = BlockReflectors(rows: rows, count: min(rows, columns))
        let blocks: [Range<Int>] = reflectors.blocks
        factor(blocks[0])
        for (index, block) in blocks.enumerated() {
            let isLast: Bool = index + 1 == blocks.count
            let remaining: Int = columns - block.upperBound
            let pieces: Int = (remaining + reflectors.width - 1) / reflectors.width
            Parallelism.forEachChunk(pieces) { piece in
                let column: Int = block.upperBound + piece * reflectors.width
                reflectors.reflect(
                    block, isAdjoint: true, a + column * rows, columns: min(reflectors.width, columns - column),
                    distance: rows)
                if piece == 0, !isLast { factor(blocks[index + 1]) }
            }
        }
    }

    /// Whether the division pays for a matrix of this shape.
    static func supports(rows: Int, columns: Int) -> Bool { min(rows, columns) >= 64 }

    /// Factors a block of columns, whose rows from the diagonal on are not factored yet.
    private func factor(_ block: Range<Int>) {
        let start: UnsafeMutablePointer<Scalar> = a + block.lowerBound * (rows + 1)
        let (m, n, lda) = (Int32(rows - block.lowerBound), Int32(block.count), Int32(rows))
        let length: Int = 64 * block.count
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: length + block.count) { memory in
            guard let work = memory.baseAddress else { return }
            let tau: UnsafeMutablePointer<Scalar> = work + length
            _ = synann_geqrf(Scalar.lapackType, m, n, start, lda, tau, work, Int32(length))
            reflectors.copyVectors(block, from: start, distance: rows)
            reflectors.formTriangle(block, tau: tau)
        }
    }
}
