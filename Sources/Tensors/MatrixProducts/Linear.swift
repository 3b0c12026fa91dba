/// Returns `x · weightᵀ + bias`, the affine map of a dense layer. Differentiable.
///
/// The cost is 2 · rows · inputs · outputs floating-point operations; the leading axes of `x` count as rows. Traps
/// unless the shapes are as described below.
///
/// - Parameters:
///   - x: The inputs, a tensor of shape `[…, inputs]`.
///   - weight: The weight, a tensor of shape `[outputs, inputs]`.
///   - bias: The bias, a tensor of shape `[outputs]`, or `nil` for no bias.
/// - Returns: A tensor of shape `[…, outputs]`.
public func linear<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ weight: Tensor<Scalar>, bias: Tensor<Scalar>? = nil
) -> Tensor<Scalar> {
    require(
        x.rank >= 1 && weight.rank == 2 && x.shape[-1] == weight.shape[1],
        "linear: inner dimensions differ: \(x.shape) × transposed \(weight.shape)")
    if let bias {
        require(bias.shape == [weight.shape[0]], "linear: bias \(bias.shape) does not fit weight \(weight.shape)")
    }
    if x.rank == 2, let bias { return rowsTimes(weight, x, bias) }
    return withOperation(operation(x, weight, bias)) {
        let rows: Tensor<Scalar> = x.rank == 2 ? x : x.reshaped(to: [x.shape.rowCount, x.shape[-1]] as Shape)
        let result: Tensor<Scalar> = bias.map { rowsTimes(weight, rows, $0) } ?? matmul(rows, weight.transposed())
        return x.rank == 2 ? result : result.reshaped(to: Shape(x.shape.dimensions.dropLast() + [weight.shape[0]]))
    }
}

private func operation<Scalar>(
    _ x: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>?
) -> TensorOperation {
    TensorOperation("linear", x, weight, bias, multiplyAdds: x.count * weight.shape[0])
}

/// Returns `x · weightᵀ + bias` for `x` of rank 2. The tape records a single operation.
private func rowsTimes<Scalar: RealScalar>(
    _ weight: Tensor<Scalar>, _ x: Tensor<Scalar>, _ bias: Tensor<Scalar>
) -> Tensor<Scalar> {
    withDerivative(
        of: operation(x, weight, bias), affineProduct(x, weight, bias),
        .by(x) { cotangent in matmul(cotangent, weight) },
        .by(weight) { cotangent in matmul(cotangent.transposed(), x) },
        .by(bias) { cotangent in cotangent.sum(axis: 0) })
}

/// Returns `x · weightᵀ + bias` for `x` of rank 2. The function first sets every row of the result to the bias, and
/// GEMM then adds the product. The tape does not record the operation.
private func affineProduct<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, _ weight: Tensor<Scalar>, _ bias: Tensor<Scalar>
) -> Tensor<Scalar> {
    Gemm.prepare()
    let (rows, outputs): (Int, Int) = (x.shape[0], weight.shape[0])
    let (left, right) = (GemmOperand(x), GemmOperand(weight.permutedView([1, 0])))
    let bias: Tensor<Scalar> = bias.contiguous()
    return Tensor(uninitialized: [rows, outputs]) { result in
        guard let target = result.baseAddress, rows > 0 else { return }
        let rowsPerChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, outputs))
        Parallelism.forEachRange(of: rows, length: rowsPerChunk) { range in
            for row in range { (target + row * outputs).update(from: bias.address, count: outputs) }
        }
        Gemm.multiply(
            left, at: 0, right, at: 0, rows: rows, columns: outputs, inner: x.shape[1], adds: true, into: target)
    }
}
