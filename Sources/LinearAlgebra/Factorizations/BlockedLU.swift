internal import COpenBLAS
import Tensors

/// The LU decomposition of a column-major matrix by blocks of columns, which the library's threads share.
///
/// LAPACK factors one block of columns after another on a single thread. After each block, the threads update the blocks
/// to the right of it at the same time; the thread that updates the next block also factors it. The blocks depend only
/// on the shape, so the factors have the same bits at every number of threads. OpenBLAS's own threads are not used: with
/// fewer than about 1000 rows they take longer to meet than to compute, and they stall if another program uses a core.
///
/// The caller must limit OpenBLAS to a single thread (`forEachMatrix` does).
struct BlockedLU<Scalar: LinearAlgebraScalar> {
    let rows, columns: Int
    private let a: UnsafeMutablePointer<Scalar>
    private let pivots: UnsafeMutablePointer<Int32>

    /// The matrix at `a` has `rows` rows, which is also the distance of two columns. `pivots` has room for
    /// min(rows, columns) numbers.
    init(rows: Int, columns: Int, _ a: UnsafeMutablePointer<Scalar>, _ pivots: UnsafeMutablePointer<Int32>) {
        (self.rows, self.columns, self.a, self.pivots) = (rows, columns, a, pivots)
    }

    /// The least number of rows and columns for which the division pays.
    static var leastSize: Int { 64 }

    /// The number of right-hand sides that a thread solves at once with a factored matrix of `size` rows.
    static func solvedColumns(size: Int) -> Int { size < 96 ? 32 : size < 384 ? 48 : 96 }

    private var steps: Int { min(rows, columns) }
    /// The number of columns of a block. OpenBLAS multiplies wide blocks faster, but a single thread factors each block.
    private var width: Int { steps < 192 ? 16 : steps < 384 ? 48 : steps < 1024 ? 96 : 128 }
    /// The number of columns that a thread updates at once.
    private var updatedColumns: Int { steps < 192 ? 64 : steps < 384 ? 48 : steps < 1024 ? 192 : 256 }

    /// Factors the matrix in place and returns LAPACK's `info`. The results are those of `getrf`.
    func factor() -> Int32 {
        guard steps >= Self.leastSize else {
            return synann_getrf(Scalar.lapackType, Int32(rows), Int32(columns), a, Int32(rows), pivots)
        }
        var info: Int32 = factorBlock(at: 0)
        for start in stride(from: 0, to: steps, by: width) {
            let end: Int = min(start + width, steps)
            let found: Int32 = updateBehind(start ..< end)
            if info == 0 { info = found }
        }
        exchangeRowsOfFactoredBlocks()
        return info
    }

    /// Updates the columns behind a factored block, and factors the next block. Returns LAPACK's `info` of the next block.
    private func updateBehind(_ block: Range<Int>) -> Int32 {
        let next: Int = min(block.upperBound + width, columns)
        guard block.upperBound < next else { return 0 }
        let info = LockedState<Int32>(0)
        let pieces: Int = (columns - next + updatedColumns - 1) / updatedColumns
        Parallelism.forEachChunk(1 + pieces) { piece in
            guard piece == 0 else {
                let column: Int = next + (piece - 1) * updatedColumns
                return update(column ..< min(column + updatedColumns, columns), by: block)
            }
            update(block.upperBound ..< next, by: block)
            guard block.upperBound < steps else { return }
            let found: Int32 = factorBlock(at: block.upperBound)
            info.withLock { $0 = found }
        }
        return info.withLock { $0 }
    }

    /// Factors the block of columns at `start`, whose rows from `start` on are not factored yet. Returns LAPACK's `info`
    /// for the whole matrix.
    private func factorBlock(at start: Int) -> Int32 {
        let end: Int = min(start + width, steps)
        let info: Int32 = synann_getrf(
            Scalar.lapackType, Int32(rows - start), Int32(end - start), a + start * rows + start, Int32(rows),
            pivots + start)
        for step in start ..< end { pivots[step] += Int32(start) }
        return info == 0 ? 0 : info + Int32(start)
    }

    /// Updates a range of columns with the factored block `block`.
    private func update(_ range: Range<Int>, by block: Range<Int>) {
        let target: UnsafeMutablePointer<Scalar> = a + range.lowerBound * rows
        let source: UnsafeMutablePointer<Scalar> = a + block.lowerBound * rows
        let (lda, n, k) = (Int32(rows), Int32(range.count), Int32(block.count))
        exchangeRows(of: range, block)
        synann_column_trsm(
            Scalar.lapackType, .left, .lower, .noTranspose, .unitDiagonal, k, n, source + block.lowerBound, lda,
            target + block.lowerBound, lda)
        let remaining: Int = rows - block.upperBound
        guard remaining > 0 else { return }
        synann_column_gemm(
            Scalar.lapackType, .noTranspose, .noTranspose, Int32(remaining), n, k, -1, source + block.upperBound, lda,
            target + block.lowerBound, lda, 1, target + block.upperBound, lda)
    }

    /// Makes the row exchanges of a range of steps in a range of columns.
    private func exchangeRows(of range: Range<Int>, _ steps: Range<Int>) {
        _ = synann_laswp(
            Scalar.lapackType, Int32(range.count), a + range.lowerBound * rows, Int32(rows),
            Int32(steps.lowerBound + 1), Int32(steps.upperBound), pivots, 1)
    }

    /// Makes, in each factored block, the row exchanges of the later blocks.
    private func exchangeRowsOfFactoredBlocks() {
        Parallelism.forEachRange(of: steps, length: width) { range in
            if range.upperBound < steps { exchangeRows(of: range, range.upperBound ..< steps) }
        }
    }
}
