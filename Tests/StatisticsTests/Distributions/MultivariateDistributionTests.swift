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
}
