internal import CKernels

/// A product of two real matrices of which one has fewer than 8 rows or columns: a few vectors times a matrix. The
/// kernel reads the matrix where it is. Packing it would take longer than the product.
///
/// The order of the terms of an element depends on the inner length and the layout alone, so that the bits do not depend
/// on the division into chunks.
struct NarrowProduct<Scalar: FieldScalar> {
    private let kernelType: synann_scalar_type
    private var operands: synann_narrow_product_operands
    /// Memory that the operands point to.
    private let vectors: Tensor<Scalar>?

    /// Creates the product with the parameters of `Gemm.multiply`. Returns `nil` for complex numbers, for at least 8 rows
    /// and columns, and without AVX2.
    init?(
        _ a: GemmOperand<Scalar>, at aOffset: Int, _ b: GemmOperand<Scalar>, at bOffset: Int, _ rows: Int,
        _ columns: Int, _ inner: Int, adds: Bool, into c: UnsafeMutablePointer<Scalar>
    ) {
        guard !Scalar._isComplex, min(rows, columns) < 8, inner > 0,
            synann_current_instruction_set() != SYNANN_PORTABLE
        else { return nil }
        let (left, right) = (a.source.address + aOffset, b.source.address + bOffset)
        let (aRow, aInner) = a.isTransposed ? (1, a.leadingDimension) : (a.leadingDimension, 1)
        let (bInner, bColumn) = b.isTransposed ? (1, b.leadingDimension) : (b.leadingDimension, 1)
        operands = synann_narrow_product_operands(
            rows: rows, inner: inner, columns: columns, x: left, x_row_stride: aRow, x_inner_stride: aInner, m: right,
            m_inner_stride: bInner, m_column_stride: bColumn, adds: adds ? 1 : 0, c: c, c_row_stride: columns,
            c_column_stride: 1)
        // The vectors are the rows of `x`. If `b` has fewer columns than `a` has rows, the product is that of the
        // transposes.
        if columns < rows {
            operands = synann_narrow_product_operands(
                rows: columns, inner: inner, columns: rows, x: right, x_row_stride: bColumn, x_inner_stride: bInner,
                m: left, m_inner_stride: aInner, m_column_stride: aRow, adds: adds ? 1 : 0, c: c, c_row_stride: 1,
                c_column_stride: columns)
        }
        kernelType = Scalar.Magnitude.kernelType
        vectors = Self.contiguousVectors(&operands)
    }

    /// Copies the rows of `x` if the kernel needs contiguous rows, and lets the operands point to the copy.
    private static func contiguousVectors(_ operands: inout synann_narrow_product_operands) -> Tensor<Scalar>? {
        guard operands.m_inner_stride == 1, operands.x_inner_stride != 1, let source = operands.x else { return nil }
        let (rows, inner): (Int, Int) = (operands.rows, operands.inner)
        let copy = Tensor<Scalar>(uninitialized: [rows, inner])
        for row in 0 ..< rows {
            synann_copy(
                MemoryLayout<Scalar>.stride, inner,
                source.assumingMemoryBound(to: Scalar.self) + row * operands.x_row_stride, operands.x_inner_stride,
                copy.mutableAddress + row * inner, 1)
        }
        (operands.x, operands.x_row_stride, operands.x_inner_stride) = (UnsafeRawPointer(copy.address), inner, 1)
        return copy
    }

    /// The number of columns of a chunk. If the rows of the matrix are contiguous, a chunk reads a piece of each row, and
    /// long pieces are read much faster. So there are then no more chunks than threads, which is allowed here because the
    /// bits of a column do not depend on the chunks.
    private var columnsPerChunk: Int {
        let least: Int = max(1, (1 << 17) / (operands.rows * operands.inner))
        let isContiguous: Bool = operands.m_column_stride == 1
        let perThread: Int = isContiguous ? operands.columns / Parallelism.threadCount : 0
        return (min(max(least, perThread), 1024) + 31) / 32 * 32
    }

    func compute() {
        Parallelism.forEachRange(of: operands.columns, length: columnsPerChunk) { range in
            var part: synann_narrow_product_operands = operands
            part.columns = range.count
            part.m = part.m.map { $0 + range.lowerBound * part.m_column_stride * MemoryLayout<Scalar>.stride }
            part.c = part.c.map { $0 + range.lowerBound * part.c_column_stride * MemoryLayout<Scalar>.stride }
            synann_narrow_product(kernelType, &part)
        }
        withExtendedLifetime(vectors) {}
    }
}
