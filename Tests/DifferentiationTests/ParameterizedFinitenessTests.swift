import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ParameterizedFinitenessTests {
    @Test func finiteModelsHaveNoNames() { #expect(MixedModel().namesOfNonFiniteTensors == []) }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func eachTensorAndBufferIsNamed(value: Double) {
        var model = MixedModel()
        model.weight[1] = Tensor(value)
        model.layers[1].b = Tensor([value])
        model.average = Buffer(Tensor([value]))
        #expect(model.namesOfNonFiniteTensors == ["weight", "layers.1.b", "average"])
    }
}
