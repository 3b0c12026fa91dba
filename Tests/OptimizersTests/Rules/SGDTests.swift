import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct SGDTests {
    @Test func momentumMayStartLater() {
        var (x, optimizer) = (Tensor<Double>([1]), SGD(learningRate: 0.5, dampening: 0.5))
        optimizer.update(&x, along: Tensor([1]))
        optimizer.momentum = 0.5
        optimizer.update(&x, along: Tensor([1]))
        #expect(x == Tensor([0]), "the first velocity is the gradient, not dampened")
        optimizer.update(&x, along: Tensor([1]))
        #expect(x == Tensor([-0.5]))
    }

    @Test func nesterovWithoutMomentumTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SGD(learningRate: 0.1, nesterov: true)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("SGD: Nesterov's form needs a momentum and no dampening, not 0.0 and 0.0"))
    }
}
