internal import CFFTW
import Tensors

/// Returns the transform of a tensor along an axis, as a constant in row-major order.
///
/// - Parameters:
///   - x: The tensor.
///   - transform: The kind of the transform.
///   - axis: The axis, counted from 0. Its length is the number of elements that the transform reads for `count`
///     points.
///   - count: The number of points.
///   - scale: The factor of all results.
func transformedValue<Input: FourierScalar, Output: FourierScalar>(
    _ x: Tensor<Input>, _ transform: LineTransform, axis: Int, count: Int, scale: Double
) -> Tensor<Output> {
    var lengths: [Int] = x.shape.dimensions
    lengths[axis] = transform.toLength(count)
    let result = Tensor<Output>(uninitialized: Shape(lengths))
    guard result.count > 0 else { return result }
    LinePass(
        transform: transform, precision: Input.precision, length: count, scale: scale, from: x.address,
        to: result.mutableAddress, fromStride: x.strides[axis], toStride: result.strides[axis],
        loops: [LineLoop](excluding: axis, lengths, from: x.strides, to: result.strides)
    ).run()
    return withExtendedLifetime(x) { result }
}

/// Transforms a tensor of complex numbers along `axis`, counted from 0, multiplies by `scale`, and overwrites the
/// tensor. No other tensor may share its memory.
func transformInPlace<Scalar: FourierScalar>(
    _ x: Tensor<Scalar>, _ direction: Direction, axis: Int, scale: Double
) {
    guard x.count > 0 else { return }
    LinePass(
        transform: .complex(direction), precision: Scalar.precision, length: x.shape[axis], scale: scale,
        from: x.address, to: x.mutableAddress, fromStride: x.strides[axis], toStride: x.strides[axis],
        loops: [LineLoop](excluding: axis, x.shape.dimensions, from: x.strides, to: x.strides), isInPlace: true
    ).run()
    withExtendedLifetime(x) {}
}
