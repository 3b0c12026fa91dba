import Differentiation
import Statistics
import Tensors
import TestSupport
import Testing

/// Invalid parameters, outcomes outside of the support, and shapes of distributions of vectors and of categories.
@Suite struct MultivariateEdgeTests {
    @Test func invalidParametersGiveNaN() {
        var generator = PhiloxGenerator(seed: 9)
        let dirichlet = DirichletDistribution<Double>(
            concentration: Tensor([[1, 2], [1, 0], [.nan, 1], [1, .infinity]]))
        let isInvalid = Tensor<Bool>([false, true, true, true])
        for value in [dirichlet.logDensity(at: Tensor([0.5, 0.5])), dirichlet.entropy, dirichlet.mean[.all, 0]] {
            #expect(value.isNaN() == isInvalid)
        }
        #expect(dirichlet.logDensity(at: Tensor([0.5, 0.7])).isNaN() == isInvalid)
        #expect(dirichlet.sample(using: &generator)[.all, 0].isNaN() == isInvalid)

        let multinomial = MultinomialDistribution<Double>(
            trials: Tensor([2, -1, 1.5, .nan, 2]),
            probabilities: Tensor([[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [-1, 2]]))
        let isWrong = Tensor<Bool>([false, true, true, true, true])
        #expect(multinomial.logDensity(at: Tensor([1, 1])).isNaN() == isWrong)
        #expect(multinomial.logDensity(at: Tensor([1, 0])).isNaN() == isWrong)
        #expect(multinomial.mean[.all, 0].isNaN() == isWrong && multinomial.variance[.all, 1].isNaN() == isWrong)
        #expect(multinomial.sample(using: &generator)[.all, 0].isNaN() == isWrong)
        #expect(multinomial.sample(using: &generator)[.all, 1].isNaN() == isWrong)

        let categorical = CategoricalDistribution<Double>(
            probabilities: Tensor([[1, 1], [0, 0], [-1, 3], [.nan, 1], [.infinity, 1]]))
        #expect(categorical.logDensity(at: Tensor(0)).isNaN() == isWrong)
        #expect(categorical.logDensity(at: Tensor(9)).isNaN() == isWrong)
        #expect((categorical.sample(using: &generator) .== -1) == isWrong)
        let logits = CategoricalDistribution<Double>(
            logits: Tensor([[1, -.infinity], [-.infinity, -.infinity], [.infinity, 0], [.nan, 1], [.nan, .nan]]))
        #expect(logits.entropy.isNaN() == isWrong && logits.mean.isNaN() == isWrong)
        #expect(logits.logProbabilities[0].scalars == [0, -.infinity])

        let normal = MultivariateNormalDistribution<Double>(
            mean: Tensor([[0, 0], [0, .nan], [0, 0], [0, 0]]),
            scaleTriangular: Tensor(
                [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, .infinity, 0, 0, 1], shape: [4, 2, 2]))
        #expect(normal.logDensity(at: Tensor([1, 1])).isNaN() == isInvalid)
        #expect(normal.entropy.isNaN() == isInvalid && normal.variance[.all, 0].isNaN() == isInvalid)
        #expect(normal.sample(using: &generator)[.all, 0].isNaN() == isInvalid)
        #expect(normal.logDensity(at: Tensor([1, .nan])).isNaN().all())
    }

    @Test func outcomesOutsideOfTheSupport() {
        let dirichlet = DirichletDistribution<Double>(concentration: Tensor([1, 2]))
        for outcome in [[0.5, 0.6], [-0.5, 1.5]] {
            #expect(dirichlet.logDensity(at: Tensor(outcome)).scalar == -.infinity)
            #expect(dirichlet.density(at: Tensor(outcome)).scalar == 0)
            #expect(gradient(at: Tensor(outcome)) { dirichlet.logDensity(at: $0) }.isNaN().all())
        }
        #expect(dirichlet.logDensity(at: Tensor([0.5, .nan])).scalar.isNaN)
        let multinomial = MultinomialDistribution<Double>(trials: 3, probabilities: Tensor([0.5, 0.5, 0]))
        for outcome in [[1.0, 1, 0], [1.5, 1.5, 0], [4, -1, 0], [1, 1, 1], [.infinity, 0, 0]] {
            #expect(multinomial.logDensity(at: Tensor(outcome)).scalar == -.infinity, "\(outcome)")
        }
        #expect(relativeError(multinomial.density(at: Tensor([1, 2, 0])).scalar, 0.375) < 1e-15)
        #expect(
            MultinomialDistribution<Double>(trials: 0, probabilities: Tensor([1, 1])).density(at: Tensor([0, 0])).scalar
                == 1)
    }

