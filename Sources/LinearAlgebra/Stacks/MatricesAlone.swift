import Tensors

/// Calls `body` for each position in `indices`, with the matrix at this position of the stack `a` as an untracked
/// tensor, and with the position. If `body` throws an error, the function throws this error with the position of the
/// matrix in the stack.
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

/// Returns the matrix at position `index` of the stack `a`, as an untracked tensor `[m, n]`. The positions count the
/// matrices in row-major order of the leading axes.
func matrixOfStack<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ index: Int) -> Tensor<Scalar> {
    if a.rank == 2 { return a.asConstant() }
    let flat = Shape([a.batchShape.elementCount] + a.shape.dimensions.suffix(2))
    return a.asConstant().reshaped(to: flat)[index]
}

/// Copies `part` into the contiguous tensor `whole`, in place. `whole` consists of consecutive parts that have the size
/// of `part`; the function overwrites the part at position `index`.
func place<Scalar: LinearAlgebraScalar>(_ part: Tensor<Scalar>, at index: Int, of whole: Tensor<Scalar>) {
    let dense: Tensor<Scalar> = part.contiguous()
    (whole.mutableAddress + index * part.count).update(from: dense.address, count: part.count)
}

/// Returns the slices of `whole` at the positions `indices` of the first axis, as a contiguous, untracked tensor.
func picked<Scalar: LinearAlgebraScalar>(_ whole: Tensor<Scalar>, _ indices: [Int]) -> Tensor<Scalar> {
    let dense: Tensor<Scalar> = whole.asConstant().contiguous()
    let length: Int = whole.count / max(1, whole.shape[0])
    let result = Tensor<Scalar>(uninitialized: Shape([indices.count] + whole.shape.dimensions.dropFirst()))
    for (place, index) in indices.enumerated() {
        (result.mutableAddress + place * length).update(from: dense.address + index * length, count: length)
    }
    return result
}
