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
