import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct LayerCheckTests {
    /// A layer that returns x · scale. The derivatives are multiplied by the factors `byInput` and `byScale`, so the
    /// derivatives are right if the factors are 1. If `isForgetful` is true, `visitParameters` does not visit the
    /// parameter.
    private struct Scale: Parameterized {
        var scale = Tensor<Double>([1.5, -0.5, 2])
        var byInput = 1.0
        var byScale = 1.0
        var isForgetful = false

        func callAsFunction(_ x: Tensor<Double>) -> Tensor<Double> {
            let (a, b): (Tensor<Double>, Tensor<Double>) = (x.asConstant(), scale.asConstant())
            return withDerivative(of: TensorOperation("scale"), a * b, inputs: [x, scale]) { cotangent, wanted in
                [
                    wanted[0] ? cotangent * b * byInput : nil,
                    wanted[1] ? (cotangent * a).sum(axis: 0) * byScale : nil,
                ]
            }
        }

        mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
            if !isForgetful { visitor.visit(&scale, "scale") }
        }
    }

    private func problems(_ layer: Scale) -> [String] {
        layerProblems(layer, at: sample([4, 3])) { layer, x in layer(x) }
    }

    @Test func rightLayerIsSilent() { #expect(problems(Scale()) == []) }

    @Test(arguments: [0.999, 1.001, 0, -1, .nan])
    func wrongDerivativeByTheInputIsFound(factor: Double) {
        let found: [String] = problems(Scale(byInput: factor))
        #expect(found.count == 1 && found[0].contains("input["), "\(found)")
    }

    @Test(arguments: [0.999, 1.001, 0, -1, .nan])
    func wrongDerivativeByAParameterIsFound(factor: Double) {
        let found: [String] = problems(Scale(byScale: factor))
        #expect(found.count == 1 && found[0].contains("layer.scale["), "\(found)")
    }

    @Test func forgottenParameterIsFound() {
        #expect(problems(Scale(isForgetful: true)) == ["visitParameters forgets scale"])
    }
}
