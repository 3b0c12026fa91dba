import ComplexModule
import Tensors

/// Returns real numbers as a tensor of `Scalar`: unchanged if `Scalar` is real, and as complex numbers with imaginary
/// part 0 otherwise. The function is differentiable.
func asField<Scalar: LinearAlgebraScalar>(_ real: Tensor<Scalar.Magnitude>) -> Tensor<Scalar> {
    if let same = real as? Tensor<Scalar> { return same }
    guard let complex = Tensor<Complex<Scalar.Magnitude>>(real) as? Tensor<Scalar> else {
        fatalError("\(Scalar.self) is neither its magnitude nor Complex of it")
    }
    return complex
}
