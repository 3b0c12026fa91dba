import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct ValueWithGradientTests {
    @Test func valueAndGradientOfOneArgument() {
        let x = Tensor<Double>([1, 2, -3])
        let (value, derivative) = valueWithGradient(at: x) { x in (x * x * x).sum() }
        #expect(value.scalar == 1 + 8 - 27)
        #expect(derivative == Tensor([3, 12, 27]))
        let alone: Tensor<Double> = gradient(at: x) { x in (x * x * x).sum() }
        #expect(alone == derivative)
    }

    @Test func valueAndGradientsOfTwoArguments() {
        let (x, y): (Tensor<Float>, Tensor<Float>) = (Tensor([2, 3]), Tensor([5, 7]))
        let (value, gradients) = valueWithGradient(at: x, y) { x, y in (x * y).sum() + x.sum() }
        #expect(value.scalar == 10 + 21 + 5)
        #expect(gradients.0 == Tensor([6, 8]))
        #expect(gradients.1 == Tensor([2, 3]))
        let again: (Tensor<Float>, Tensor<Float>) = gradient(at: x, y) { x, y in (x * y).sum() + x.sum() }
        #expect(again.0 == gradients.0 && again.1 == gradients.1)
    }

    @Test func argumentsMayHaveDifferentTypes() {
        let model = Cubic<Double>(a: Tensor([2]), b: Tensor([1]))
        let gradients: (Cubic<Double>, Tensor<Double>) = gradient(at: model, Tensor([3])) { model, x in model(x).sum() }
        #expect(gradients.0.a == Tensor([27]) && gradients.0.b == Tensor([3]))
        #expect(gradients.1 == Tensor([55]))
    }

    @Test func extraValueIsPassedThrough() {
        let x = Tensor<Double>([1, 2])
        let result = valueWithGradient(at: x) { x in
            let squares: Tensor<Double> = x * x
            return (squares.sum(), squares)
        }
        #expect(result.value.scalar == 5)
        #expect(result.gradient == Tensor([2, 4]))
        #expect(result.extra == Tensor([1, 4]))
    }

    @Test func gradientHasTheModelsOwnType() {
        let model = MixedModel()
        let derivative: MixedModel = gradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        #expect(derivative.weight == Tensor([1, 2, 3]))
        #expect(derivative.bias == Tensor([1]))
        #expect(derivative.layers.map(\.a) == [Tensor([36]), Tensor([36])])
        #expect(derivative.layers.map(\.b) == [Tensor([6]), Tensor([6])])
    }

    @Test func parameterWithoutInfluenceHasGradientZero() {
        let model = Cubic<Double>(a: Tensor([1, 2]), b: Tensor([3, 4]))
        let derivative: Cubic<Double> = gradient(at: model) { $0.a.sum() }
        #expect(derivative.b == Tensor(zeros: [2]))
        let none: Cubic<Double> = gradient(at: model) { _ in Tensor(7) }
        #expect(none.a == Tensor(zeros: [2]) && none.b == Tensor(zeros: [2]))
    }

    @Test func lossMayBeTheParameterItself() {
        let scalar: Tensor<Double> = gradient(at: Tensor<Double>(4)) { $0 }
        #expect(scalar == Tensor(1))
        let vector: Tensor<Double> = gradient(at: Tensor<Double>([4])) { $0 }
        #expect(vector == Tensor([1]))
    }

    @Test func modelItselfStaysAsItIs() {
        let model = MixedModel()
        _ = valueWithGradient(at: model) { $0.loss(Tensor([1, 2, 3])) }
        #expect(model.weight == Tensor([1, 2, 3]) && model.average.value == Tensor([10]))
    }

    @Test func nothingIsRecordedOutsideOfTheScope() {
        let x = Tensor<Double>([1, 2])
        let result = valueWithGradient(at: x) { x in ((x * x).sum(), x * x) }
        // The extra value is a constant after the scope. If the extra value were a variable, the second scope would
        // differentiate through it.
        let derivative: Tensor<Double> = gradient(at: x) { x in (x * result.extra).sum() + result.value }
        #expect(derivative == Tensor([1, 4]))
        let ones: Tensor<Double> = gradient(at: result.gradient) { $0.sum() }
        #expect(ones == Tensor([1, 1]))
    }

    @Test func variableThatEscapedIsAConstantInTheNextScope() {
        var escaped = Tensor<Double>(0)
        _ = gradient(at: Tensor<Double>([3])) { x in
            escaped = x
            return (x * x).sum()
        }
        let derivative: Tensor<Double> = gradient(at: Tensor<Double>([2])) { x in (x * escaped).sum() }
        #expect(derivative == Tensor([3]))
    }

    @Test func errorOfTheFunctionComesThroughAndEndsTheScope() {
        struct Failure: Error {}
        let x = Tensor<Double>([2])
        #expect(throws: Failure.self) {
            _ = try valueWithGradient(at: x) { (x: Tensor<Double>) -> Tensor<Double> in
                _ = x * x
                throw Failure()
            }
        }
        let derivative: Tensor<Double> = gradient(at: x) { ($0 * $0).sum() }
        #expect(derivative == Tensor([4]))
    }

    @Test func concurrentCallsDoNotDisturbEachOther() async {
        let gradients: [Tensor<Double>] = await withTaskGroup(of: (Int, Tensor<Double>).self) { group in
            for task in 0 ..< 16 { group.addTask { (task, Self.manySteps(Double(task))) } }
            return await group.reduce(into: [Tensor<Double>](repeating: Tensor(0), count: 16)) { $0[$1.0] = $1.1 }
        }
        for (task, derivative) in gradients.enumerated() { #expect(derivative == Self.manySteps(Double(task))) }
    }

    private static func manySteps(_ start: Double) -> Tensor<Double> {
        var x = Tensor<Double>([start, -start, 1])
        for _ in 0 ..< 20 {
            let derivative: Tensor<Double> = gradient(at: x) { x in (x * x - x).tanh().sum() }
            x -= derivative * 0.1
        }
        return x
    }

    @Test func lossOfSeveralNumbersTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor<Double>([1, 2])) { $0 * $0 }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("gradient: the loss must be a single number, its shape is [2]"))
    }
}
