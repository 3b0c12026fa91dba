internal import CKernels

/// Returns a tensor whose last axes are divided by their root mean square: `x / √(mean(x²) + ε) · scale`.
///
/// The mean is taken over the last axes of each sample, which have the lengths `shape`. Unlike layer normalization, the
/// function does not subtract the mean of x. The squares of large and of small elements do not overflow or underflow. A
/// sample of zeros gives zeros, or NaN if ε is 0. If the reciprocal of the root mean square overflows, which is
/// possible only for ε < 2⁻²⁵⁰ in single precision, the results are infinite or NaN. If an element of a sample is
/// infinite, it gives NaN and the other elements of the sample give 0; a NaN makes the sample NaN.
///
/// A fused kernel computes the forward pass, and another kernel computes the backward pass. Differentiable once with
/// respect to `x` and `scale`: a second derivative traps. Traps unless the shape of `x` ends with `shape`, and `scale`
/// has the shape `shape`.
///
/// Source: B. Zhang, R. Sennrich, "Root mean square layer normalization", NeurIPS 2019.
///
/// - Parameters:
///   - x: The tensor.
///   - shape: The lengths of the axes to normalize over. These axes are the last axes of `x`.
///   - scale: The factor of each element of these axes, or `nil` for 1.
///   - epsilon: The number ε, which keeps the divisor from being 0.
/// - Returns: A tensor of the shape of `x`.
public func rmsNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, over shape: Shape, scale: Tensor<Scalar>? = nil, epsilon: Scalar
) -> Tensor<Scalar> {
    require(
        x.rank >= shape.rank && Array(x.shape.suffix(shape.rank)) == shape.dimensions
            && (scale?.shape ?? shape) == shape,
        "rmsNormalized: \(x.shape) does not end with \(shape), or the scale \(shapeText(scale)) has another shape"
    )
    let length: Int = shape.elementCount
    let rows: Int = x.shape.dropLast(shape.rank).reduce(1, *)
    let perChunk: Int = max(1, Parallelism.elementsPerChunk / max(1, length))
    let source: Tensor<Scalar> = x.asConstant().contiguous()
    let gain: Tensor<Scalar>? = scale?.asConstant().contiguous()
    let inverse = Tensor<Scalar>(uninitialized: [rows])
    let value = Tensor<Scalar>(uninitialized: x.shape)
    func operands() -> synann_rms_normalization {
        synann_rms_normalization(length: length, x: source.address, scale: gain?.address, epsilon: Double(epsilon))
    }
    Parallelism.forEachRange(of: rows, length: perChunk) { range in
        var operands: synann_rms_normalization = operands()
        synann_normalize_rms(
            Scalar.kernelType, &operands, range.lowerBound, range.upperBound, inverse.mutableAddress,
            value.mutableAddress)
    }
    func operation() -> TensorOperation {
        TensorOperation(
            "rmsNormalized", attributes: ["axes": .integer(shape.rank), "epsilon": .number(Double(epsilon))])
    }
    return withDerivative(of: operation(), value, inputs: [x] + (scale.map { [$0] } ?? [])) { cotangent, wanted in
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: source.shape) : nil
        // Each chunk of rows has a partial sum, and the partial sums are added at the end. So the order of additions
        // depends only on the shapes.
        let perSum: Int = max(perChunk, (rows + 15) / 16)
        let partial: Tensor<Scalar>? =
            wanted.count > 1 && wanted[1] ? Tensor(zeros: [(rows + perSum - 1) / perSum, length]) : nil
        Parallelism.forEachRange(of: rows, length: perSum) { range in
            var operands: synann_rms_normalization = operands()
            var gradient = synann_rms_normalization_gradient(
                cotangent: cotangent.address, inverse: inverse.address,
                by_scale: partial.map { $0.mutableAddress + range.lowerBound / perSum * length },
                by_x: byX?.mutableAddress)
            synann_normalize_rms_gradient(
                Scalar.kernelType, &operands, range.lowerBound, range.upperBound, &gradient)
        }
        return [byX] + (wanted.count > 1 ? [partial.map { $0.sum(axis: 0).reshapedView(to: shape) }] : [])
    }
}
