public import ComplexModule
public import Tensors

/// Returns half of the Fourier transform of real numbers along an axis with n points: X[k] = Σ_j x[j]·e^(−2πi·jk/n) for
/// 0 ≤ k ≤ n/2, where the sum is over 0 ≤ j < n. The function is differentiable.
///
/// These numbers determine the other half, because X[n − k] is the conjugate of X[k]. The function takes half the time
/// and memory of the complex transform.
///
/// - Parameters:
///   - x: The numbers in any memory layout, with at least one axis.
///   - n: The number of points, which replaces the length of the axis: a longer axis is cut at its end, and a shorter
///     axis is continued with zeros. The default is the length of the axis. A number below 1 traps.
///   - axis: The axis; a negative axis counts from the end. An axis out of range traps.
///   - norm: The normalization. The default has no factor; `.ortho` divides by √n, and `.forward` by n.
/// - Returns: A tensor with the shape of `x`, but with n/2 + 1 (rounded down) numbers along the axis.
public func rfft<Real: FourierReal>(
    _ x: Tensor<Real>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfft", x, TransformAxes("rfft", x.shape, n: n, axis: axis), norm)
}

/// Returns the inverse transform of `rfft`: n real numbers from the half 0 ≤ k ≤ n/2 of their spectrum X. The function
/// is differentiable.
///
/// The imaginary parts of X[0] and, if n is even, of X[n/2] are ignored, because they are 0 in the spectrum of real
/// numbers. The derivative with respect to these parts is 0.
///
/// - Parameters:
///   - x: The half spectrum X. The function uses n/2 + 1 (rounded down) numbers along the axis: a longer axis is cut at
///     its end, and a shorter axis is continued with zeros.
///   - n: The number of points. The default is 2·(m − 1) for an axis of length m. This default is even, so an odd n
///     must be given. An axis of length 1 also needs an `n`. An n below 1 traps.
///   - axis: The axis; a negative axis counts from the end. An axis out of range traps.
///   - norm: The normalization. The default divides by n, `.ortho` by √n; `.forward` has no factor.
/// - Returns: A tensor with the shape of `x`, but with n numbers along the axis.
public func irfft<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Real> {
    backwardReal(x, TransformAxes(halfSpectrum: "irfft", x.shape, s: n.map { [$0] }, axes: [axis]), norm)
}

/// Returns the Fourier transform of real numbers along several axes. Along the last of the axes, only the half 0 ≤ k ≤
/// n/2 of the spectrum is computed, where n is the number of points along this axis. The function is differentiable.
///
/// - Parameters:
///   - x: The numbers, in any memory layout.
///   - s: The number of points along each of the axes, which replaces the length of the axis: a longer axis is cut at
///     its end, and a shorter axis is continued with zeros. By default, these are the lengths of the axes. A number
///     below 1 traps. An array also traps if its count differs from the count of `axes` or exceeds the rank of `x`.
///   - axes: The axes; negative axes count from the end. An axis that is out of range or repeated traps. The default is
///     all axes, or the last `s.count` axes if `s` is given. An empty array traps.
///   - norm: The normalization. The default has no factor; `.ortho` divides by √N, and `.forward` by N, where N is the
///     product of the numbers of points.
/// - Returns: A tensor with the shape of `x`, but with the lengths `s` along the axes, and n/2 + 1 (rounded down) along
///   the last of the axes.
public func rfftn<Real: FourierReal>(
    _ x: Tensor<Real>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfftn", x, TransformAxes("rfftn", x.shape, s: s, axes: axes), norm)
}

/// Returns the inverse transform of `rfftn`: real numbers from half of their spectrum. The function is differentiable.
///
/// The function first transforms complex numbers along all axes except the last one, and then transforms the last axis
/// as `irfft` does.
///
/// - Parameters:
///   - x: The half spectrum.
///   - s: The number of points along each of the axes. The function uses n numbers along an axis with n points, but n/2
///     + 1 (rounded down) numbers along the last axis: a longer axis is cut at its end, and a shorter axis is continued
///     with zeros. By default, the numbers of points are the lengths of the axes, but 2·(m − 1) for the last axis,
///     where m is the length of this axis. A number below 1 traps. An array also traps if its count differs from the
///     count of `axes` or exceeds the rank of `x`.
///   - axes: The axes; negative axes count from the end. An axis that is out of range or repeated traps. The default is
///     all axes, or the last `s.count` axes if `s` is given. An empty array traps.
///   - norm: The normalization. The default divides by N, which is the product of the numbers of points, and `.ortho`
///     by √N; `.forward` has no factor.
/// - Returns: A tensor with the shape of `x`, but with the lengths `s` along the axes.
public func irfftn<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Real> {
    backwardReal(x, TransformAxes(halfSpectrum: "irfftn", x.shape, s: s, axes: axes), norm)
}

/// Returns the result of `rfftn` along the given axes, by default the last two axes. The other parameters and the traps
/// are the same as for `rfftn`.
public func rfft2<Real: FourierReal>(
    _ x: Tensor<Real>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Complex<Real>> {
    forwardReal("rfft2", x, TransformAxes("rfft2", x.shape, s: s, axes: axes), norm)
}

/// Returns the result of `irfftn` along the given axes, by default the last two axes. The other parameters and the
/// traps are the same as for `irfftn`.
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
