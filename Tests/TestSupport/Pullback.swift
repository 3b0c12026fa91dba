import Differentiation
import Tensors

/// Returns the gradient of ⟨function(input), cotangent⟩ with respect to the input. This gradient is the vector-Jacobian
/// product of the function.
public func gradientOf(
    _ function: (Tensor<Double>) -> Tensor<Double>, _ input: Tensor<Double>, _ cotangent: Tensor<Double>
) -> Tensor<Double> {
    gradient(at: input) { input in (function(input) * cotangent).sum() }
}

/// Returns the gradients of ⟨function(inputs), cotangent⟩ with respect to the inputs.
public func gradientOf(
    _ function: ([Tensor<Double>]) -> Tensor<Double>, _ inputs: [Tensor<Double>], _ cotangent: Tensor<Double>
) -> [Tensor<Double>] {
    gradient(at: inputs) { inputs in (function(inputs) * cotangent).sum() }
}
