import Tensors

extension AnyTensor {
    /// Returns the tensor with its numbers converted to `Scalar` by the kernels for whole arrays. The method converts
    /// bytes and real numbers of 16 bits to `Float` or `Double`, and numbers of these two types to real numbers of 16
    /// bits. Returns `nil` for all other pairs of types.
    func convertedByKernel<Scalar: FileScalar>() -> Tensor<Scalar>? {
        func widened<Real: RealScalar>(_ type: Real.Type) -> Any? {
            switch dtype {
            case .uint8: return tensor(as: UInt8.self).map { Tensor<Real>($0) }
            case .bfloat16: return tensor(as: BFloat16.self).map { Tensor<Real>($0) }
            #if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
            case .float16: return tensor(as: Float16.self).map { Tensor<Real>($0) }
            #endif
            default: return nil
            }
        }
        func narrowed<Half: HalfScalar>(_ type: Half.Type) -> Any? {
            switch dtype {
            case .float32: return tensor(as: Float.self).map { Tensor<Half>($0) }
            case .float64: return tensor(as: Double.self).map { Tensor<Half>($0) }
            default: return nil
            }
        }
        if let type = Scalar.self as? any RealScalar.Type { return widened(type) as? Tensor<Scalar> }
        if let type = Scalar.self as? any HalfScalar.Type { return narrowed(type) as? Tensor<Scalar> }
        return nil
    }
}
