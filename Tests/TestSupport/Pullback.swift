import Differentiation
import Tensors

/// The gradient of ⟨function(input), cotangent⟩ by the input: the cotangent pulled back through the function.
public func gradientOf(
    _ function: (Tensor<Double>) -> Tensor<Double>, _ input: Tensor<Double>, _ cotangent: Tensor<Double>
) -> Tensor<Double> {
    gradient(at: input) { input in (function(input) * cotangent).sum() }
}

/// The same for several inputs.
public func gradientOf(
    _ function: ([Tensor<Double>]) -> Tensor<Double>, _ inputs: [Tensor<Double>], _ cotangent: Tensor<Double>
) -> [Tensor<Double>] {
    gradient(at: inputs) { inputs in (function(inputs) * cotangent).sum() }
}
