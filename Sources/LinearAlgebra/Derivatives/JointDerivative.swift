import Tensors

/// Returns the results of an operation that has several results, with one pullback for all of them.
///
/// The gradients that the single results contribute may be infinite although their sum is finite. Therefore the
/// pullback receives the cotangents of all results in one call. If the input is tracked, the results are packed into
/// one tensor, which is one node of the tape, and slices of this tensor are returned. Otherwise nothing is copied.
///
/// - Parameters:
///   - operation: The operation's name.
///   - results: The results, with the leading axes of the input's stack.
///   - input: The tensor from which the results were computed.
///   - pullback: Returns the gradient of the loss with respect to the input. Its arguments are the cotangents of the
///     results and the results themselves, which are tracked.
func withJointDerivative<Scalar: LinearAlgebraScalar>(
    of operation: String, _ results: [Tensor<Scalar>], by input: Tensor<Scalar>,
    _ pullback: @escaping (_ cotangents: [Tensor<Scalar>], _ results: [Tensor<Scalar>]) -> Tensor<Scalar>
) -> [Tensor<Scalar>] {
    guard input.isTracked else { return results }
    let shapes: [Shape] = results.map(\.shape)
    let length: Int = shapes.reduce(0) { $0 + $1.elementCount }
    var packed = Tensor<Scalar>(zeros: [length])
    var start = 0
    for result in results {
        packed[start ..< start + result.count] = result.asConstant().reshaped(to: [result.count] as Shape)
        start += result.count
    }
    let recorded: Tensor<Scalar> = withDerivative(
        of: TensorOperation(operation, input), packed,
        .by(input) { cotangent, output in pullback(unpacked(cotangent, shapes), unpacked(output, shapes)) })
    return unpacked(recorded, shapes)
}

private func unpacked<Scalar: LinearAlgebraScalar>(_ packed: Tensor<Scalar>, _ shapes: [Shape]) -> [Tensor<Scalar>] {
    var start = 0
    return shapes.map { shape in
        defer { start += shape.elementCount }
        return packed[start ..< start + shape.elementCount].reshaped(to: shape)
    }
}
