internal import COpenBLAS

/// A matrix as BLAS takes it: row-major, or the transpose of a row-major one, with a leading dimension.
struct GemmOperand<Scalar: FieldScalar> {
    let source: Tensor<Scalar>
    let isTransposed: Bool
    let leadingDimension: Int

    /// The matrix over the last two axes of `tensor`: a view where one of them is dense, else a copy.
    init(_ tensor: Tensor<Scalar>) {
        let (rows, columns): (Int, Int) = (tensor.shape[-2], tensor.shape[-1])
        let (rowStride, columnStride): (Int, Int) = (tensor.strides[tensor.rank - 2], tensor.strides[tensor.rank - 1])
        if columnStride == 1 || columns == 1, rowStride >= max(1, columns) || rows == 1 {
            (source, isTransposed) = (tensor, false)
            leadingDimension = rows == 1 ? max(1, columns) : rowStride
        } else if rowStride == 1 || rows == 1, columnStride >= max(1, rows) {
            (source, isTransposed, leadingDimension) = (tensor, true, columnStride)
        } else {
            (source, isTransposed, leadingDimension) = (tensor.copied(), false, max(1, columns))
        }
    }

    /// Where the matrix's element (row, column) lies, counted from its first.
    func position(row: Int, column: Int) -> Int {
        isTransposed ? column * leadingDimension + row : row * leadingDimension + column
    }
}

enum Gemm {
    /// Multiplications from which a product is split, and those of a piece of a large one. Pieces are few, because each
    /// packs its operands anew.
    private static let leastMultiplicationsToSplit = 1 << 20
    private static let multiplicationsPerPiece = 1 << 27

    static func prepare() { BLASThreads.prepare() }

    /// c ← a·b + β·c for one matrix, `c` row-major and dense, cut along its longer side.
    static func multiply<Scalar: FieldScalar>(
        _ a: GemmOperand<Scalar>, at aOffset: Int, _ b: GemmOperand<Scalar>, at bOffset: Int,
        rows: Int, columns: Int, inner: Int, beta: Scalar, into c: UnsafeMutablePointer<Scalar>
    ) {
        guard rows > 0, columns > 0 else { return }
        let chunks: Int = chunkCount(rows, columns, inner)
        let cutsRows: Bool = rows > columns
        let length: Int = pieceLength(cutsRows ? rows : columns, chunks)
        Parallelism.forEachRange(of: cutsRows ? rows : columns, length: length) { range in
            let (row, column): (Int, Int) = cutsRows ? (range.lowerBound, 0) : (0, range.lowerBound)
            gemm(
                transposeA: a.isTransposed, transposeB: b.isTransposed,
                m: cutsRows ? range.count : rows, n: cutsRows ? columns : range.count, k: inner,
                alpha: 1, a: a.source.address + aOffset + a.position(row: row, column: 0), lda: a.leadingDimension,
                b: b.source.address + bOffset + b.position(row: 0, column: column), ldb: b.leadingDimension,
                beta: beta, c: c + row * columns + column, ldc: columns)
        }
    }

    /// C ← α·op(A)·op(B) + β·C over row-major matrices, op(A) of `m × k`, op(B) of `k × n`: BLAS `gemm`, on this thread.
    private static func gemm<Scalar: FieldScalar>(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
        alpha: Scalar, a: UnsafePointer<Scalar>, lda: Int, b: UnsafePointer<Scalar>, ldb: Int,
        beta: Scalar, c: UnsafeMutablePointer<Scalar>, ldc: Int
    ) {
        withUnsafePointer(to: alpha) { alpha in
            withUnsafePointer(to: beta) { beta in
                BLASThreads.withOne {
                    synann_gemm(
                        synann_blas_type(rawValue: Scalar._blasType), transposeA ? 1 : 0, transposeB ? 1 : 0, Int32(m),
                        Int32(n), Int32(k), alpha, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
                }
            }
        }
    }

    private static func chunkCount(_ rows: Int, _ columns: Int, _ inner: Int) -> Int {
        let multiplications: Int = rows * columns * max(inner, 1)
        guard multiplications >= leastMultiplicationsToSplit else { return 1 }
        return min(16, max(2, multiplications / multiplicationsPerPiece))
    }

    /// The length of a piece, a multiple of what OpenBLAS's inner loops take at a time.
    private static func pieceLength(_ length: Int, _ chunks: Int) -> Int {
        let even: Int = (length + chunks - 1) / chunks
        return max(1, (even + 31) / 32 * 32)
    }
}
