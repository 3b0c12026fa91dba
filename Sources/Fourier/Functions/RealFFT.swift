public import ComplexModule
public import Tensors

/// The Fourier transform of real numbers along one axis, X[k] = Σ_j x[j]·e^(−2πi·jk/n), for 0 ≤ k ≤ n/2 only.
///
/// These numbers determine the others: X[n − k] is the conjugate of X[k]. Half the time and memory of `fft`.
/// Differentiable.
///
/// - Parameters:
///   - x: The numbers, of any rank from 1 on and any memory layout.
///   - n: The number of points. The axis is cut at its end, or continued with zeros, to n. The default is its length.
///   - axis: The axis; a negative one counts from the end.
///   - norm: Whether this direction divides by n, by √n or, the default, not at all.
/// - Returns: `x`'s shape with n/2 + 1 (rounded down) along the axis. Traps if n is below 1.
public func rfft<Real: FourierReal>(
    _ x: Tensor<Real>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfft", x, TransformAxes("rfft", x.shape, n: n, axis: axis), norm)
}

/// The inverse of `rfft`: n real numbers from the half 0 ≤ k ≤ n/2 of their spectrum. Differentiable.
///
/// The imaginary parts of X[0] and, if n is even, of X[n/2] are ignored, because the spectrum of real numbers has no such
/// parts. The derivative by them is 0.
///
/// - Parameters:
///   - x: The half spectrum. The axis is cut at its end, or continued with zeros, to n/2 + 1.
///   - n: The number of points. The default is 2·(m − 1) for an axis of length m, which is even: give an odd n.
///   - axis: The axis; a negative one counts from the end.
///   - norm: Whether this direction divides by n (the default), by √n or not at all.
/// - Returns: `x`'s shape with n along the axis. Traps if n is below 1.
public func irfft<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Real> {
    backwardReal(x, TransformAxes(halfSpectrum: "irfft", x.shape, s: n.map { [$0] }, axes: [axis]), norm)
}

/// The Fourier transform of real numbers along several axes. Only the half 0 ≤ k ≤ n/2 along the last of the axes is
/// computed. Differentiable.
///
/// - Parameters:
///   - x: The numbers, of any memory layout.
///   - s: The number of points along each of the axes. The default is the axes' lengths.
///   - axes: The axes; negative ones count from the end. The default is all axes, or the last `s.count` if `s` is
///     given.
///   - norm: Whether this direction divides by the product N of the numbers of points, by √N or, the default, not at
///     all.
/// - Returns: `x`'s shape with `s` along the axes, n/2 + 1 along the last. Traps if there is no axis, if one is
///   repeated, or if a number of points is below 1.
public func rfftn<Real: FourierReal>(
    _ x: Tensor<Real>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfftn", x, TransformAxes("rfftn", x.shape, s: s, axes: axes), norm)
}

/// The inverse of `rfftn`: real numbers from half of their spectrum. Differentiable.
///
/// The complex transforms run first, along all axes but the last; the last axis is that of `irfft`.
///
/// - Parameters:
///   - x: The half spectrum.
///   - s: The number of points along each of the axes. The default is the axes' lengths, and 2·(m − 1) for the last.
///   - axes: The axes; negative ones count from the end. The default is all axes, or the last `s.count` if `s` is
///     given.
///   - norm: Whether this direction divides by the product N of the numbers of points (the default), by √N or not at
///     all.
/// - Returns: `x`'s shape with `s` along the axes. Traps as `rfftn` does.
public func irfftn<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Real> {
    backwardReal(x, TransformAxes(halfSpectrum: "irfftn", x.shape, s: s, axes: axes), norm)
}

/// `rfftn` along two axes, by default the last two.
public func rfft2<Real: FourierReal>(
    _ x: Tensor<Real>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfft2", x, TransformAxes("rfft2", x.shape, s: s, axes: axes), norm)
}

/// `irfftn` along two axes, by default the last two.
public func irfft2<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Real> {
    backwardReal(x, TransformAxes(halfSpectrum: "irfft2", x.shape, s: s, axes: axes), norm)
}

private func forwardReal<Real: FourierReal>(
    _ name: String, _ x: Tensor<Real>, _ points: TransformAxes, _ norm: FourierNorm
) -> Tensor<Complex<Real>> {
    points.requireAxis(name, x.shape)
    let axis: Int = points.axes[points.axes.count - 1]
    let scale: Double = norm.scale(.forward, count: points.total)
    let x: Tensor<Real> = fitted(x, axes: points.axes, lengths: points.counts)
    let others: [Int] = points.axes.dropLast()
    if others.isEmpty { return halfSpectrum(x, axis: axis, scale: scale) }
    return transformed(halfSpectrum(x, axis: axis, scale: 1), .forward, axes: others, scale: scale)
}

private func backwardReal<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, _ points: TransformAxes, _ norm: FourierNorm
) -> Tensor<Real> {
    let last: Int = points.axes.count - 1
    let (axis, count): (Int, Int) = (points.axes[last], points.counts[last])
    let scale: Double = norm.scale(.backward, count: points.total)
    let others: [Int] = points.axes.dropLast()
    var x: Tensor<Complex<Real>> = fitted(x, axes: points.axes, lengths: points.counts.dropLast() + [count / 2 + 1])
    if !others.isEmpty { x = transformed(x, .backward, axes: others, scale: 1) }
    return realSignal(x, count: count, axis: axis, scale: scale)
}
