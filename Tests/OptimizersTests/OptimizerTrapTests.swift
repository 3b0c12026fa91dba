import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct OptimizerTrapTests {
    @Test func modelOfAnotherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = Adam()
            var (small, large): (Tensor<Float>, Tensor<Float>) = (Tensor(zeros: [2]), Tensor(zeros: [2000]))
            optimizer.update(&small, along: Tensor(ones: [2]))
            optimizer.update(&large, along: Tensor(ones: [2000]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: its state belongs to another model: nothing for parameter"))
        #expect(sentence.contains("of shape [2000]"))
    }

    @Test func modelOfAnotherTypeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = SGD(learningRate: 0.1, momentum: 0.9)
            var (single, double): ([Tensor<Float>], [Tensor<Double>]) = ([Tensor(zeros: [2])], [Tensor(zeros: [2])])
            optimizer.update(&single, along: [Tensor(ones: [2])])
            optimizer.update(&double, along: [Tensor(ones: [2])])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains("optimizer: its state belongs to another model: nothing for parameter 0 of shape [2]"))
    }

    @Test func modelWithMoreParametersTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = SGD(learningRate: 0.1)
            var (one, two): ([Tensor<Float>], [Tensor<Float>]) = ([Tensor([1])], [Tensor([1]), Tensor([2])])
            optimizer.update(&one, along: one)
            optimizer.update(&two, along: two)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: its state belongs to another model: nothing for parameter 1"))
    }

    @Test func modelWithFewerParametersTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = SGD(learningRate: 0.1)
            var (one, two): ([Tensor<Float>], [Tensor<Float>]) = ([Tensor([1])], [Tensor([1]), Tensor([2])])
            optimizer.update(&two, along: two)
            optimizer.update(&one, along: one)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("its state belongs to another model, with 2 parameters and not 1"))
    }

    @Test func gradientOfAnotherModelTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = SGD(learningRate: 0.1)
            var model = Cubic<Double>(a: Tensor([1]), b: Tensor([2]))
            optimizer.update(&model, along: Cubic(a: Tensor([1]), b: Tensor([2, 3])))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: the gradient does not fit parameter b of shape [1]"))
    }

    @Test func longerGradientTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var optimizer = SGD(learningRate: 0.1)
            var model: [Tensor<Float>] = [Tensor([1])]
            optimizer.update(&model, along: [Tensor([1]), Tensor([2])])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: model and gradient differ in their parameters"))
    }
}
