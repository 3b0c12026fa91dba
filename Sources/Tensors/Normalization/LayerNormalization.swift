internal import CKernels

/// Returns a tensor whose last axes are normalized to mean 0 and variance 1, then scaled and shifted:
/// `(x − μ) / √(σ² + ε) · scale + shift`.
///
/// The mean μ and the population variance σ² are taken over the last axes of each sample, which have the shape of
/// `scale`. A NaN makes the sample NaN.
///
/// A fused kernel computes the forward pass, and another kernel computes the backward pass. Differentiable with respect
/// to `x`, `scale` and `shift`; a second derivative comes from tensor operations. Traps unless the shape of `x` ends
/// with the shape of `scale`, and `shift` has this shape too.
///
/// Source: J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016.
///
/// - Parameters:
///   - x: The tensor.
///   - scale: The factor of each element of the normalized axes.
///   - shift: The number that is added to each element of these axes.
///   - epsilon: The number ε, which keeps the divisor from being 0.
/// - Returns: A tensor of the shape of `x`.
package func layerNormalized<Scalar: RealScalar>(
    _ x: Tensor<Scalar>, scale: Tensor<Scalar>, shift: Tensor<Scalar>, epsilon: Double
) -> Tensor<Scalar> {
    require(
        x.rank >= scale.rank && Array(x.shape.suffix(scale.rank)) == scale.shape.dimensions
            && shift.shape == scale.shape,
        "layerNormalized: \(x.shape) does not end with the shapes \(scale.shape) and \(shift.shape)")
    let kernel = LayerNormalizationKernel(x, scale, shift, epsilon)
    let (value, statistics) = kernel.normalized()
    return withSharedDerivative(
        of: TensorOperation("layerNormalized", x, scale, shift, attributes: ["epsilon": .number(epsilon)]), value,
        inputs: [x, scale, shift]
    ) { cotangent, _, wanted in
        Tape.recording == nil
            ? kernel.gradients(cotangent, statistics, wanted)
            : recordedGradients(cotangent, x, scale, Scalar(epsilon))
    }
}

/// Returns the gradients with respect to x, the scale and the shift, computed by tensor operations, so that they can be
/// differentiated again.
private func recordedGradients<Scalar: RealScalar>(
    _ cotangent: Tensor<Scalar>, _ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ epsilon: Scalar
) -> [Tensor<Scalar>?] {
    let axes: [Int] = (0 ..< scale.rank).map { -1 - $0 }
    func mean(_ tensor: Tensor<Scalar>) -> Tensor<Scalar> { tensor.mean(axes: axes, keepDims: true) }
    let deviation: Tensor<Scalar> = (x.variance(axes: axes, keepDims: true) + epsilon).squareRoot()
    let unit: Tensor<Scalar> = (x - mean(x)) / deviation
    let h: Tensor<Scalar> = cotangent * scale
    return [
        (h - mean(h) - unit * mean(h * unit)) / deviation, (cotangent * unit).summed(to: scale.shape),
        cotangent.summed(to: scale.shape),
    ]
}

/// The kernels of layer normalization for given operands. The work is divided into chunks of rows that depend only on
/// the shapes.
private struct LayerNormalizationKernel<Scalar: RealScalar> {
    private let x, scale, shift: Tensor<Scalar>
    private let epsilon: Double
    private let rows, length: Int

    init(_ x: Tensor<Scalar>, _ scale: Tensor<Scalar>, _ shift: Tensor<Scalar>, _ epsilon: Double) {
        self.x = x.asConstant().contiguous()
        self.scale = scale.asConstant().contiguous()
        self.shift = shift.asConstant().contiguous()
        self.epsilon = epsilon
        length = scale.count
        rows = x.shape.dropLast(scale.rank).reduce(1, *)
    }

    private var rowsPerChunk: Int { max(1, Parallelism.elementsPerChunk / max(1, length)) }

    private var operands: synann_layer_normalization {
        synann_layer_normalization(
            length: length, x: x.address, scale: scale.address, shift: shift.address, epsilon: epsilon)
    }

    /// Returns the result and, in the shape `[2, rows]`, the mean and the reciprocal of the deviation of each row.
    func normalized() -> (value: Tensor<Scalar>, statistics: Tensor<Scalar>) {
        let value = Tensor<Scalar>(uninitialized: x.shape)
        let statistics = Tensor<Scalar>(uninitialized: [2, rows])
        Parallelism.forEachRange(of: rows, length: rowsPerChunk) { range in
            var operands: synann_layer_normalization = operands
            synann_normalize_layer(
                Scalar.kernelType, &operands, range.lowerBound, range.upperBound, statistics.mutableAddress,
                statistics.mutableAddress + rows, value.mutableAddress)
        }
        return (value, statistics)
    }

    /// Returns the gradients with respect to x, the scale and the shift.
    func gradients(_ cotangent: Tensor<Scalar>, _ statistics: Tensor<Scalar>, _ wanted: [Bool]) -> [Tensor<Scalar>?] {
        let cotangent: Tensor<Scalar> = cotangent.contiguous()
        let byX: Tensor<Scalar>? = wanted[0] ? Tensor(uninitialized: x.shape) : nil
        // Each chunk of rows has partial sums, and the partial sums are added at the end. So the order of additions
        // depends only on the shapes.
        let perSum: Int = max(rowsPerChunk, (rows + 15) / 16)
        let partial = Tensor<Scalar>(zeros: [(rows + perSum - 1) / perSum, 2, length])
        Parallelism.forEachRange(of: rows, length: perSum) { range in
            var operands: synann_layer_normalization = operands
            let sums: UnsafeMutablePointer<Scalar> = partial.mutableAddress + range.lowerBound / perSum * 2 * length
            var gradient = synann_layer_normalization_gradient(
                cotangent: cotangent.address, mean: statistics.address, inverse: statistics.address + rows,
                by_scale: sums, by_shift: sums + length, by_x: byX?.mutableAddress)
            synann_normalize_layer_gradient(
                Scalar.kernelType, &operands, range.lowerBound, range.upperBound, &gradient)
        }
        let sums: Tensor<Scalar> = partial.sum(axis: 0)
        return [byX] + [0, 1].map { wanted[1 + $0] ? sums[$0].reshapedView(to: scale.shape) : nil }
    }
}
