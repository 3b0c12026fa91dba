public import ComplexModule
public import Tensors

/// The Fourier transform of a signal whose other half is conjugate, x[n − j] = conj(x[j]): n real numbers
/// X[k] = Σ_j x[j]·e^(−2πi·jk/n) from 0 ≤ j ≤ n/2. Differentiable.
///
/// - Parameters:
///   - x: The half of the signal. The axis is cut at its end, or continued with zeros, to n/2 + 1. The imaginary parts
///     of x[0] and, if n is even, of x[n/2] are ignored.
///   - n: The number of points. The default is 2·(m − 1) for an axis of length m.
///   - axis: The axis; a negative one counts from the end.
///   - norm: Whether this direction divides by n, by √n or, the default, not at all.
/// - Returns: `x`'s shape with n along the axis. Traps if n is below 1.
public func hfft<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Real> {
    let points = TransformAxes(halfSpectrum: "hfft", x.shape, s: n.map { [$0] }, axes: [axis])
    let (axis, count): (Int, Int) = (points.axes[0], points.counts[0])
    let half: Tensor<Complex<Real>> = fitted(x, axes: [axis], lengths: [count / 2 + 1])
    return realSignal(
        half.conjugated(), count: count, axis: axis, scale: norm.scale(.forward, count: count))
}

/// The inverse of `hfft`: the half 0 ≤ j ≤ n/2 of a signal with a real spectrum. Differentiable.
///
/// - Parameters:
///   - x: The spectrum, of any memory layout.
///   - n: The number of points. The axis is cut at its end, or continued with zeros, to n. The default is its length.
///   - axis: The axis; a negative one counts from the end.
///   - norm: Whether this direction divides by n (the default), by √n or not at all.
/// - Returns: `x`'s shape with n/2 + 1 (rounded down) along the axis. Traps if n is below 1.
public func ihfft<Real: FourierReal>(
    _ x: Tensor<Real>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    let points = TransformAxes("ihfft", x.shape, n: n, axis: axis)
    let (axis, count): (Int, Int) = (points.axes[0], points.counts[0])
    let x: Tensor<Real> = fitted(x, axes: [axis], lengths: [count])
    return halfSpectrum(x, axis: axis, scale: norm.scale(.backward, count: count)).conjugated()
}
