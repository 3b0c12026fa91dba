import Differentiation
import LinearAlgebra
import Statistics
import Tensors
import TestSupport
import Testing

/// Distributions of vectors and of categories.
@Suite struct MultivariateDistributionTests {
    private func reference(_ name: String) throws -> ReferenceCase {
        let all: [ReferenceCase] = referenceCases(in: "distributions")
        return try #require(all.first { $0.operation == name })
    }

    @Test func dirichletIsThatOfSciPy() throws {
        let reference: ReferenceCase = try reference("dirichlet")
        let distribution = DirichletDistribution(concentration: reference.tensor("concentration"))
        let x: Tensor<Double> = reference.tensor("x").expandingShape(at: 1)
        #expect(difference(distribution.logDensity(at: x), reference.tensor("logDensity"), tolerance: 1e-13) == nil)
        #expect(difference(distribution.mean, reference.tensor("mean"), tolerance: 1e-15) == nil)
        #expect(difference(distribution.variance, reference.tensor("variance"), tolerance: 1e-15) == nil)
        #expect(difference(distribution.entropy, reference.tensor("entropy"), tolerance: 1e-13) == nil)
        #expect(distribution.batchShape == [2] && distribution.eventShape == [3])
    }

    @Test func multinomialIsThatOfSciPy() throws {
        let reference: ReferenceCase = try reference("multinomial")
        let distribution = MultinomialDistribution(
            trials: reference.tensor("trials"), probabilities: reference.tensor("probabilities"))
        let value: Tensor<Double> = distribution.logDensity(at: reference.tensor("x"))
        #expect(difference(value, reference.tensor("logDensity"), tolerance: 1e-13) == nil)
        let variances: Tensor<Double> = reference.tensor("covariance").diagonal()
        #expect(difference(distribution.variance, variances, tolerance: 1e-14) == nil)
    }