    /// A category with weight 0 has no log-probability, but the derivatives of the others exist.
    @Test func derivativesBesideAWeightOfZero() {
        let weights = Tensor<Double>([1, 0, 3])
        func slope(_ function: (CategoricalDistribution<Double>) -> Tensor<Double>) -> [Double] {
            gradient(at: weights) { function(CategoricalDistribution(probabilities: $0)).sum() }.scalars
        }
        // log p₀ is log w₀ − log Σw, and p₁ is w₁/Σw.
        #expect(slope { $0.logDensity(at: Tensor(0)) } == [0.75, -0.25, -0.25])
        #expect(slope { $0.density(at: Tensor(1)) } == [0, 0.25, 0])
        #expect(slope { $0.logDensity(at: Tensor(1)) }.contains { $0.isNaN })
        #expect(slope { $0.logDensity(at: Tensor(7)) }.contains { $0.isNaN })
        #expect(slope { $0.density(at: Tensor(7)) } == [0, 0, 0])
        #expect(slope { $0.entropy }.allSatisfy { $0.isFinite })
        let counts: [Double] = gradient(at: weights) { weights in
            MultinomialDistribution(trials: 4, probabilities: weights).logDensity(at: Tensor([1, 0, 3]))
        }.scalars
        // Σ kᵢ·log wᵢ − n·log Σw.
        #expect(difference(Tensor(counts), Tensor([0, -1, 0]), tolerance: 1e-15) == nil)
    }

    @Test func shapesBroadcastAndMayBeEmpty() {
        var generator = PhiloxGenerator(seed: 10)
        let multinomial = MultinomialDistribution<Double>(
            trials: Tensor([[2], [3]]), probabilities: Tensor(ones: [4, 3]))
        #expect(multinomial.batchShape == [2, 4] && multinomial.sample([5], using: &generator).shape == [5, 2, 4, 3])
        let normal = MultivariateNormalDistribution<Double>(
            mean: Tensor(zeros: [2, 1, 3]), scaleTriangular: Tensor<Double>(identity: 3))
        #expect(normal.batchShape == [2, 1] && normal.sample([5], using: &generator).shape == [5, 2, 1, 3])
        #expect(normal.logDensity(at: Tensor(zeros: [4, 3])).shape == [2, 4])
        let empty = DirichletDistribution<Double>(concentration: Tensor(ones: [0, 3]))
        #expect(empty.sample([2], using: &generator).shape == [2, 0, 3] && empty.mean.shape == [0, 3])
        #expect(empty.logDensity(at: Tensor(ones: [0, 3])).shape == [0])
        let categorical = CategoricalDistribution<Double>(logits: Tensor(zeros: [0, 3]))
        #expect(categorical.sample([2], using: &generator).shape == [2, 0])
    }

    @Test func shapesThatDoNotMatchTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = DirichletDistribution<Double>(concentration: Tensor([1, 2])).logDensity(at: Tensor([1, 0, 0]))
        }
        await #expect(processExitsWith: .failure) {
            _ = MultivariateNormalDistribution<Double>(mean: Tensor([1, 2]), scaleTriangular: Tensor(identity: 3))
        }
        await #expect(processExitsWith: .failure) {
            _ = MultinomialDistribution<Double>(trials: 3, probabilities: Tensor([1, 2])).logDensity(at: Tensor([3.0]))
        }
        await #expect(processExitsWith: .failure) {
            _ = CategoricalDistribution<Double>(logits: Tensor(zeros: [2, 3])).logDensity(at: Tensor([1, 2, 0]))
        }
    }
}
