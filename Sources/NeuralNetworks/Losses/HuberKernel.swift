internal import CKernels
import Tensors

/// Returns the Huber losses of a − b, in one pass. The tape does not record the operation.
func huberLosses<Scalar: RealScalar>(_ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ delta: Double) -> Tensor<Scalar> {
    let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (a.contiguous(), b.contiguous())
    let losses = Tensor<Scalar>(uninitialized: a.shape)
    Parallelism.forEachRange(of: losses.count, length: Parallelism.elementsPerChunk) { range in
        let start: Int = range.lowerBound
        synann_huber(
            Scalar.kernelType, delta, range.count, a.address + start, b.address + start, losses.mutableAddress + start)
    }
    return losses
}

/// Returns the product of the cotangent and the derivative of the Huber loss of a − b with respect to a, in one pass.
/// The tape does not record the operation.
func huberGradient<Scalar: RealScalar>(
    _ cotangent: Tensor<Scalar>, _ a: Tensor<Scalar>, _ b: Tensor<Scalar>, _ delta: Double
) -> Tensor<Scalar> {
    let (a, b): (Tensor<Scalar>, Tensor<Scalar>) = (a.contiguous(), b.contiguous())
    // The cotangent of a mean or a sum is a single element, repeated with the stride 0.
    let isRepeated: Bool = cotangent.strides.allSatisfy { $0 == 0 }
    let g: Tensor<Scalar> = isRepeated ? cotangent : cotangent.contiguous()
    let stride: Int = isRepeated ? 0 : 1
    let derivative = Tensor<Scalar>(uninitialized: a.shape)
    Parallelism.forEachRange(of: derivative.count, length: Parallelism.elementsPerChunk) { range in
        let start: Int = range.lowerBound
        synann_huber_gradient(
            Scalar.kernelType, delta, range.count, synann_strided(data: g.address + start * stride, stride: stride),
            a.address + start, b.address + start, derivative.mutableAddress + start)
    }
    return derivative
}
