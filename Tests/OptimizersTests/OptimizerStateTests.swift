import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct OptimizerStateTests {
    static let optimizers: [any Optimizer] = [
        SGD(learningRate: 0.1), SGD(learningRate: 0.05, momentum: 0.9), Adam(learningRate: 0.1),
        AdamW(learningRate: 0.1), RMSProp(learningRate: 0.05, momentum: 0.5, centered: true),
        AdamW(learningRate: 0.1, amsgrad: true), Lion(learningRate: 0.1), Adagrad(learningRate: 0.1),
        NAdam(learningRate: 0.1), RAdam(learningRate: 0.1), LBFGS(learningRate: 0.01),
    ]

    /// The optimizers that apply the learning rate and the weight decay of a parameter group.
    static let parameterwise: [any Optimizer] = optimizers.filter { $0 is any ParameterwiseOptimizer }

    private func train(_ model: inout MixedModel, _ optimizer: inout any Optimizer, steps: Int) {
        for _ in 0 ..< steps {
            let derivative: MixedModel = gradient(at: model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() }
            optimizer.update(&model, along: derivative)
        }
    }

    @Test(arguments: optimizers.indices)
    func copyOfAnOptimizerForksItsState(index: Int) {
        var (model, optimizer) = (MixedModel(), Self.optimizers[index])
        train(&model, &optimizer, steps: 3)
        var (otherModel, otherOptimizer): (MixedModel, any Optimizer) = (model, optimizer)
        train(&otherModel, &otherOptimizer, steps: 4)
        #expect(optimizer.state.stepCount == 3 && otherOptimizer.state.stepCount == 7)
        train(&model, &optimizer, steps: 4)
        #expect(model.weight == otherModel.weight && model.layers[1].a == otherModel.layers[1].a)
    }

    /// The factor of a parameter group multiplies the learning rate of the group's parameters, and of no other
    /// parameters.
    @Test(arguments: parameterwise.indices)
    func groupsHaveTheirLearningRates(index: Int) {
        var (plain, scaled) = (MixedModel(), MixedModel())
        var (optimizer, factored) = (Self.parameterwise[index], Self.parameterwise[index])
        factored.groups = [ParameterGroup("*.a", learningRateFactor: 0.25)]
        var slow = Self.parameterwise[index]
        slow.learningRate *= 0.25
        var slowed = MixedModel()
        train(&plain, &optimizer, steps: 1)
        train(&scaled, &factored, steps: 1)
        train(&slowed, &slow, steps: 1)
        #expect(scaled.weight == plain.weight && scaled.layers[1].b == plain.layers[1].b)
        #expect(scaled.layers[1].a == slowed.layers[1].a && scaled.layers[1].a != plain.layers[1].a)
        #expect(factored.learningRate == optimizer.learningRate)
    }

    @Test(arguments: optimizers.indices)
    func copyOfAModelStaysWhereItWas(index: Int) {
        var (model, optimizer) = (MixedModel(), Self.optimizers[index])
        let copy: MixedModel = model
        train(&model, &optimizer, steps: 2)
        #expect(copy.weight == MixedModel().weight && copy.layers[0].a == MixedModel().layers[0].a)
        #expect(model.weight != copy.weight && model.bias != copy.bias && model.layers[1].b != copy.layers[1].b)
    }

    @Test func stateMayBeAssignedToAnotherOptimizer() {
        var (model, optimizer): (MixedModel, any Optimizer) = (MixedModel(), Adam(learningRate: 0.1))
        train(&model, &optimizer, steps: 3)
        var (resumed, other): (MixedModel, any Optimizer) = (model, Adam(learningRate: 0.1))
        other.state = optimizer.state
        train(&model, &optimizer, steps: 2)
        train(&resumed, &other, steps: 2)
        #expect(model.weight == resumed.weight)
    }

    @Test func buffersComeFromTheGradient() {
        var (model, optimizer): (MixedModel, any Optimizer) = (MixedModel(), SGD(learningRate: 0.1))
        train(&model, &optimizer, steps: 1)
        #expect(difference(model.average.value, Tensor([0.2]), tolerance: 1e-15) == nil)
    }

    @Test func learningRateMayChangeBetweenSteps() {
        var (x, optimizer) = (Tensor<Double>([1]), SGD(learningRate: 0.5))
        optimizer.update(&x, along: Tensor([1]))
        optimizer.learningRate = 0.25
        optimizer.update(&x, along: Tensor([1]))
        #expect(x == Tensor([0.25]))
    }

    @Test func emptyModelsAndTensorsDoNotMove() {
        var (none, optimizer) = ([Tensor<Float>](), Adam())
        optimizer.update(&none, along: [])
        var (empty, other) = (Tensor<Float>(zeros: [0, 3]), Adam())
        other.update(&empty, along: Tensor(zeros: [0, 3]))
        #expect(none.isEmpty && empty.shape == [0, 3])
    }

    @Test func parameterThatIsAViewIsMovedAlone() {
        let whole = Tensor<Double>([[1, 2], [3, 4]])
        var column: Tensor<Double> = whole[.all, 1]
        var optimizer = Adam(learningRate: 1)
        optimizer.update(&column, along: Tensor([1, -1]))
        #expect(difference(column, Tensor([1, 5]), tolerance: 1e-7) == nil)
        #expect(whole == Tensor([[1, 2], [3, 4]]))
    }
}
