import Differentiation
import Statistics
import Tensors
import TestSupport
import Testing

/// Samples of distributions of vectors and of categories.
@Suite struct MultivariateSampleTests {
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
}
