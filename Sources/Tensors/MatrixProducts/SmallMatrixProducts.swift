internal import CKernels

/// Returns the products of the matrices in the stacks `a` and `b`, if the matrices are small and real. The stacks must
/// have the same leading axes, and the inner lengths must be equal. Returns `nil` for complex numbers, fewer than 16
/// matrices, an empty matrix, or a matrix with more than `SYNANN_MATRIX_STACK_LIMIT` rows or columns. Also returns
/// `nil` if an operand is neither contiguous nor a stack of transposes without gaps.
///
/// Each lane of a vector register computes a different product. A single call of GEMM takes longer than such a product.
func smallMatrixProducts<Scalar: FieldScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>) -> Tensor<Scalar>? {
    let (rows, inner, columns): (Int, Int, Int) = (a.shape[-2], a.shape[-1], b.shape[-1])
    let stack: [Int] = Array(a.shape.dimensions.dropLast(2))
    let count: Int = stack.reduce(1, *)
    guard !Scalar._isComplex, count >= 16,
        [rows, inner, columns].allSatisfy({ 1 ... Int(SYNANN_MATRIX_STACK_LIMIT) ~= $0 })
    else { return nil }
    let (aIsTranspose, bIsTranspose): (Bool, Bool) = (!a.isContiguous, !b.isContiguous)
    guard !aIsTranspose || a.isStackOfTransposes, !bIsTranspose || b.isStackOfTransposes else { return nil }
    // The number of matrices in a chunk is a multiple of 16. Therefore every chunk except the last fills whole vectors,
    // for every type.
    let length: Int = max(1, (1 << 16) / (rows * inner * columns) / 16) * 16
    return Tensor(uninitialized: Shape(stack + [rows, columns])) { result in
        guard let target = result.baseAddress else { return }
        Parallelism.forEachRange(of: count, length: length) { range in
            let first: Int = range.lowerBound
            synann_matrix_stack_multiply(
                Scalar.Magnitude.kernelType, synann_matrix_stack(rows: rows, columns: columns, count: range.count),
                inner,
                synann_matrix_stack_factor(
                    matrices: a.address + first * rows * inner, is_transpose: aIsTranspose ? 1 : 0),
                synann_matrix_stack_factor(
                    matrices: b.address + first * inner * columns, is_transpose: bIsTranspose ? 1 : 0),
                target + first * rows * columns)
        }
    }
}

extension Tensor {
    /// Whether the memory contains the transposes of the matrices of this stack, in order and without gaps.
    fileprivate var isStackOfTransposes: Bool {
        view(
            shape: Shape(shape.dimensions.dropLast(2) + [shape[-1], shape[-2]]),
            strides: strides.dropLast(2) + [strides[rank - 1], strides[rank - 2]], offset: offset
        ).isContiguous
    }
}
