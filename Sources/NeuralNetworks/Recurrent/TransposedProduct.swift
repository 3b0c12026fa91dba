internal import CKernels
import Tensors

/// aᵀ · b for `[n, rows]` and `[n, columns]`: `[rows, columns]`. The rows of a and of b must have no gaps between
/// elements.
///
/// A weight's derivative is such a product over all time steps. The kernel reads a in place; GEMM would copy it, which
/// costs much for a matrix as tall as this. The work is cut along the columns of a.
func transposedProduct<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar> {
    let (inner, rows, columns): (Int, Int, Int) = (a.shape[0], a.shape[1], b.shape[1])
    return Tensor(uninitialized: [rows, columns]) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: rows, length: 64) { range in
            synann_strided_product(
                Scalar.kernelType, range.count, inner, columns, a.address + range.lowerBound, 1, a.strides[0],
                b.address, b.strides[0], 1, 0, target + range.lowerBound * columns, columns)
        }
    }
}
