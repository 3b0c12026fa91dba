import Differentiation
import Tensors

/// The differences between a layer's derivatives and central differences, for its input and all its parameters; empty
/// if there are none. A parameter that `visitParameters` forgets is a fault too.
///
/// - Parameters:
///   - layer: The layer, in Double.
///   - apply: The layer's output for an input.
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
