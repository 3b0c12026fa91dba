import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ParameterizedTests {
    @Test func namesAndShapesFollowTheModel() {
        let model = MixedModel()
        #expect(model.parameterNames == ["weight", "bias", "layers.0.a", "layers.0.b", "layers.1.a", "layers.1.b"])
        #expect(model.parameterShapes.map(\.shape) == [[3], [1], [1], [1], [1], [1]])
        #expect(model.parameterCount == 8)
    }

    @Test func absentPartsHaveNoParameters() {
        let model = MixedModel(hasBias: false, layerCount: 0)
        #expect(model.parameterNames == ["weight"])
        let derivative: MixedModel = gradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        #expect(derivative.bias == nil && derivative.layers.isEmpty && derivative.weight == Tensor([1, 2, 3]))
    }

    @Test func modelsOfBothScalarTypesMayBeMixed() {
        struct Mixed: Parameterized {
            var single = Tensor<Float>([2])
            var double = Tensor<Double>([3])
            mutating func visitParameters(_ visitor: inout some ParameterVisitor) {
                visitor.visit(&single, "single")
                visitor.visit(&double, "double")
            }
        }
        let derivative: Mixed = gradient(at: Mixed()) { ($0.single.converted(to: Double.self) * $0.double).sum() }
        #expect(derivative.single == Tensor([3]) && derivative.double == Tensor([2]))
        #expect(Mixed().adding(derivative).single == Tensor([5]))
        #expect(Mixed().parameterNorm == 13.0.squareRoot())
    }

    @Test func zerosHaveTheModelsShapes() {
        let zeros: MixedModel = MixedModel().zeros()
        #expect(zeros.parameterShapes.map(\.shape) == MixedModel().parameterShapes.map(\.shape))
        #expect(zeros.parameterNorm == 0)
        #expect(zeros.average.value == Tensor([10]))
    }

    @Test func gradientsAddUpAndScale() {
        let model = MixedModel()
        let whole: MixedModel = gradient(at: model) { $0.loss(Tensor([1, 2, 3])) + $0.loss(Tensor([4, 5, 7])) }
        let first: MixedModel = gradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        let second: MixedModel = gradient(at: model) { $0.loss(Tensor([4, 5, 7])) }
        let sum: MixedModel = first.adding(second)
        #expect(sum.weight == whole.weight && sum.bias == whole.bias)
        #expect(sum.layers.map(\.a) == whole.layers.map(\.a))
        #expect(first.scaled(by: 0.5).weight == Tensor([0.5, 1, 1.5]))
        #expect(first.scaled(by: 0.5).average.value == first.average.value)
    }

    @Test func sumTakesTheBuffersOfTheOther() {
        let model = MixedModel()
        let later: MixedModel = gradient(at: model) { $0.loss(Tensor([4, 5, 6])) }
        #expect(model.adding(later).average.value == Tensor([5]))
        #expect(model.average.value == Tensor([10]))
    }

    @Test func normIsTheRootOfAllSquares() {
        let tensors: [Tensor<Float>] = [Tensor([3, 0]), Tensor([[4]])]
        #expect(tensors.parameterNorm == 5)
        #expect([Tensor<Float>]().parameterNorm == 0)
        #expect(Tensor<Double>([1, .nan]).parameterNorm.isNaN)
    }

    @Test func normDoesNotOverflowTheParametersType() {
        let norm: Double = Tensor<Float>([3e30, 4e30]).parameterNorm
        #expect(abs(norm / 5e30 - 1) < 1e-6)
    }
}
