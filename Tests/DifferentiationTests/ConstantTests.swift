import Differentiation
import Tensors
import Testing

@Suite struct ConstantTests {
    @Test func constantIsUsedAsIfItWereBare() {
        #expect(CarefulModule()(Tensor([5, 6, 7])) == Tensor([5, 0, 7]))
        #expect(CarefulModule().parameterNames == ["layer.weight", "layer.bias"])
    }
}
