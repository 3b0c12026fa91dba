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

/// Matrix products, split over the library's threads.
///
/// Kernels of the library compute most products of real numbers (see `PackedProduct`, `NarrowProduct` for a few rows or
/// columns, and `OuterProduct` for a column times a row). BLAS computes products of complex numbers, very large products, and all products on processors without
/// AVX2. The choice depends only on the type and the shape.
enum Gemm {
    /// Limits OpenBLAS to the calling thread. A program must call this method before `multiply`.
    static func prepare() { BLASThreads.prepare() }

    /// Computes c ← a·b, or c ← c + a·b if `adds` is true, for single matrices. Traps if a size exceeds `Int32.max`.
    ///
    /// - Parameters:
    ///   - a: The first factor, `[rows, inner]`, or a stack of such matrices.
    ///   - aOffset: The position of the matrix in the memory of `a`, in elements.
    ///   - b: The second factor, `[inner, columns]`, or a stack of such matrices.
    ///   - bOffset: The position of the matrix in the memory of `b`, in elements.
    ///   - rows: The number of rows of `c`.
    ///   - columns: The number of columns of `c`.
    ///   - inner: The number of columns of `a` and of rows of `b`.
    ///   - adds: Whether the product is added to the elements of `c`. Otherwise their former values are not used.
    ///   - c: The result, row-major without gaps.
    static func multiply<Scalar: FieldScalar>(
        _ a: GemmOperand<Scalar>, at aOffset: Int, _ b: GemmOperand<Scalar>, at bOffset: Int,
        rows: Int, columns: Int, inner: Int, adds: Bool, into c: UnsafeMutablePointer<Scalar>
    ) {
        guard rows > 0, columns > 0 else { return }
        if let product = OuterProduct(a, at: aOffset, b, at: bOffset, rows, columns, inner, adds: adds, into: c) {
            return product.compute()
        }
        if let product = PackedProduct(a, at: aOffset, b, at: bOffset, rows, columns, inner, adds: adds, into: c) {
            return product.compute()
        }
        if let product = NarrowProduct(a, at: aOffset, b, at: bOffset, rows, columns, inner, adds: adds, into: c) {
            return product.compute()
        }
        let (rowLength, columnLength) = pieceLengths(rows, columns, inner)
        let columnPieces: Int = (columns + columnLength - 1) / columnLength
        let rowPieces: Int = (rows + rowLength - 1) / rowLength
        Parallelism.forEachChunk(rowPieces * columnPieces) { piece in
            let row: Int = piece / columnPieces * rowLength
            let column: Int = piece % columnPieces * columnLength
            gemm(
                transposeA: a.isTransposed, transposeB: b.isTransposed,
                m: min(rowLength, rows - row), n: min(columnLength, columns - column), k: inner,
                a: a.source.address + aOffset + a.position(row: row, column: 0), lda: a.leadingDimension,
                b: b.source.address + bOffset + b.position(row: 0, column: column), ldb: b.leadingDimension,
                beta: adds ? 1 : 0, c: c + row * columns + column, ldc: columns)
        }
    }

    /// Calls BLAS `gemm` on this thread: C ← op(A)·op(B) + β·C. β is `beta`, and A, B and C are the matrices at `a`, `b`
    /// and `c`. op(A) is the transpose of A if `transposeA` is true, otherwise A; op(B) is the transpose of B if
    /// `transposeB` is true, otherwise B.
    ///
    /// The matrices are row-major. op(A) is `m × k`, op(B) is `k × n`, and C is `m × n`. `lda`, `ldb` and `ldc` are the
    /// distances between the rows of A, B and C. Traps if a size exceeds `Int32.max`.
    private static func gemm<Scalar: FieldScalar>(
        transposeA: Bool, transposeB: Bool, m: Int, n: Int, k: Int,
        a: UnsafePointer<Scalar>, lda: Int, b: UnsafePointer<Scalar>, ldb: Int,
        beta: Scalar, c: UnsafeMutablePointer<Scalar>, ldc: Int
    ) {
        let one: Scalar = 1
        withUnsafePointer(to: one) { one in
            withUnsafePointer(to: beta) { beta in
                BLASThreads.withOne {
                    synann_gemm(
                        synann_blas_type(rawValue: Scalar._blasType), transposeA ? 1 : 0, transposeB ? 1 : 0, Int32(m),
                        Int32(n), Int32(k), one, a, Int32(lda), b, Int32(ldb), beta, c, Int32(ldc))
                }
            }
        }
    }

    /// The least number of multiplications in a product that is split into pieces.
    private static let leastMultiplicationsToSplit = 1 << 20
    /// The least number of multiplications in a piece, and the greatest number of pieces along a side of the result.
    private static let multiplicationsPerPiece = 1 << 19
    private static let greatestPieceCount = 8

    /// Returns the numbers of rows and of columns of a piece of the result. They depend only on the shapes.
    ///
    /// Each piece packs its part of both operands, so pieces are as nearly square as possible, and large products have
    /// pieces of at least 512 × 512. Both lengths are multiples of 32, because OpenBLAS's inner loops process up to 32
    /// rows or columns at once. A grid of 8 × 8 pieces feeds up to 64 threads.
    private static func pieceLengths(_ rows: Int, _ columns: Int, _ inner: Int) -> (rows: Int, columns: Int) {
        let multiplications: Int = rows * columns * max(inner, 1)
        guard multiplications >= leastMultiplicationsToSplit else { return (rows, columns) }
        var (rowLength, columnLength): (Int, Int) = (rows, columns)
        func half(_ length: Int) -> Int { ((length + 1) / 2 + 31) / 32 * 32 }
        let least: Int = multiplications >= 1 << 32 ? 1024 : 128
        func canHalve(_ length: Int, of whole: Int) -> Bool { length >= least && whole / length < greatestPieceCount }
        while rowLength * columnLength * max(inner, 1) >= 2 * multiplicationsPerPiece {
            if rowLength > columnLength, canHalve(rowLength, of: rows) {
                rowLength = half(rowLength)
            } else if canHalve(columnLength, of: columns) {
                columnLength = half(columnLength)
            } else if canHalve(rowLength, of: rows) {
                rowLength = half(rowLength)
            } else {
                break
            }
        }
        return (rowLength, columnLength)
    }
}
