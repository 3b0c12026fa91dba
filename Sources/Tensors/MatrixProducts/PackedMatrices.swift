internal import CKernels

/// A matrix or a stack of matrices whose elements are in the order in which the panel kernels read them.
///
/// The initializer packs each matrix a single time for many small products. GEMM would pack the matrix again in every
/// call.
package struct PackedMatrices<Scalar: RealScalar> {
    private let inner, columns: Int
    /// The number of elements that a packed matrix occupies.
    private let length: Int
    private let panels: Tensor<Scalar>

    /// Packs a matrix or a stack of matrices.
    ///
    /// - Parameter matrices: A matrix `[inner, columns]` or a stack `[count, inner, columns]`, in any memory layout. A
    ///   transposed view is not copied first.
    package init(_ matrices: Tensor<Scalar>) {
        let (inner, columns): (Int, Int) = (matrices.shape[-2], matrices.shape[-1])
        let (rowStride, columnStride): (Int, Int) = (
            matrices.strides[matrices.rank - 2], matrices.strides[matrices.rank - 1]
        )
        let (count, distance): (Int, Int) = matrices.rank == 3 ? (matrices.shape[0], matrices.strides[0]) : (1, 0)
        let length: Int = synann_panel_elements(Scalar.kernelType, inner, columns)
        let panels = Tensor<Scalar>(uninitialized: [count * length])
        Parallelism.forEachRange(of: count, length: max(1, (1 << 14) / max(1, inner * columns))) { range in
            for index in range {
                synann_panel_pack(
                    Scalar.kernelType, inner, columns, matrices.address + index * distance, rowStride, columnStride,
                    panels.mutableAddress + index * length)
            }
        }
        withExtendedLifetime(matrices) {}
        (self.inner, self.columns, self.length, self.panels) = (inner, columns, length, panels)
    }

    /// Computes target ← rows · matrix, or target ← target + rows · matrix if `adds` is true.
    ///
    /// - Parameters:
    ///   - rows: The first factor: `count` rows of `inner` elements.
    ///   - count: The number of rows.
    ///   - stride: The distance between neighbouring rows, in elements.
    ///   - index: The position of the second factor in the stack.
    ///   - adds: Whether the product is added to the elements of `target`, instead of replacing them.
    ///   - target: The result: `count` rows of `columns` elements.
    ///   - targetStride: The distance between neighbouring rows of the result, in elements. `nil` means that there are
    ///     no gaps.
    package func multiply(
        _ rows: UnsafePointer<Scalar>, count: Int, stride: Int, byMatrix index: Int = 0, adds: Bool = false,
        into target: UnsafeMutablePointer<Scalar>, targetStride: Int? = nil
    ) {
        var operands = synann_panel_product_operands(
            rows: count, inner: inner, columns: columns, a: rows, a_stride: stride,
            packed: panels.address + index * length, adds: adds ? 1 : 0, c: target,
            c_stride: targetStride ?? columns)
        synann_panel_product(Scalar.kernelType, &operands)
    }
}
