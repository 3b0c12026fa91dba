import Differentiation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct ParameterGroupTests {
    @Test(
        arguments: [
            ("encoder.*", "encoder.0.weight", true), ("encoder.*", "encoder.", true), ("encoder.*", "encoder", false),
            ("encoder.*", "my.encoder.0", false), ("*", "", true), ("*", "a.b", true), ("", "", true), ("", "a", false),
            ("*.bias", "a.b.bias", true), ("*.bias", "bias", false), ("*bias", "bias", true),
            ("*.bias", "a.bias2", false),
            ("a*b*c", "abc", true), ("a*b*c", "aXbYbZc", true), ("a*b*c", "acb", false), ("a**c", "abc", true),
            ("conv?.weight", "conv1.weight", true), ("conv?.weight", "conv.weight", false), ("?", "", false),
            ("*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaa", false), ("a.b", "axb", false), ("A", "a", false),
        ] as [(String, String, Bool)])
    func patternsMatchNames(pattern: String, name: String, isMatch: Bool) {
        #expect(ParameterGroup(pattern).contains(name) == isMatch)
    }

    @Test func anyPatternOfAGroupWillDo() {
        let group = ParameterGroup("beta", "*.beta", learningRateFactor: 2)
        #expect(group.contains("beta") && group.contains("synapse.beta") && !group.contains("alphabeta"))
    }

    private func train(
        _ optimizer: any Optimizer, _ groups: [ParameterGroup], steps: Int = 4
    ) -> (model: MixedModel, optimizer: any Optimizer) {
        var (model, optimizer) = (MixedModel(), optimizer)
        optimizer.groups = groups
        for _ in 0 ..< steps { step(&model, &optimizer) }
        return (model, optimizer)
    }

    private func step(_ model: inout MixedModel, _ optimizer: inout any Optimizer) {
        let frozen: Set<String> = optimizer.frozenParameters(of: model)
        let (_, derivative) = valueWithGradient(at: model, freezing: frozen) {
            $0.loss(Tensor([0.3, -0.2, 0.5])).squared()
        }
        optimizer.update(&model, along: derivative)
    }

    /// If several groups match a parameter, each setting of the parameter comes from the last of these groups that has
    /// a value for this setting.
    @Test func lastGroupWinsSettingBySetting() {
        let groups: [ParameterGroup] = [
            .frozen("*"), ParameterGroup("layers.*", learningRateFactor: 3, isFrozen: false),
            ParameterGroup("*.b", weightDecay: 0.5), ParameterGroup("layers.1.*", learningRateFactor: 0),
        ]
        let (model, optimizer) = train(SGD(learningRate: 0.01), groups, steps: 1)
        let start = MixedModel()
        let derivative: MixedModel = gradient(at: start) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() }
        #expect(optimizer.frozenParameters(of: model) == ["weight", "bias"])
        #expect(model.weight == start.weight && model.bias == start.bias)
        let a: Tensor<Double> = start.layers[0].a - derivative.layers[0].a * 0.03
        let b: Tensor<Double> = start.layers[0].b - (derivative.layers[0].b + start.layers[0].b * 0.5) * 0.03
        #expect(difference(model.layers[0].a, a, tolerance: 1e-14) == nil)
        #expect(difference(model.layers[0].b, b, tolerance: 1e-14) == nil)
        #expect(model.layers[1].a == start.layers[1].a && model.layers[1].b == start.layers[1].b)
    }

    @Test(arguments: OptimizerStateTests.parameterwise.indices)
    func weightDecayOfAGroupIsThatOfAnOptimizer(index: Int) throws {
        let plain = try #require(OptimizerStateTests.parameterwise[index] as? any ParameterwiseOptimizer)
        var decayed: any ParameterwiseOptimizer = plain
        decayed.weightDecay = 0.3
        let grouped: MixedModel = train(plain, [ParameterGroup("*", weightDecay: 0.3)]).model
        #expect(grouped.weight == train(decayed, []).model.weight)
        let exempted: MixedModel = train(decayed, [ParameterGroup("weight", weightDecay: plain.weightDecay)]).model
        #expect(exempted.weight != grouped.weight)
    }

    /// A frozen parameter does not change, even with weight decay, and the optimizer keeps no state for this parameter.
    /// Buffers still change.
    @Test(arguments: OptimizerStateTests.optimizers.indices)
    func frozenParametersStay(index: Int) {
        var optimizer: any Optimizer = OptimizerStateTests.optimizers[index]
        if var rule = optimizer as? any ParameterwiseOptimizer {
            rule.weightDecay = 0.5
            optimizer = rule
        }
        let (model, trained) = train(optimizer, [.frozen("layers.?.a", "bias")])
        let start = MixedModel()
        #expect(model.bias == start.bias && model.layers[0].a == start.layers[0].a)
        #expect(model.weight != start.weight && model.layers[0].b != start.layers[0].b)
        #expect(difference(model.average.value, Tensor([0.2]), tolerance: 1e-15) == nil)
        let names: [String] = trained.state.parameterNames.filter { $0.hasPrefix("1.") || $0.hasPrefix("2.") }
        #expect(names.isEmpty)
    }

    /// A parameter that is no longer frozen begins with step 1. Adam's bias correction depends on the number of steps,
    /// so the optimizer counts the steps of each parameter.
    @Test func freedParameterBeginsAtItsFirstStep() {
        var (model, optimizer) = train(Adam(learningRate: 0.1), [.frozen("weight")], steps: 5)
        optimizer.groups = []
        var (same, fresh): (MixedModel, any Optimizer) = (model, Adam(learningRate: 0.1))
        for _ in 0 ..< 3 {
            let derivative: MixedModel = gradient(at: model) { $0.loss(Tensor([0.3, -0.2, 0.5])).squared() }
            optimizer.update(&model, along: derivative)
            fresh.update(&same, along: derivative)
            #expect(model.weight == same.weight && model.layers[0].a != same.layers[0].a)
        }
        #expect(optimizer.state.stepCount == 8)
    }

    @Test func derivativesOfFrozenParametersAreNotComputed() {
        func watched(_ x: Tensor<Double>, _ count: Counter) -> Tensor<Double> {
            withDerivative(
                of: TensorOperation("watched", x), x * 2,
                .by(x) { cotangent in
                    count.value += 1; return cotangent * 2
                })
        }
        let (frozen, free) = (Counter(), Counter())
        let model = Cubic<Double>(a: Tensor([1]), b: Tensor([2]))
        let (_, derivative) = valueWithGradient(at: model, freezing: ["a"]) {
            (watched($0.a, frozen) * watched($0.b, free)).sum()
        }
        #expect(frozen.value == 0 && free.value == 1)
        #expect(derivative.a == Tensor([0]) && derivative.b == Tensor([4]))
    }

    private final class Counter { var value = 0 }

    @Test(arguments: [SGD(learningRate: 0.1), LBFGS()] as [any Optimizer])
    func groupWithoutParametersTraps(optimizer: any Optimizer) async {
        let isFirst: Bool = optimizer is SGD
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            [isFirst = isFirst as Bool] in
            var optimizer: any Optimizer = isFirst ? SGD(learningRate: 0.1) : LBFGS()
            var model = Cubic<Double>(a: Tensor([1]), b: Tensor([2]))
            optimizer.groups = [.frozen("a"), .frozen("beta", "*.beta")]
            optimizer.update(&model, along: model)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("optimizer: no parameter matches beta or *.beta, which a group names"))
        #expect(sentence.contains("The parameters are named: a, b"))
    }

    @Test func settingsThatMakeNoSenseTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = ParameterGroup("a", learningRateFactor: -1)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("ParameterGroup: the learning rate factor -1.0 of a is negative or not finite"))
        await #expect(processExitsWith: .failure) { _ = ParameterGroup("a", weightDecay: .infinity) }
    }
}
