public import Tensors

/// Returns the spectrum with frequency 0 in the middle. Along each of the axes, position k moves to position k + n/2
/// modulo n, where n is the length of the axis and n/2 is rounded down. The function is differentiable.
///
/// Traps if an axis is out of range or repeated.
///
/// - Parameters:
///   - x: A spectrum in the order of `fft`, or the frequencies of `fftfreq`.
///   - axes: The axes; negative axes count from the end. The default is all axes.
public func fftshift<Scalar: FieldScalar>(_ x: Tensor<Scalar>, axes: [Int]? = nil) -> Tensor<Scalar> {
    let axes: [Int] = shiftAxes("fftshift", x.shape, axes)
    return withDerivative(
        of: TensorOperation("fftshift", x, attributes: ["axes": .integers(axes)]),
        rolled(x, axes) { $0 / 2 }, .by(x) { cotangent in ifftshift(cotangent, axes: axes) })
}

/// Returns the inverse of `fftshift`: along each of the axes, position k moves to position k − n/2 modulo n, where n is
/// the length of the axis and n/2 is rounded down. For an odd n, `fftshift` and `ifftshift` differ. The function is
/// differentiable.
///
/// Traps if an axis is out of range or repeated.
///
/// - Parameters:
///   - x: A spectrum with frequency 0 in the middle.
///   - axes: The axes; negative axes count from the end. The default is all axes.
public func ifftshift<Scalar: FieldScalar>(_ x: Tensor<Scalar>, axes: [Int]? = nil) -> Tensor<Scalar> {
    let axes: [Int] = shiftAxes("ifftshift", x.shape, axes)
    return withDerivative(
        of: TensorOperation("ifftshift", x, attributes: ["axes": .integers(axes)]),
        rolled(x, axes) { $0 - $0 / 2 }, .by(x) { cotangent in fftshift(cotangent, axes: axes) })
}

private func shiftAxes(_ name: String, _ shape: Shape, _ axes: [Int]?) -> [Int] {
    let result: [Int] = axes?.map(shape.normalized(axis:)) ?? Array(0 ..< shape.rank)
    require(Set(result).count == result.count, "\(name): axes \(axes ?? []) name an axis of shape \(shape) twice")
    return result
}

/// Returns the numbers of `x`, moved along each axis in `axes` by `shift(length)` positions, where `length` is the
/// length of the axis. Numbers that leave the end of an axis enter at its start.
private func rolled<Scalar: FieldScalar>(
    _ x: Tensor<Scalar>, _ axes: [Int], _ shift: (Int) -> Int
) -> Tensor<Scalar> {
    let x: Tensor<Scalar> = x.asConstant()
    var result = Tensor<Scalar>(uninitialized: x.shape)
    // Each axis is cut into two parts, and the two parts exchange their places. The tensor is cut into all combinations
    // of these parts.
    var parts: [(from: [TensorIndex], to: [TensorIndex])] = [([], [])]
    for axis in 0 ..< x.rank {
        let length: Int = x.shape[axis]
        let shift: Int = axes.contains(axis) ? shift(length) : 0
        let pieces: [(Range<Int>, Range<Int>)] = [
            (0 ..< length - shift, shift ..< length), (length - shift ..< length, 0 ..< shift),
        ].filter { !$0.0.isEmpty }
        parts = parts.flatMap { part in
            pieces.map { (part.from + [$0.0.tensorIndex], part.to + [$0.1.tensorIndex]) }
        }
    }
    for part in parts { result[part.to] = x[part.from] }
    return result
}
