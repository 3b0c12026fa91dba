internal import COpenBLAS

/// A matrix, or a stack of matrices, in a form that BLAS accepts: row-major or the transpose of a row-major matrix. The
/// leading dimension is the distance between the rows of the row-major matrix.
struct GemmOperand<Scalar: FieldScalar> {
    let source: Tensor<Scalar>
    let isTransposed: Bool
    let leadingDimension: Int

    /// Creates the operand from the last two axes of `tensor`, which contains a single matrix or a stack of matrices.
    /// The rank must be at least 2.
    ///
    /// The operand is a view if one of these axes has stride 1 and the other axis has a stride that BLAS accepts;
    /// otherwise it is a copy.
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

    /// Returns the position of the element (row, column), counted from the matrix's first element.
    func position(row: Int, column: Int) -> Int {
        isTransposed ? column * leadingDimension + row : row * leadingDimension + column
    }
}

/// Matrix products by BLAS, split over the library's threads.
enum Gemm {
    /// The least number of multiplications in a product that is split into pieces.
    private static let leastMultiplicationsToSplit = 1 << 20
    /// The number of multiplications in a piece of a large product. Pieces are large, because each piece packs its
    /// operands again.
    private static let multiplicationsPerPiece = 1 << 27

    /// Limits OpenBLAS to the calling thread. A program must call this method before `multiply`.
    static func prepare() { BLASThreads.prepare() }

    /// Computes c ← a·b + β·c for single matrices. A large product is divided into pieces along the longer side of `c`.
    /// Traps if a size exceeds `Int32.max`.
    ///
    /// - Parameters:
    ///   - a: The first factor, `[rows, inner]`, or a stack of such matrices.
    ///   - aOffset: The position of the matrix in the memory of `a`, in elements.
    ///   - b: The second factor, `[inner, columns]`, or a stack of such matrices.
    ///   - bOffset: The position of the matrix in the memory of `b`, in elements.
    ///   - rows: The number of rows of `c`.
    ///   - columns: The number of columns of `c`.
    ///   - inner: The number of columns of `a` and of rows of `b`.
    ///   - beta: The factor β. If β is 0, the former contents of `c` are not used.
    ///   - c: The result, row-major without gaps.
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

    /// Calls BLAS `gemm` on this thread: C ← α·op(A)·op(B) + β·C. α is `alpha`, β is `beta`, and A, B and C are the
    /// matrices at `a`, `b` and `c`. op(A) is the transpose of A if `transposeA` is true, otherwise A; op(B) is the
    /// transpose of B if `transposeB` is true, otherwise B.
    ///
    /// The matrices are row-major. op(A) is `m × k`, op(B) is `k × n`, and C is `m × n`. `lda`, `ldb` and `ldc` are the
    /// distances between the rows of A, B and C. Traps if a size exceeds `Int32.max`.
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

    /// Returns the number of pieces into which the product `[rows, inner] × [inner, columns]` is split. The number
    /// depends only on the shapes.
    private static func chunkCount(_ rows: Int, _ columns: Int, _ inner: Int) -> Int {
        let multiplications: Int = rows * columns * max(inner, 1)
        guard multiplications >= leastMultiplicationsToSplit else { return 1 }
        return min(16, max(2, multiplications / multiplicationsPerPiece))
    }

    /// Returns the number of rows or columns in a piece if `length` rows or columns are divided into at most `chunks`
    /// pieces. The result is a multiple of 32, because OpenBLAS's inner loops process up to 32 rows or columns at once.
    private static func pieceLength(_ length: Int, _ chunks: Int) -> Int {
        let even: Int = (length + chunks - 1) / chunks
        return max(1, (even + 31) / 32 * 32)
    }
}