    @Test func multivariateNormalIsThatOfSciPy() throws {
        let reference: ReferenceCase = try reference("multivariateNormal")
        let x: Tensor<Double> = reference.tensor("x").expandingShape(at: 1)
        let byFactor = MultivariateNormalDistribution(
            mean: reference.tensor("mean") as Tensor<Double>, scaleTriangular: reference.tensor("scaleTriangular"))
        let byCovariance = try MultivariateNormalDistribution(
            mean: reference.tensor("mean") as Tensor<Double>, covariance: reference.tensor("covariance"))
        for distribution in [byFactor, byCovariance] {
            #expect(difference(distribution.logDensity(at: x), reference.tensor("logDensity"), tolerance: 1e-13) == nil)
            #expect(difference(distribution.entropy, reference.tensor("entropy"), tolerance: 1e-13) == nil)
            #expect(difference(distribution.covariance, reference.tensor("covariance"), tolerance: 1e-13) == nil)
            #expect(distribution.variance == distribution.covariance.diagonal())
        }
        #expect(throws: LinearAlgebraError.self) {
            try MultivariateNormalDistribution<Double>(mean: Tensor([0, 0]), covariance: Tensor([[1, 2], [2, 1]]))
        }
    }

    @Test func categoricalHasItsProbabilities() {
        let weights = Tensor<Double>([[1, 0, 3], [2, 2, 4]])
        let distribution = CategoricalDistribution(probabilities: weights)
        #expect(
            difference(distribution.probabilities, Tensor([[0.25, 0, 0.75], [0.25, 0.25, 0.5]]), tolerance: 1e-15)
                == nil)
        let value: Tensor<Double> = distribution.density(at: Tensor([[0, 1], [1, 2], [2, 3], [-1, 0]]))
        let expected = Tensor<Double>([[0.25, 0.25], [0, 0.5], [0.75, 0], [0, 0.25]])
        #expect(difference(value, expected, tolerance: 1e-15) == nil)
        #expect(distribution.logDensity(at: Tensor(5)).scalars == [-.infinity, -.infinity])
        let byLogits = CategoricalDistribution(logits: weights.log() + 7)
        #expect(difference(byLogits.logProbabilities, distribution.logProbabilities, tolerance: 1e-15) == nil)
        #expect(difference(distribution.mean, Tensor([1.5, 1.25]), tolerance: 1e-15) == nil)
        #expect(difference(distribution.variance, Tensor([0.75, 0.6875]), tolerance: 1e-15) == nil)
        let entropy = Tensor<Double>([0.56233514461880828, 1.0397207708399179])
        #expect(difference(distribution.entropy, entropy, tolerance: 1e-15) == nil)
    }

    // MARK: Derivatives

    @Test func densitiesAreDifferentiable() {
        let shares: Tensor<Double> = (sample([4, 1, 3]) as Tensor<Double>).softmax()
        #expect(
            problems(
                of: { DirichletDistribution(concentration: $0[0]).logDensity(at: shares) },
                at: [sample([2, 3], in: 0.5 ... 3)]) == [])
        // Elements that are changed one by one do not have the sum 1, so the formula's derivative is compared directly.
        let alpha = Tensor<Double>([2, 3, 4])
        let slope: Tensor<Double> = gradient(at: Tensor([0.25, 0.25, 0.5])) {
            DirichletDistribution(concentration: alpha).logDensity(at: $0)
        }
        #expect(difference(slope, Tensor([4, 8, 6]), tolerance: 1e-14) == nil)
        #expect(
            problems(
                of: { inputs in
                    MultinomialDistribution(trials: Tensor([6, 9]), probabilities: inputs[0])
                        .logDensity(at: Tensor([[1, 2, 3], [0, 9, 0]]))
                }, at: [sample([2, 3], in: 0.2 ... 1)]) == [])
        #expect(
            problems(
                of: { CategoricalDistribution(logits: $0[0]).logDensity(at: Tensor([[0, 2], [1, 1]])) },
                at: [sample([2, 3])]) == [])
        #expect(
            problems(
                of: { CategoricalDistribution(probabilities: $0[0]).logDensity(at: Tensor([[0, 2], [1, 1]])) },
                at: [sample([2, 3], in: 0.2 ... 1)]) == [])
        let factor: Tensor<Double> = sample([2, 3, 3], in: 0.5 ... 1.5)
        #expect(
            problems(
                of: { MultivariateNormalDistribution(mean: $0[1], scaleTriangular: $0[2]).logDensity(at: $0[0]) },
                at: [sample([4, 1, 3]), sample([3], seed: 1), factor]) == [])
        #expect(
            problems(
                of: { inputs in
                    var generator = PhiloxGenerator(seed: 1)
                    return MultivariateNormalDistribution(mean: inputs[0], scaleTriangular: inputs[1])
                        .sample([5], using: &generator)
                }, at: [sample([3], seed: 1), factor]) == [])
    }

    @Test func dirichletSamplesAreUnbiased() {
        let concentration = Tensor<Double>([0.6, 2, 5])
        let count = 3000
        let slopes: Tensor<Double> = gradient(at: concentration.broadcast(to: [count, 3])) { concentration in
            var generator = PhiloxGenerator(seed: 4)
            return DirichletDistribution(concentration: concentration).sample(using: &generator)[.all, 0].sum()
        }
        let expected: Tensor<Double> = gradient(at: concentration) { concentration in
            DirichletDistribution(concentration: concentration).mean[0]
        }
        let errors: Tensor<Double> = slopes.standardDeviation(axis: 0) / Double(count).squareRoot()
        #expect(((slopes.mean(axis: 0) - expected).abs() .< errors * 5).all())
    }

    // MARK: Samples

    @Test func samplesHaveTheirMoments() {
        let count = 20_000
        var generator = PhiloxGenerator(seed: 5)
        func check(_ samples: Tensor<Double>, _ mean: Tensor<Double>, _ variance: Tensor<Double>, _ name: String) {
            for (column, (mean, variance)) in zip(mean.scalars, variance.scalars).enumerated() {
                let errors = momentErrors(
                    samples.reshaped(to: [count, -1])[.all, column], mean: mean, variance: variance)
                #expect(errors.mean < 4 && errors.variance < 4, "\(name), element \(column): \(errors)")
            }
        }
        let dirichlet = DirichletDistribution<Double>(concentration: Tensor([[0.1, 0.5, 2], [30, 20, 5]]))
        check(dirichlet.sample([count], using: &generator), dirichlet.mean, dirichlet.variance, "dirichlet")
        let multinomial = MultinomialDistribution<Double>(
            trials: Tensor([7, 300]), probabilities: Tensor([[0.5, 0.2, 0.3], [0.1, 0.8, 0.1]]))
        let counts: Tensor<Double> = multinomial.sample([count], using: &generator)
        check(counts, multinomial.mean, multinomial.variance, "multinomial")
        #expect((counts.sum(axis: -1) .== multinomial.trials).all())
        let normal = MultivariateNormalDistribution<Double>(
            mean: Tensor([1, -2]), scaleTriangular: Tensor([[2, 0], [-1, 0.5]]))
        let vectors: Tensor<Double> = normal.sample([count], using: &generator)
        check(vectors, normal.mean, normal.variance, "normal")
        let centered: Tensor<Double> = vectors - normal.mean
        let covariance: Double = (centered[.all, 0] * centered[.all, 1]).mean().scalar
        #expect(abs(covariance + 2) < 4 * (Double(4 + 4 * 1.25) / Double(count)).squareRoot())
    }

    /// Small concentrations put nearly all of the mass on one element, which is the k-th with probability α_k/Σα.
    @Test func dirichletSamplesOfTinyConcentrations() {
        var generator = PhiloxGenerator(seed: 6)
        let distribution = DirichletDistribution<Float>(concentration: Tensor([1e-6, 3e-6]))
        let samples: Tensor<Float> = distribution.sample([4000], using: &generator)
        #expect(difference(samples.sum(axis: -1), Tensor(ones: [4000]), tolerance: 1e-6) == nil)
        let first: Int = (samples[.all, 0] .> 0.5).countTrue()
        #expect(abs(Double(first) - 1000) < 4 * (4000 * 0.25 * 0.75).squareRoot())
    }

    @Test func categoriesHaveTheirProbabilities() {
        var generator = PhiloxGenerator(seed: 7)
        let distribution = CategoricalDistribution<Float>(probabilities: Tensor([[1, 0, 3, 4], [0, 5, 5, 0]]))
        let samples: Tensor<Int> = distribution.sample([40_000], using: &generator)
        #expect(samples.shape == [40_000, 2])
        for row in 0 ..< 2 {
            let counts: [Int] = samples[.all, row].binCounts(minimumLength: 4).scalars
            for (count, probability) in zip(counts, distribution.probabilities[row].scalars.map(Double.init)) {
                let deviation: Double = (40_000 * probability * (1 - probability)).squareRoot()
                #expect(abs(Double(count) - 40_000 * probability) <= 4 * deviation)
            }
        }
    }

    @Test func bitsDoNotDependOnTheThreadCount() {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        func bits(_ threads: Int) -> ([UInt32], [Int]) {
            Parallelism.threadCount = threads
            var generator = PhiloxGenerator(seed: 8)
            let weights: Tensor<Float> = sample([3, 5], in: 0.1 ... 1)
            let samples: [Tensor<Float>] = [
                DirichletDistribution(concentration: weights).sample([1500], using: &generator),
                MultinomialDistribution(trials: 30, probabilities: weights).sample([1500], using: &generator),
                MultivariateNormalDistribution(mean: Tensor(zeros: [3]), scaleTriangular: Tensor(identity: 3))
                    .sample([5000], using: &generator),
            ]
            let categories: Tensor<Int> = CategoricalDistribution(probabilities: weights)
                .sample([1500], using: &generator)
            return (samples.flatMap { $0.scalars.map(\.bitPattern) }, categories.scalars)
        }
        let expected = bits(1)
        for threads in [2, 4] { #expect(bits(threads) == expected, "\(threads) threads") }
    }

    // MARK: Edges

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
