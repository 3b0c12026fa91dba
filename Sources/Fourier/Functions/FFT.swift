public import ComplexModule
public import Tensors

/// Returns the discrete Fourier transform along an axis with n points: X[k] = Σ_j x[j]·e^(−2πi·jk/n) for 0 ≤ k < n,
/// where the sum is over 0 ≤ j < n. The function is differentiable.
///
/// The transform takes O(n·log n) operations for every length n, also for a prime. Real numbers take half the time of
/// complex numbers; `rfft` also needs only half the memory. A line consists of the numbers along the axis. If a line of
/// `x` contains NaN or an infinity, the same line of the result contains NaN.
///
/// - Parameters:
///   - x: Real or complex numbers in any memory layout, with at least one axis.
///   - n: The number of points, which replaces the length of the axis: a longer axis is cut at its end, and a shorter
///     axis is continued with zeros. The default is the length of the axis. A number below 1 traps.
///   - axis: The axis; a negative axis counts from the end. An axis out of range traps.
///   - norm: The normalization. The default has no factor; `.ortho` divides by √n, and `.forward` by n.
/// - Returns: A tensor with the shape of `x`, but with n numbers along the axis. It has no elements if another axis has
///   the length 0.
public func fft<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fft", x, .forward, TransformAxes("fft", x.shape, n: n, axis: axis), norm)
}

/// Returns the inverse transform of `fft`: x[j] = (1/n)·Σ_k X[k]·e^(+2πi·jk/n) for 0 ≤ j < n, where n is the number of
/// points and the sum is over 0 ≤ k < n. The argument is the spectrum X. The function is differentiable.
///
/// The parameters, the shape of the result and the traps are the same as for `fft`. The default of `norm` divides by n.
public func ifft<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("ifft", x, .backward, TransformAxes("ifft", x.shape, n: n, axis: axis), norm)
}

/// Returns the discrete Fourier transform along several axes: the result of `fft` along these axes, one after another.
/// The function is differentiable.
///
/// - Parameters:
///   - x: Real or complex numbers, in any memory layout.
///   - s: The number of points along each of the axes, which replaces the length of the axis: a longer axis is cut at
///     its end, and a shorter axis is continued with zeros. By default, these are the lengths of the axes. A number
///     below 1 traps. An array also traps if its count differs from the count of `axes` or exceeds the rank of `x`.
///   - axes: The axes; negative axes count from the end. An axis that is out of range or repeated traps. The default is
///     all axes, or the last `s.count` axes if `s` is given.
///   - norm: The normalization. The default has no factor; `.ortho` divides by √N, and `.forward` by N, where N is the
///     product of the numbers of points.
/// - Returns: A tensor with the shape of `x`, but with the lengths `s` along the axes.
public func fftn<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fftn", x, .forward, TransformAxes("fftn", x.shape, s: s, axes: axes), norm)
}

/// Returns the inverse transform of `fftn`. The function is differentiable.
///
/// The parameters, the shape of the result and the traps are the same as for `fftn`. The default of `norm` divides by
/// the product of the numbers of points.
public func ifftn<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("ifftn", x, .backward, TransformAxes("ifftn", x.shape, s: s, axes: axes), norm)
}

/// Returns the result of `fftn` along the given axes, by default the last two axes. The other parameters and the traps
/// are the same as for `fftn`.
public func fft2<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fft2", x, .forward, TransformAxes("fft2", x.shape, s: s, axes: axes), norm)
}

/// Returns the result of `ifftn` along the given axes, by default the last two axes. The other parameters and the traps
/// are the same as for `ifftn`.
public func ifft2<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("ifft2", x, .backward, TransformAxes("ifft2", x.shape, s: s, axes: axes), norm)
}

private func spectrum<Scalar: FourierScalar>(
    _ name: String, _ x: Tensor<Scalar>, _ direction: Direction, _ points: TransformAxes, _ norm: FourierNorm
) -> Tensor<Complex<Scalar.Magnitude>> {
    let scale: Double = norm.scale(direction, count: points.total)
    let x: Tensor<Scalar> = fitted(x, axes: points.axes, lengths: points.counts)
    if let real = x as? Tensor<Scalar.Magnitude> {
        return transformed(real: real, direction, axes: points.axes, scale: scale)
    }
    guard let complex = x as? Tensor<Complex<Scalar.Magnitude>> else {
        fatalError("\(name): \(Scalar.self) is neither its magnitude nor Complex of it")
    }
    return transformed(complex, direction, axes: points.axes, scale: scale)
}
