import Differentiation
import NeuralNetworks
import Tensors
import Testing

@Suite struct KLDivergenceTests {
    @Test func divergenceOfImpossibleClasses() {
        let (q, t): (Tensor<Double>, Tensor<Double>) = (Tensor([[0, -.infinity]]), Tensor([[1, 0]]))
        let (value, derivative) = valueWithGradient(at: q) { klDivergence($0, t) }
        #expect(value.scalar == 0 && derivative == Tensor([[-1, 0]]))
        #expect(klDivergence(q, t.log(), targetIsLogarithm: true).scalar == 0)
        let byTarget: Tensor<Double> = gradient(at: t.log()) { klDivergence(q, $0, targetIsLogarithm: true) }
        #expect(byTarget == Tensor([[1, 0]]))
        #expect(klDivergence(q, Tensor([[0.5, 0.5]])).scalar == .infinity)
        #expect(klDivergence(q, Tensor([[1.5, -0.5]])).scalar.isNaN, "no probability")
    }
}
