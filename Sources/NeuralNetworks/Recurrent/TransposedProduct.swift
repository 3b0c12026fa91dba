internal import CKernels
import Tensors

/// Returns aᵀ · b of shape `[rows, columns]` for a of shape `[n, rows]` and b of shape `[n, columns]`. The elements of
/// each row of a and b must be contiguous.
///
/// A weight's derivative is such a product over all time steps. The kernel reads a in place; GEMM would copy a, which
/// is expensive because a has many rows. The work is divided along the columns of a.
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
