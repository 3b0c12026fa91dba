import Tensors

/// Calls `body` with single matrices of a stack. An error from `body` is thrown with the position of the matrix in the
/// stack.
func forEachAlone<Scalar: LinearAlgebraScalar>(
    _ a: Tensor<Scalar>, _ indices: [Int], _ body: (Tensor<Scalar>, Int) throws(LinearAlgebraError) -> Void
) throws(LinearAlgebraError) {
    for index in indices {
        do {
            try body(matrixOfStack(a, index), index)
        } catch {
            throw error.inMatrix(index)
        }
    }
}

/// Returns one matrix of a stack as an untracked tensor.
func matrixOfStack<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ index: Int) -> Tensor<Scalar> {
    if a.rank == 2 { return a.asConstant() }
    let flat = Shape([a.batchShape.elementCount] + a.shape.dimensions.suffix(2))
    return a.asConstant().reshaped(to: flat)[index]
}

/// Overwrites part `index` of a contiguous tensor in place. The tensor consists of parts of the same size as `part`.
func place<Scalar: LinearAlgebraScalar>(_ part: Tensor<Scalar>, at index: Int, of whole: Tensor<Scalar>) {
    let dense: Tensor<Scalar> = part.contiguous()
    (whole.mutableAddress + index * part.count).update(from: dense.address, count: part.count)
}

/// Returns the slices at the indices along the first axis as a contiguous, untracked tensor.
func picked<Scalar: LinearAlgebraScalar>(_ whole: Tensor<Scalar>, _ indices: [Int]) -> Tensor<Scalar> {
    let dense: Tensor<Scalar> = whole.asConstant().contiguous()
    let length: Int = whole.count / max(1, whole.shape[0])
    let result = Tensor<Scalar>(uninitialized: Shape([indices.count] + whole.shape.dimensions.dropFirst()))
    for (place, index) in indices.enumerated() {
        (result.mutableAddress + place * length).update(from: dense.address + index * length, count: length)
    }
    return result
}
