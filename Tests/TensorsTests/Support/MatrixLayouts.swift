import Tensors

/// Returns a matrix in four memory layouts: contiguous, transposed, with gaps between rows, and transposed with gaps.
func matrixLayouts<Scalar: RealScalar>(_ tensor: Tensor<Scalar>) -> [Tensor<Scalar>] {
    let (rows, columns): (Int, Int) = (tensor.shape[0], tensor.shape[1])
    let wide: Tensor<Scalar> = Tensor(concatenating: [tensor, Tensor(zeros: [rows, 3])], axis: 1)
    let tall: Tensor<Scalar> = Tensor(concatenating: [tensor.transposed(), Tensor(zeros: [columns, 3])], axis: 1)
    return [
        tensor, tensor.transposed().contiguous().transposed(), wide[.all, 0 ..< columns],
        tall[.all, 0 ..< rows].transposed(),
    ]
}

/// Returns the product of two matrices by its definition: a sum over the inner axis of products of broadcast matrices, a
/// row at a time.
func productByDefinition(_ left: Tensor<Double>, _ right: Tensor<Double>) -> Tensor<Double> {
    Tensor(
        concatenating: (0 ..< left.shape[0]).map { row in
            (left[row].reshaped(to: [left.shape[1], 1]) * right).sum(axis: 0, keepDims: true)
        }, axis: 0)
}
