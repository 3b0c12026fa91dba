import ComplexModule
import Tensors

// A transform F is linear, so its derivative applies the adjoint Fᴴ to the cotangent. The matrix of F is symmetric, so
// Fᴴ is the complex conjugate of F: the transform in the opposite direction with the same factor.

/// Returns the transform of the complex numbers `x` in the given direction along `axes`, which are counted from 0,
/// multiplied by `scale`. The function is differentiable.
func transformed<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, _ direction: Direction, axes: [Int], scale: Double
) -> Tensor<Complex<Real>> {
    withDerivative(
        of: operation(direction == .forward ? "fft" : "ifft", x, axes, scale),
        complexValue(x, direction, axes, scale),
        .by(x) { cotangent in transformed(cotangent, direction.opposite, axes: axes, scale: scale) })
}

/// Returns the whole spectrum of the real numbers `x`, transformed in the given direction along `axes`, which are
/// counted from 0, multiplied by `scale`. The function is differentiable.
func transformed<Real: FourierReal>(
    real x: Tensor<Real>, _ direction: Direction, axes: [Int], scale: Double
) -> Tensor<Complex<Real>> {
    withDerivative(
        of: operation(direction == .forward ? "fft" : "ifft", x, axes, scale),
        wholeSpectrum(x, direction, axes, scale), converting: x
    ) { cotangent in
        transformed(cotangent, direction.opposite, axes: axes, scale: scale).realPart()
    }
}

/// Returns the description of a transform of `x` for traces. `name` is the name of the operation. `axes`, `scale` and,
/// if given, `count` become the attributes "axes", "scale" and "n".
func operation<Scalar: FourierScalar>(
    _ name: String, _ x: Tensor<Scalar>, _ axes: [Int], _ scale: Double, count: Int? = nil
) -> TensorOperation {
    var attributes: [String: TensorOperation.Attribute] = ["axes": .integers(axes), "scale": .number(scale)]
    if let count { attributes["n"] = .integer(count) }
    return TensorOperation(name, x, attributes: attributes)
}

private func complexValue<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, _ direction: Direction, _ axes: [Int], _ scale: Double
) -> Tensor<Complex<Real>> {
    guard let (last, others) = split(axes) else { return x }
    let result: Tensor<Complex<Real>> = transformedValue(
        x, .complex(direction), axis: last, count: x.shape[last], scale: others.isEmpty ? scale : 1)
    transformOthers(result, direction, others, scale)
    return result
}

private func wholeSpectrum<Real: FourierReal>(
    _ x: Tensor<Real>, _ direction: Direction, _ axes: [Int], _ scale: Double
) -> Tensor<Complex<Real>> {
    guard let (last, others) = split(axes) else { return Tensor(x.asConstant()) }
    let result: Tensor<Complex<Real>> = transformedValue(
        x, .realToWhole(direction), axis: last, count: x.shape[last], scale: others.isEmpty ? scale : 1)
    transformOthers(result, direction, others, scale)
    return result
}

/// Returns the axis with the greatest number, whose elements are closest in memory, and the other axes in falling
/// order. The returned `last` is transformed first. Returns `nil` if there are no axes.
private func split(_ axes: [Int]) -> (last: Int, others: [Int])? {
    let sorted: [Int] = axes.sorted()
    guard let last = sorted.last else { return nil }
    return (last, sorted.dropLast().reversed())
}

/// Transforms a tensor along `axes`, one axis after another, and overwrites the tensor. The transform along the last
/// axis in `axes` multiplies by `scale`. No other tensor may share the memory of the tensor.
func transformOthers<Real: FourierReal>(
    _ x: Tensor<Complex<Real>>, _ direction: Direction, _ axes: [Int], _ scale: Double
) {
    for (index, axis) in axes.enumerated() {
        transformInPlace(x, direction, axis: axis, scale: index == axes.count - 1 ? scale : 1)
    }
}
