import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct BufferTests {
    @Test func updateTakesEffectOnlyInTheGradient() {
        let model = MixedModel()
        let derivative: MixedModel = gradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        #expect(derivative.average.value == Tensor([2]))
        #expect(model.average.value == Tensor([10]))
    }

    @Test func updateOutsideOfAGradientHasNoEffect() {
        let model = MixedModel()
        _ = model.loss(Tensor([1, 2, 3]))
        #expect(model.average.value == Tensor([10]) && model.average.latest == Tensor([10]))
    }

    @Test func secondUpdateSeesTheFirst() {
        let buffer = Buffer(Tensor<Double>([1]))
        let derivative: Buffer<Double> = gradient(at: buffer) { buffer -> Tensor<Double> in
            for _ in 0 ..< 3 { buffer.update(buffer.latest * 2) }
            #expect(buffer.value == Tensor([1]))
            return Tensor(0)
        }
        #expect(derivative.value == Tensor([8]) && derivative.latest == Tensor([8]))
        #expect(buffer.value == Tensor([1]))
    }

    @Test func copiesRecordApart() {
        let buffer = Buffer(Tensor<Double>([1]))
        let gradients: (Buffer<Double>, Buffer<Double>) = gradient(at: buffer, buffer) { first, _ -> Tensor<Double> in
            first.update(Tensor([5]))
            return Tensor(0)
        }
        #expect(gradients.0.value == Tensor([5]) && gradients.1.value == Tensor([1]))
    }

    @Test func updatedValueIsAConstant() {
        let derivative: MixedModel = gradient(at: MixedModel()) { model in
            model.average.update(model.weight.sum().reshaped(to: [1]))
            return (model.weight * model.average.latest).sum()
        }
        #expect(derivative.weight == Tensor([6, 6, 6]))
        // The buffer contains a constant after the scope. If the buffer contained a variable, a later scope would
        // differentiate through the buffer.
        let later: Tensor<Double> = gradient(at: Tensor<Double>([2])) { ($0 * derivative.average.value).sum() }
        #expect(later == Tensor([6]))
    }

    @Test func bufferIsNotAParameter() {
        #expect(Buffer(Tensor<Double>([1, 2])).parameterCount == 0)
        #expect(forgottenParameters(of: MixedModel()) == [])
    }

    @Test func valueOfAnotherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            Buffer(Tensor<Float>([1, 2])).update(Tensor([1]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("buffer: a value of shape [1] for one of shape [2]"))
    }
}
