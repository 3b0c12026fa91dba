import Differentiation
import Tensors

/// Compares the derivatives of a layer, with respect to its input and all its parameters, with central differences.
///
/// Returns a description of each fault; the array is empty if there is none. A parameter that `visitParameters` does
/// not visit is also a fault.
///
/// - Parameters:
///   - layer: The layer, with parameters of type `Double`.
///   - input: The input of the layer.
///   - tolerance: The greatest allowed error of the derivatives.
///   - apply: Returns the output of the layer for an input.
public func layerProblems<Layer: Parameterized>(
    _ layer: Layer, at input: Tensor<Double>, tolerance: Double = 1e-7,
    apply: (Layer, Tensor<Double>) -> Tensor<Double>
) -> [String] {
    let weights: Tensor<Double> = sample(apply(layer, input).shape, in: 0.5 ... 1.5, seed: 3)
    let check: GradientCheck = checkGradient(at: LayerAndInput(layer: layer, input: input)) { both in
        (apply(both.layer, both.input) * weights).sum()
    }
    var found: [String] = check.error <= tolerance ? [] : [check.description]
    found += forgottenParameters(of: layer).map { "visitParameters forgets \($0)" }
    return found
}

private struct LayerAndInput<Layer: Parameterized>: Parameterized {
    var layer: Layer
    var input: Tensor<Double>

    mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
        visitor.visit(&layer, "layer")
        visitor.visit(&input, "input")
    }
}
