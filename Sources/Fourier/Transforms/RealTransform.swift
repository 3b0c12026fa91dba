import ComplexModule
import Tensors

// The half of the spectrum stands for the whole: X[k] with 0 < k < n/2 stands for X[n − k] too. So the transform from
// the half weighs these numbers twice, and the adjoints of the two transforms are each other but for these weights.

/// The half spectrum X[0] … X[n/2] of real numbers along one axis, with e^(−2πi·jk/n). Differentiable.
func halfSpectrum<Real: FourierReal>(_ x: Tensor<Real>, axis: Int, scale: Double) -> Tensor<Complex<Real>> {
    let count: Int = x.shape[axis]
    return withDerivative(
        of: operation("rfft", x, [axis], scale),
        transformedValue(x, .realToHalf, axis: axis, count: count, scale: scale), converting: x
    ) { cotangent in
        let weights: Tensor<Complex<Real>> = halfWeights(count: count, axis: axis, rank: cotangent.rank, inner: 0.5)
        return realSignal(cotangent * weights, count: count, axis: axis, scale: scale)
    }
}

/// The `count` real numbers with the half spectrum `x` along one axis, with e^(+2πi·jk/n). The imaginary parts of X[0]
/// and, if the count is even, of X[n/2] are ignored. Differentiable.
func realSignal<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, count: Int, axis: Int, scale: Double
) -> Tensor<Real> {
    withDerivative(
        of: operation("irfft", x, [axis], scale, count: count),
        transformedValue(x, .halfToReal, axis: axis, count: count, scale: scale), converting: x
    ) { cotangent in
        halfSpectrum(cotangent, axis: axis, scale: scale)
            * halfWeights(count: count, axis: axis, rank: cotangent.rank, inner: 2)
    }
}

/// `inner` for each number that stands for two of the whole spectrum, 1 for the others, as a tensor that broadcasts
/// along the other axes.
private func halfWeights<Real: FourierReal>(
    count: Int, axis: Int, rank: Int, inner: Real
) -> Tensor<Complex<Real>> {
    let length: Int = count / 2 + 1
    var weights = [Complex<Real>](repeating: Complex(inner), count: length)
    weights[0] = 1
    if count % 2 == 0 { weights[length - 1] = 1 }
    var dimensions = [Int](repeating: 1, count: rank)
    dimensions[axis] = length
    return Tensor(weights, shape: Shape(dimensions))
}
