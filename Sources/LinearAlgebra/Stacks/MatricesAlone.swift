import Tensors

/// Runs `body` for some matrices of a stack, each as a tensor of its own. Errors name the matrix by its position in the
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

/// One matrix of a stack, as a constant.
func matrixOfStack<Scalar: LinearAlgebraScalar>(_ a: Tensor<Scalar>, _ index: Int) -> Tensor<Scalar> {
    if a.rank == 2 { return a.asConstant() }
    let flat = Shape([a.batchShape.elementCount] + a.shape.dimensions.suffix(2))
    return a.asConstant().reshaped(to: flat)[index]
}

/// Overwrites part `index` of a dense tensor, which consists of equal parts, in its memory.
func place<Scalar: LinearAlgebraScalar>(_ part: Tensor<Scalar>, at index: Int, of whole: Tensor<Scalar>) {
    let dense: Tensor<Scalar> = part.contiguous()
    (whole.mutableAddress + index * part.count).update(from: dense.address, count: part.count)
}

/// Some of the slices along the first axis, dense and constant.
func picked<Scalar: LinearAlgebraScalar>(_ whole: Tensor<Scalar>, _ indices: [Int]) -> Tensor<Scalar> {
    let dense: Tensor<Scalar> = whole.asConstant().contiguous()
    let length: Int = whole.count / max(1, whole.shape[0])
    let result = Tensor<Scalar>(uninitialized: Shape([indices.count] + whole.shape.dimensions.dropFirst()))
    for (place, index) in indices.enumerated() {
        (result.mutableAddress + place * length).update(from: dense.address + index * length, count: length)
    }
    return result
}
