import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct SmallModelsTests {
    @Test func theCubicIsItsFormula() {
        let cubic = Cubic<Double>(a: Tensor([2]), b: Tensor([-1]))
        #expect(cubic(Tensor([3])) == Tensor([51]) && cubic.parameterNames == ["a", "b"])
    }

    /// Every parameter of the model has an effect on the loss, so a test with this model detects a parameter that the
    /// tested code ignores.
    @Test func everyParameterOfTheMixedModelCounts() {
        let model = MixedModel()
        let gradient: MixedModel = Differentiation.gradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        var names = NonzeroNames()
        var copy: MixedModel = gradient
        copy.visitParameters(&names)
        #expect(names.found == model.parameterNames && names.found.count == 6)
        #expect(MixedModel(hasBias: false, layerCount: 1).parameterNames == ["weight", "layers.0.a", "layers.0.b"])
    }

    private struct NonzeroNames: ParameterVisitor {
        var path: [String] = []
        var found: [String] = []

        mutating func visitParameter<Scalar: RealScalar>(_ parameter: inout Tensor<Scalar>) {
            if parameter.scalars.allSatisfy({ $0 != 0 }) { found.append(name) }
        }
    }
}
