public import ComplexModule
public import Tensors

/// The discrete Fourier transform along one axis: X[k] = Σ_j x[j]·e^(−2πi·jk/n) for 0 ≤ k < n.
///
/// Real or complex numbers, of any length: O(n·log n) operations, also if n is a prime. Real numbers take half the
/// time; `rfft` takes half the memory too. Differentiable. NaN or an infinity in a line makes numbers of that line NaN.
///
/// - Parameters:
///   - x: The numbers, of any rank from 1 on and any memory layout.
///   - n: The number of points. The axis is cut at its end, or continued with zeros, to n. The default is its length.
///   - axis: The axis; a negative one counts from the end.
///   - norm: Whether this direction divides by n, by √n or, the default, not at all.
/// - Returns: `x`'s shape with n along the axis. Without elements if another axis has the length 0. Traps if n is below
///   1.
public func fft<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fft", x, .forward, TransformAxes("fft", x.shape, n: n, axis: axis), norm)
}

/// The inverse of `fft`: x[j] = (1/n)·Σ_k X[k]·e^(+2πi·jk/n) for 0 ≤ j < n. Differentiable.
///
/// Parameters, result and traps are those of `fft`. The default `norm` divides by n.
public func ifft<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, n: Int? = nil, axis: Int = -1, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("ifft", x, .backward, TransformAxes("ifft", x.shape, n: n, axis: axis), norm)
}

/// The discrete Fourier transform along several axes. Differentiable.
///
/// - Parameters:
///   - x: Real or complex numbers, of any memory layout.
///   - s: The number of points along each of the axes: see `n` of `fft`. The default is the axes' lengths.
///   - axes: The axes; negative ones count from the end. The default is all axes, or the last `s.count` if `s` is
///     given.
///   - norm: Whether this direction divides by the product N of the numbers of points, by √N or, the default, not at
///     all.
/// - Returns: `x`'s shape with `s` along the axes. Traps if an axis is repeated, or a number of points is below 1.
public func fftn<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fftn", x, .forward, TransformAxes("fftn", x.shape, s: s, axes: axes), norm)
}

/// The inverse of `fftn`. Differentiable.
///
/// Parameters, result and traps are those of `fftn`. The default `norm` divides by the number of points.
public func ifftn<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int]? = nil, norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("ifftn", x, .backward, TransformAxes("ifftn", x.shape, s: s, axes: axes), norm)
}

/// `fftn` along two axes, by default the last two.
public func fft2<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, s: [Int]? = nil, axes: [Int] = [-2, -1], norm: FourierNorm = .backward
) -> Tensor<Complex<Scalar.Magnitude>> {
    spectrum("fft2", x, .forward, TransformAxes("fft2", x.shape, s: s, axes: axes), norm)
}

/// `ifftn` along two axes, by default the last two.
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
