import LinearAlgebra
import Statistics
import Tensors
import TestSupport
import Testing

/// Kullback–Leibler divergences are those of PyTorch, and entropies those of SciPy.
@Suite struct DivergenceTests {
    typealias Pair = (Tensor<Double>, Tensor<Double>)

    private static let divergences: [String: @Sendable (Pair) -> Tensor<Double>] = [
        "normal": { pair in
            func make(_ x: Tensor<Double>) -> NormalDistribution<Double> {
                NormalDistribution(mean: x[.all, 0], standardDeviation: x[.all, 1])
            }
            return make(pair.0).klDivergence(to: make(pair.1))
        },
        "exponential": { pair in
            ExponentialDistribution(rate: pair.0[.all, 0]).klDivergence(
                to: ExponentialDistribution(rate: pair.1[.all, 0]))
        },
        "laplace": { pair in
            func make(_ x: Tensor<Double>) -> LaplaceDistribution<Double> {
                LaplaceDistribution(location: x[.all, 0], scale: x[.all, 1])
            }
            return make(pair.0).klDivergence(to: make(pair.1))
        },
        "gamma": { pair in
            func make(_ x: Tensor<Double>) -> GammaDistribution<Double> {
                GammaDistribution(shape: x[.all, 0], rate: x[.all, 1])
            }
            return make(pair.0).klDivergence(to: make(pair.1))
        },
        "beta": { pair in
            func make(_ x: Tensor<Double>) -> BetaDistribution<Double> {
                BetaDistribution(alpha: x[.all, 0], beta: x[.all, 1])
            }
            return make(pair.0).klDivergence(to: make(pair.1))
        },
        "bernoulli": { pair in
            BernoulliDistribution(probability: pair.0[.all, 0]).klDivergence(
                to: BernoulliDistribution(probability: pair.1[.all, 0]))
        },
        "geometric": { pair in
            GeometricDistribution(probability: pair.0[.all, 0]).klDivergence(
                to: GeometricDistribution(probability: pair.1[.all, 0]))
        },
        "poisson": { pair in
            PoissonDistribution(rate: pair.0[.all, 0]).klDivergence(to: PoissonDistribution(rate: pair.1[.all, 0]))
        },
        "categorical": { pair in
            CategoricalDistribution(probabilities: pair.0).klDivergence(
                to: CategoricalDistribution(probabilities: pair.1))
        },
        "dirichlet": { pair in
            DirichletDistribution(concentration: pair.0).klDivergence(to: DirichletDistribution(concentration: pair.1))
        },
    ]

    @Test func divergencesAreThoseOfPyTorch() throws {
        let all: [ReferenceCase] = referenceCases(in: "distributions")
        let cases: [ReferenceCase] = all.filter { $0.operation == "divergence" }
        #expect(cases.count == Self.divergences.count + 1)
        for reference in cases {
            let family: String = reference.text("family")
            let value: Tensor<Double>
            if family == "multivariateNormal" {
                let (means, factors): Pair = (reference.tensor("means"), reference.tensor("factors"))
                let pair = (0 ..< 2).map {
                    MultivariateNormalDistribution(mean: means[$0], scaleTriangular: factors[$0])
                }
                value = pair[0].klDivergence(to: pair[1])
            } else {
                let divergence = try #require(Self.divergences[family])
                value = divergence((reference.tensor("first"), reference.tensor("second")))
            }
            #expect(difference(value, reference.tensor("output"), tolerance: 1e-12) == nil, "\(family)")
        }
    }

    @Test func divergencesAtTheBoundary() {
        let certain = BernoulliDistribution<Double>(probability: 1)
        #expect(certain.klDivergence(to: certain).scalar == 0)
        #expect(BernoulliDistribution<Double>(probability: 0.5).klDivergence(to: certain).scalar == .infinity)
        let one = CategoricalDistribution<Double>(probabilities: Tensor([1, 0]))
        #expect(
            one.klDivergence(to: CategoricalDistribution(probabilities: Tensor([1, 1]))).scalar == 0.6931471805599453)
        #expect(
            CategoricalDistribution<Double>(probabilities: Tensor([1, 1])).klDivergence(to: one).scalar == .infinity)
        #expect(one.entropy.scalar == 0 && certain.entropy.scalar == 0)
        let never = PoissonDistribution<Double>(rate: 0)
        #expect(never.klDivergence(to: PoissonDistribution(rate: 2)).scalar == 2)
        #expect(PoissonDistribution<Double>(rate: 2).klDivergence(to: never).scalar == .infinity)
    }

    private func entropy(_ distribution: any UnivariateDistribution<Double>) -> Tensor<Double>? {
        switch distribution {
        case let distribution as NormalDistribution<Double>: distribution.entropy
        case let distribution as LogNormalDistribution<Double>: distribution.entropy
        case let distribution as UniformDistribution<Double>: distribution.entropy
        case let distribution as ExponentialDistribution<Double>: distribution.entropy
        case let distribution as LaplaceDistribution<Double>: distribution.entropy
        case let distribution as LogisticDistribution<Double>: distribution.entropy
        case let distribution as GumbelDistribution<Double>: distribution.entropy
        case let distribution as GammaDistribution<Double>: distribution.entropy
        case let distribution as ChiSquaredDistribution<Double>: distribution.entropy
        case let distribution as BetaDistribution<Double>: distribution.entropy
        case let distribution as StudentTDistribution<Double>: distribution.entropy
        case let distribution as FDistribution<Double>: distribution.entropy
        case let distribution as BernoulliDistribution<Double>: distribution.entropy
        case let distribution as GeometricDistribution<Double>: distribution.entropy
        default: nil
        }
    }

    @Test func entropiesAreThoseOfSciPy() throws {
        let all: [ReferenceCase] = referenceCases(in: "distributions")
        var compared = 0
        for family in DistributionReferenceTests.families {
            let reference: ReferenceCase = try #require(all.first { $0.operation == family.name })
            guard let entropy = entropy(family.make(reference)) else { continue }
            #expect(difference(entropy, reference.tensor("entropy"), tolerance: 1e-11) == nil, "\(family.name)")
            compared += 1
        }
        #expect(compared == 14)
    }

    /// The entropy is the mean of −log f, here over equally probable points.
    @Test func truncatedNormalEntropyIsTheMeanInformation() {
        for bounds in [(-1.0, 2.0), (5, .infinity), (-.infinity, -3), (0.5, 0.6)] {
            let distribution = TruncatedNormalDistribution<Double>(
                location: 0.3, scale: 1.2, lowerBound: bounds.0, upperBound: bounds.1)
            let levels = Tensor<Double>((0 ..< 20_000).map { (Double($0) + 0.5) / 20_000 })
            let information: Double = -distribution.logDensity(at: distribution.quantile(levels)).mean().scalar
            #expect(abs(distribution.entropy.scalar - information) < 1e-4, "\(bounds)")
        }
    }
}
