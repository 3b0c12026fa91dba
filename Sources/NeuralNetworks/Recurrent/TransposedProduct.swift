internal import CKernels
import Tensors

/// Returns aᵀ · b of shape `[rows, columns]` for a of shape `[n, rows]` and b of shape `[n, columns]`. The elements of
/// each row must be contiguous, in a and in b.
///
/// The derivative with respect to a weight is such a product, where n is the number of samples times the number of time
/// steps. The kernel reads a in place. The general matrix product (GEMM) would copy a, and this copy is expensive
/// because n is large. Each thread computes the rows of the result for a range of columns of a.
func transposedProduct<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (inner, rows, columns): (Int, Int, Int) = (a.shape[0], a.shape[1], b.shape[1])
    return Tensor(uninitialized: [rows, columns]) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: rows, length: 64) { range in
            var operands = synann_strided_product_operands(
                rows: range.count, inner: inner, columns: columns, a: a.address + range.lowerBound, a_row_stride: 1,
                a_inner_stride: a.strides[0], b: b.address, b_inner_stride: b.strides[0], b_column_stride: 1, adds: 0,
                c: target + range.lowerBound * columns, c_stride: columns)
            synann_strided_product(Scalar.kernelType, &operands)
        }
    }
}
