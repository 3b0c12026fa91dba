public import ComplexModule
public import Tensors

/// Returns the Fourier transform of a signal of n points with conjugate symmetry, x[n − j] = conj(x[j]). The transform
/// consists of n real numbers X[k] = Σ_j x[j]·e^(−2πi·jk/n), where the sum is over 0 ≤ j < n. The argument contains
/// only the numbers x[j] with 0 ≤ j ≤ n/2. The function is differentiable.
///
/// - Parameters:
///   - x: The half of the signal. The function uses n/2 + 1 (rounded down) numbers along the axis: a longer axis is cut
///     at its end, and a shorter axis is continued with zeros. The imaginary parts of x[0] and, if n is even, of x[n/2]
///     are ignored.
///   - n: The number of points. The default is 2·(m − 1) for an axis of length m, so a single number needs an `n`. An n
///     below 1 traps.
///   - axis: The axis; a negative axis counts from the end. An axis out of range traps.
///   - norm: The normalization. The default has no factor; `.ortho` divides by √n, and `.forward` by n.
/// - Returns: A tensor with the shape of `x`, but with n numbers along the axis.
public func hfft<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Real> {
    let points = TransformAxes(halfSpectrum: "hfft", x.shape, s: n.map { [$0] }, axes: [axis])
    let (axis, count): (Int, Int) = (points.axes[0], points.counts[0])
    let half: Tensor<Complex<Real>> = fitted(x, axes: [axis], lengths: [count / 2 + 1])
    return realSignal(
        half.conjugated(), count: count, axis: axis, scale: norm.scale(.forward, count: count))
}

/// Returns the inverse transform of `hfft`: the first n/2 + 1 (rounded down) numbers of a signal of n points whose
/// spectrum is real. The function is differentiable.
///
/// - Parameters:
///   - x: The spectrum, in any memory layout.
///   - n: The number of points, which replaces the length of the axis: a longer axis is cut at its end, and a shorter
///     axis is continued with zeros. The default is the length of the axis. A number below 1 traps.
///   - axis: The axis; a negative axis counts from the end. An axis out of range traps.
///   - norm: The normalization. The default divides by n, `.ortho` by √n; `.forward` has no factor.
/// - Returns: A tensor with the shape of `x`, but with n/2 + 1 (rounded down) numbers along the axis.
public func ihfft<Real: FourierReal>(
    _ x: Tensor<Real>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    let points = TransformAxes("ihfft", x.shape, n: n, axis: axis)
    let (axis, count): (Int, Int) = (points.axes[0], points.counts[0])
    let x: Tensor<Real> = fitted(x, axes: [axis], lengths: [count])
    return halfSpectrum(x, axis: axis, scale: norm.scale(.backward, count: count)).conjugated()
}
