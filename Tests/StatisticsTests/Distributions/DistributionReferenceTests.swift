import Statistics
import Tensors
import TestSupport
import Testing

/// Compares every univariate distribution with the values of SciPy and mpmath in distributions.json.
@Suite struct DistributionReferenceTests {
    struct Family: Sendable, CustomTestStringConvertible {
        let name: String
        var tolerance = 1e-13
        var quantileTolerance = 1e-12
        let make: @Sendable (ReferenceCase) -> any UnivariateDistribution<Double>
        var testDescription: String { name }
    }

    static let families: [Family] = [
        Family(name: "uniform") {
            UniformDistribution(lowerBound: $0.tensor("lowerBound"), upperBound: $0.tensor("upperBound"))
        },
        Family(name: "exponential") { ExponentialDistribution(rate: $0.tensor("rate")) },
        Family(name: "laplace") { LaplaceDistribution(location: $0.tensor("location"), scale: $0.tensor("scale")) },
        Family(name: "logistic") { LogisticDistribution(location: $0.tensor("location"), scale: $0.tensor("scale")) },
        Family(name: "gumbel") { GumbelDistribution(location: $0.tensor("location"), scale: $0.tensor("scale")) },
        Family(name: "normal") {
            NormalDistribution(mean: $0.tensor("mean"), standardDeviation: $0.tensor("standardDeviation"))
        },
        Family(name: "logNormal") { LogNormalDistribution(location: $0.tensor("location"), scale: $0.tensor("scale")) },
        Family(name: "gamma") { GammaDistribution(shape: $0.tensor("shape"), rate: $0.tensor("rate")) },
        Family(name: "chiSquared") { ChiSquaredDistribution(degreesOfFreedom: $0.tensor("degreesOfFreedom")) },
        Family(name: "beta") { BetaDistribution(alpha: $0.tensor("alpha"), beta: $0.tensor("beta")) },
        Family(name: "studentT") {
            StudentTDistribution(
                degreesOfFreedom: $0.tensor("degreesOfFreedom"), location: $0.tensor("location"),
                scale: $0.tensor("scale"))
        },
        Family(name: "f") {
            FDistribution(
                numeratorDegreesOfFreedom: $0.tensor("numeratorDegreesOfFreedom"),
                denominatorDegreesOfFreedom: $0.tensor("denominatorDegreesOfFreedom"))
        },
        Family(name: "truncatedNormal", tolerance: 2e-11, quantileTolerance: 1e-12) {
            TruncatedNormalDistribution(
                location: $0.tensor("location"), scale: $0.tensor("scale"), lowerBound: $0.tensor("lowerBound"),
                upperBound: $0.tensor("upperBound"))
        },
        Family(name: "binomial") {
            BinomialDistribution(trials: $0.tensor("trials"), probability: $0.tensor("probability"))
        },
        Family(name: "poisson") { PoissonDistribution(rate: $0.tensor("rate")) },
        Family(name: "negativeBinomial") {
            NegativeBinomialDistribution(successes: $0.tensor("successes"), probability: $0.tensor("probability"))
        },
        Family(name: "bernoulli") { BernoulliDistribution(probability: $0.tensor("probability")) },
        Family(name: "geometric") { GeometricDistribution(probability: $0.tensor("probability")) },
    ]

    @Test(arguments: families)
    func valuesAreThoseOfSciPy(family: Family) throws {
        let all: [ReferenceCase] = referenceCases(in: "distributions")
        let reference: ReferenceCase = try #require(all.first { $0.operation == family.name })
        let found: [String] = problems(
            of: family.make(reference), against: reference, tolerance: family.tolerance,
            quantileTolerance: family.quantileTolerance)
        #expect(found == [])
    }
}
