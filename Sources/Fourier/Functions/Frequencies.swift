public import Tensors

/// Returns the frequencies of the numbers that `fft` returns, in cycles per unit of the spacing, with shape `[n]`: the
/// numbers 0, 1, …, (n − 1)/2, −n/2, …, −1, each divided by n·d. The divisions by 2 are rounded toward 0.
///
///     let f: Tensor<Double> = fftfreq(5, d: 0.1)  // [0, 2, 4, -4, -2]
///
/// Traps if n is below 1.
///
/// - Parameters:
///   - n: The number of points.
///   - d: The spacing of the samples; 0 gives infinities and NaN.
public func fftfreq<Real: FourierReal>(_ n: Int, d: Real = 1) -> Tensor<Real> {
    require(n >= 1, "fftfreq: \(n) points; at least 1 is needed")
    let unit: Double = 1 / (Double(n) * d._double)
    return Tensor((0 ..< n).map { Real(Double($0 <= (n - 1) / 2 ? $0 : $0 - n) * unit) })
}

/// Returns the frequencies of the numbers that `rfft` returns, in cycles per unit of the spacing, with shape
/// `[n/2 + 1]`: the numbers 0, 1, …, n/2 (rounded down), each divided by n·d. Traps if n is below 1.
///
/// - Parameters:
///   - n: The number of points.
///   - d: The spacing of the samples; 0 gives infinities and NaN.
public func rfftfreq<Real: FourierReal>(_ n: Int, d: Real = 1) -> Tensor<Real> {
    require(n >= 1, "rfftfreq: \(n) points; at least 1 is needed")
    let unit: Double = 1 / (Double(n) * d._double)
    return Tensor((0 ... n / 2).map { Real(Double($0) * unit) })
}
