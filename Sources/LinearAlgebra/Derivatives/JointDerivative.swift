import Tensors

/// Records an operation with several results on the tape, with a single pullback, and returns the results.
///
/// The gradient that one result contributes may be infinite although the sum over all results is finite. The pullback
/// therefore receives the cotangents of all results in one call. If the input is tracked, the function packs the
/// results into one tensor, which is one node of the tape, and returns slices of this tensor. If the input is not
/// tracked, the function returns `results`.
///
/// - Parameters:
///   - operation: The name of the operation on the tape.
///   - results: The results of the operation. A result may have any shape.
///   - input: The tensor from which the results were computed.
///   - pullback: Returns the gradient of the loss with respect to `input`. Its arguments are the cotangents of the
///     results and the tracked results, in the order of `results`.
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
