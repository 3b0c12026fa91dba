import ComplexModule
import Tensors

// Let X be the spectrum of n real numbers. Half of X determines the whole of X: for 0 < k < n/2, X[n − k] is the
// conjugate of X[k]. The transform from the half spectrum to real numbers therefore counts these X[k] twice. The
// adjoint of each of the two transforms below is the other transform, except for these weights.

/// Returns the half spectrum of n real numbers along an axis: X[k] = scale·Σ_j x[j]·e^(−2πi·jk/n) for 0 ≤ k ≤ n/2,
/// where n is the length of the axis and the sum is over 0 ≤ j < n. The function is differentiable.
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

/// Returns the `count` real numbers whose half spectrum along an axis is `x`, multiplied by `scale`. The exponents are
/// e^(+2πi·jk/n), where n is `count`. The imaginary parts of X[0] and, if n is even, of X[n/2] are ignored. The
/// function is differentiable.
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

/// Returns the weights of a half spectrum X of `count` = n points: `inner` for each X[k] that also determines X[n − k],
/// and 1 for the other numbers. The tensor has `rank` axes. All axes except `axis` have length 1, so the tensor
/// broadcasts along the other axes.
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
