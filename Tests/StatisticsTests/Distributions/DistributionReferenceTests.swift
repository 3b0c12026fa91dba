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
