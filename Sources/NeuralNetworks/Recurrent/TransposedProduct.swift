internal import CKernels
import Tensors

/// A matrix `[inner, columns]` that many small products share: packed once, where GEMM would pack it in every step.
struct PackedMatrix<Scalar: RealScalar> {
    private let inner, columns: Int
    private let panels: Tensor<Scalar>

    init(_ matrix: Tensor<Scalar>) {
        (inner, columns) = (matrix.shape[0], matrix.shape[1])
        panels = Tensor(uninitialized: [synann_panel_elements(Scalar.kernelType, inner, columns)])
        synann_panel_pack(
            Scalar.kernelType, inner, columns, matrix.address, matrix.strides[0], matrix.strides[1],
            panels.mutableAddress)
        withExtendedLifetime(matrix) {}
    }

    /// target ← rows · matrix, or target + rows · matrix; both have `count` dense or strided rows.
    func multiply(
        _ count: Int, _ rows: UnsafePointer<Scalar>, stride: Int, adds: Bool = false,
        into target: UnsafeMutablePointer<Scalar>
    ) {
        synann_panel_product(
            Scalar.kernelType, count, inner, columns, rows, stride, panels.address, adds ? 1 : 0, target, columns)
    }
}

/// aᵀ · b of two matrices with as many rows, whose rows are dense: the sum over all steps that a weight's derivative is.
///
/// A is read where it lies: GEMM's copy of it, which the product of a tall matrix pays off badly, is saved. Cut along the
/// columns of a.
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
