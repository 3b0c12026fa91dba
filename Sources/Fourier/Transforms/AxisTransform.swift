internal import CFFTW
import Tensors

/// The transform of a tensor along one axis, as a constant in row-major order.
///
/// - Parameters:
///   - count: The number of points n. The axis has the length that the transform reads.
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

/// Transforms a new tensor of complex numbers along one axis in its own memory.
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
