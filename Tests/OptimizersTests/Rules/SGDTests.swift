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

    /// The properties can be changed one after another, so the step checks their combination.
    @Test func nesterovSetLaterIsCheckedAtTheStep() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var (x, optimizer) = (Tensor<Double>([1]), SGD(learningRate: 0.5))
            optimizer.nesterov = true
            optimizer.update(&x, along: Tensor([1]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("SGD: Nesterov's form needs a momentum and no dampening, not 0.0 and 0.0"))
        await #expect(processExitsWith: .failure) {
            var (x, optimizer) = (Tensor<Double>([1]), SGD(learningRate: 0.5, momentum: 0.9, nesterov: true))
            optimizer.dampening = 0.5
            optimizer.update(&x, along: Tensor([1]))
        }
        var (x, optimizer) = (Tensor<Double>([1]), SGD(learningRate: 0.5))
        optimizer.nesterov = true
        optimizer.momentum = 0.5
        optimizer.update(&x, along: Tensor([1]))
        #expect(x == Tensor([0.25]))
    }
}
