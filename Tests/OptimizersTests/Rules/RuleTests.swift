import Optimizers
import Tensors
import TestSupport
import Testing

/// Properties that all fused optimizers have hold for every optimizer in `rules`.
@Suite struct RuleTests {
    static let rules: [any ParameterwiseOptimizer] = [
        SGD(learningRate: 0.1, momentum: 0.9), Adam(amsgrad: true), AdamW(), RMSProp(centered: true),
        Lion(weightDecay: 0.1),
        Adagrad(rateDecay: 0.1), NAdam(weightDecay: 0.1), RAdam(),
    ]

    private func moved<Scalar: RealScalar>(
        _ rule: some Optimizer, _ start: Tensor<Scalar>, _ gradients: [Tensor<Scalar>]
    ) -> Tensor<Scalar> {
        var (point, rule) = (start, rule)
        for gradient in gradients { rule.update(&point, along: gradient) }
        return point
    }

    /// An element of a large tensor moves like the same element in a tensor of one element. The compared elements are
    /// in whole vectors, after the last whole vector, and on both sides of position 32 768.
    @Test(arguments: rules.indices)
    func elementsAreIndependent(index: Int) {
        let count = 70_003
        let start: Tensor<Float> = sample([count])
        let gradients: [Tensor<Float>] = (0 ..< 7).map { sample([count], seed: $0 + 3) }
        let whole: Tensor<Float> = moved(Self.rules[index], start, gradients)
        for place in [0, 1, 15, 16, 32_767, 32_768, count - 2, count - 1] {
            let alone: Tensor<Float> = moved(
                Self.rules[index], start[place ..< place + 1], gradients.map { $0[place ..< place + 1] })
            #expect(difference(whole[place ..< place + 1], alone, tolerance: 1e-6) == nil)
        }
    }

    @Test(arguments: rules.indices)
    func bitsDoNotDependOnTheThreads(index: Int) async {
        await #expect(processExitsWith: .success) { [index = index as Int] in
            let start: Tensor<Double> = sample([300_001])
            let gradients: [Tensor<Double>] = (0 ..< 3).map { sample([300_001], seed: $0 + 3) }
            var results: [Tensor<Double>] = []
            for count in [1, 2, 3] {
                Parallelism.threadCount = count
                var (point, rule): (Tensor<Double>, any Optimizer) = (start, RuleTests.rules[index])
                for gradient in gradients { rule.update(&point, along: gradient) }
                results.append(point)
            }
            require(results[1] == results[0] && results[2] == results[0], "the bits depend on the threads")
        }
    }

    /// An optimizer computes the same result for views as for contiguous copies of these views.
    @Test(arguments: rules.indices)
    func everyMemoryLayout(index: Int) {
        let whole: Tensor<Double> = sample([5, 7])
        let gradients: Tensor<Double> = sample([7, 5], seed: 5)
        let plain: Tensor<Double> = moved(
            Self.rules[index], whole.transposed().contiguous(), [gradients, gradients])
        #expect(moved(Self.rules[index], whole.transposed(), [gradients, gradients]) == plain)
        let columnMajor: Tensor<Double> = gradients.transposed().contiguous().transposed()
        #expect(moved(Self.rules[index], whole.transposed(), [columnMajor, columnMajor]) == plain)
        let constant: Tensor<Double> = Tensor(0.5).broadcast(to: [5, 7])
        #expect(
            moved(Self.rules[index], whole, [constant, constant])
                == moved(Self.rules[index], whole, [constant.contiguous(), constant.contiguous()]))
    }

    @Test(arguments: rules.indices)
    func notANumberIsNotHidden(index: Int) {
        let start: Tensor<Float> = Tensor(zeros: [37])
        var gradients = [Float](repeating: 1, count: 37)
        (gradients[3], gradients[36]) = (.nan, .nan)
        let found: Tensor<Float> = moved(Self.rules[index], start, [Tensor(gradients), Tensor(ones: [37])])
        #expect(found.scalars.indices.filter { found.scalars[$0].isNaN } == [3, 36])
    }

    @Test func zeroGradientMovesNothing() {
        let start: Tensor<Double> = sample([19])
        for rule in [Adam(amsgrad: true), Lion(), Adagrad(), NAdam(), RAdam()] as [any ParameterwiseOptimizer] {
            #expect(moved(rule, start, [Tensor(zeros: [19]), Tensor(zeros: [19])]) == start, "\(rule)")
        }
    }
}
