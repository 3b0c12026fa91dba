import Tensors

/// The results of an operation that has several, with one derivative for all of them together.
///
/// The contributions of a factorization's parts to the derivative may be infinite one by one where their sum is finite,
/// so the pullback needs all cotangents at once. While the tape records, the results are packed into one tensor, a
/// single node of the tape, and returned as slices of it. Otherwise nothing is copied.
///
/// - Parameters:
///   - operation: The operation's name.
///   - results: Tensors with the leading axes of the input's stack.
///   - input: The tensor that they were computed from.
///   - pullback: The gradient with respect to the input, from the cotangents of the results and from the results, which
///     are on the tape.
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
