internal import CKernels

/// A product whose inner length is 1: each element is the product of an element of the column `a` and an element of the
/// row `b`. The elementwise kernel writes it, because there is nothing to add and nothing to pack.
struct OuterProduct<Scalar: FieldScalar> {
    private let rows, columns: Int
    private let a, b: UnsafePointer<Scalar>
    private let aStride, bStride: Int
    private let c: UnsafeMutablePointer<Scalar>

    /// Creates the product with the parameters of `Gemm.multiply`. Returns `nil` for complex numbers, for another inner
    /// length, and if the product is added to `c`, because the sum would be rounded twice.
    init?(
        _ a: GemmOperand<Scalar>, at aOffset: Int, _ b: GemmOperand<Scalar>, at bOffset: Int, _ rows: Int,
        _ columns: Int, _ inner: Int, adds: Bool, into c: UnsafeMutablePointer<Scalar>
    ) {
        guard !Scalar._isComplex, inner == 1, !adds else { return nil }
        (self.rows, self.columns, self.c) = (rows, columns, c)
        (self.a, self.b) = (a.source.address + aOffset, b.source.address + bOffset)
        (aStride, bStride) = (a.isTransposed ? 1 : a.leadingDimension, b.isTransposed ? b.leadingDimension : 1)
    }

    func compute() {
        Parallelism.forEachRange(of: rows, length: max(1, Parallelism.elementsPerChunk / columns)) { range in
            synann_binary_rows(
                Scalar.Magnitude.kernelType, SYNANN_MULTIPLY, range.count, columns,
                synann_strided_rows(data: a + range.lowerBound * aStride, row_stride: aStride, stride: 0),
                synann_strided_rows(data: b, row_stride: 0, stride: bStride), c + range.lowerBound * columns, columns)
        }
    }
}
