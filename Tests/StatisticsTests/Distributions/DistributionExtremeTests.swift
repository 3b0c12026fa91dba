import Differentiation
import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

/// Large counts, far tails, probabilities at 0 and 1, and single precision.
@Suite struct DistributionExtremeTests {
    /// `Float` gives the values of `Double` but for rounding, at parameters that both types represent.
    @Test(arguments: UnivariateFamily.all)
    func singlePrecisionIsCloseToDoublePrecision(family: UnivariateFamily) {
        let parameters: [Float] = family.parameters.map { Float($0) }
        let values: [Float] = family.values.map { Float($0) }
        func results<Scalar: RealScalar>(_ distribution: some UnivariateDistribution<Scalar>) -> [Tensor<Double>] {
            let x = Tensor<Scalar>(values.map { Scalar($0) })
            let p = Tensor<Scalar>([0.001, 0.25, 0.5, 0.875, 0.999].map { Scalar($0) })
            return [
                distribution.logDensity(at: x), distribution.cdf(x), distribution.survival(x), distribution.quantile(p),
                distribution.upperQuantile(p), distribution.mean, distribution.variance,
            ].map { $0.converted(to: Double.self) }
        }
        let single: [Tensor<Double>] = results(family.makeFloat(parameters.map { Tensor($0) }))
        let double: [Tensor<Double>] = results(family.make(parameters.map { Tensor(Double($0)) }))
        for (index, (a, b)) in zip(single, double).enumerated() {
            #expect(difference(a, b, tolerance: 2e-5) == nil, "\(family.name), result \(index)")
        }
    }

    /// Exact logarithms of probabilities, by mpmath with 50 digits. The terms of the direct formulas are above 10¹¹ and
    /// would leave five digits.
    @Test func probabilitiesOfLargeCounts() {
        let poisson = PoissonDistribution<Double>(rate: 1e10)
        let value: Tensor<Double> = poisson.logDensity(at: Tensor([1e10, 10_000_200_000]))
        #expect(difference(value, Tensor([-12.4318639981832345, -14.4318606648832341]), tolerance: 1e-11) == nil)
        let binomial = BinomialDistribution<Double>(trials: 1e12, probability: 0.25)
        let successes = Tensor<Double>([250_000_000_000, 250_001_000_000])
        let expected = Tensor<Double>([-13.8974608743834722, -16.5641265040142292])
        #expect(difference(binomial.logDensity(at: successes), expected, tolerance: 1e-11) == nil)
        // In Float the direct formula would have an error of 0.1.
        let single: Double = PoissonDistribution<Float>(rate: 1e6).logDensity(at: Tensor(1_001_000)).scalar._double
        #expect(abs(single + 8.32702706) < 2e-3)
    }

    @Test func certainOutcomes() {
        var generator = PhiloxGenerator(seed: 1)
        for p in [0.0, 1] {
            let binomial = BinomialDistribution<Double>(trials: 5, probability: p)
            #expect(binomial.density(at: Tensor([0, 2, 5])).scalars == [1 - p, 0, p])
            #expect(binomial.cdf(Tensor([0, 2, 5])).scalars == [1 - p, 1 - p, 1])
            #expect(binomial.survival(Tensor([-1, 2, 5])).scalars == [1, p, 0])
            #expect(binomial.quantile(Tensor([0.01, 0.5, 0.99])).scalars == [5 * p, 5 * p, 5 * p])
            #expect(binomial.sample([3], using: &generator).scalars == [5 * p, 5 * p, 5 * p])
            #expect(BernoulliDistribution<Double>(probability: p).sample(using: &generator).scalar == p)
            #expect(BernoulliDistribution<Double>(probability: p).quantile(0.5).scalar == p)
        }
        let empty = BinomialDistribution<Double>(trials: 0, probability: 0.3)
        #expect(empty.density(at: Tensor([0, 1])).scalars == [1, 0] && empty.quantile(0.7).scalar == 0)
        #expect(empty.sample(using: &generator).scalar == 0 && empty.cdf(0).scalar == 1)
        let never = PoissonDistribution<Double>(rate: 0)
        #expect(never.density(at: Tensor([0, 1])).scalars == [1, 0] && never.cdf(0).scalar == 1)
        #expect(never.quantile(0.99).scalar == 0 && never.sample(using: &generator).scalar == 0)
        let first = GeometricDistribution<Double>(probability: 1)
        #expect(first.density(at: Tensor([0, 1])).scalars == [1, 0] && first.quantile(0.99).scalar == 0)
        #expect(first.sample(using: &generator).scalar == 0 && first.variance.scalar == 0 && first.entropy.scalar == 0)
        let immediate = NegativeBinomialDistribution<Double>(successes: 2.5, probability: 1)
        #expect(immediate.density(at: Tensor([0, 1])).scalars == [1, 0] && immediate.cdf(0).scalar == 1)
        #expect(immediate.sample(using: &generator).scalar == 0)
    }

    /// Log odds keep the digits of a probability next to 1, which the probability itself does not have.
    @Test func logitsOfProbabilitiesNextToOne() {
        let binomial = BinomialDistribution<Double>(trials: Tensor(10), logits: Tensor(50))
        // P(X = 9) is 10·e⁻⁵⁰ but for a factor of 1 − 10⁻²⁰.
        #expect(relativeError(binomial.density(at: 9).scalar, 10 * exp(-50)) < 1e-13)
        #expect(relativeError(binomial.cdf(9).scalar, 10 * exp(-50)) < 1e-13)
        #expect(relativeError(binomial.variance.scalar, 10 * exp(-50)) < 1e-14)
        let bernoulli = BernoulliDistribution<Double>(logits: Tensor([-800, 800, .infinity]))
        #expect(bernoulli.logDensity(at: Tensor([1, 0, 1])).scalars == [-800, -800, 0])
        let geometric = GeometricDistribution<Double>(logits: Tensor(-40))
        #expect(relativeError(geometric.mean.scalar, exp(40)) < 1e-14)
        let survival: Double = exp(-1e17 * exp(-40))
        #expect(relativeError(geometric.survival(1e17).scalar, survival) < 1e-12)
    }

    @Test func farTails() {
        let normal = NormalDistribution<Double>()
        #expect(relativeError(normal.logSurvival(1e6).scalar, -5e11 - log(1e6) - 0.9189385332046727) < 1e-15)
        // 1/x − 1/x³ + … times the density.
        #expect(relativeError(normal.survival(30).scalar, 4.906713927148187e-198) < 1e-13)
        let truncated = TruncatedNormalDistribution<Double>(lowerBound: 1000, upperBound: .infinity)
        // The excess over the bound is nearly exponential with the rate 1000.
        #expect(abs(truncated.mean.scalar - 1000.0009999980000100) < 1e-12)
        #expect(relativeError(truncated.standardDeviation.scalar, 0.00099999700002049980) < 1e-12)
        #expect(abs(truncated.quantile(0.5).scalar - 1000.0006931462472) < 1e-12)
        let student = StudentTDistribution<Double>(degreesOfFreedom: 2)
        // The tail of t with 2 degrees of freedom is 1/(2t²) but for a factor of 1 + 1.5/t².
        #expect(student.survival(1e200).scalar == 0 && student.logSurvival(1e200).scalar == -.infinity)
        #expect(relativeError(student.survival(1e100).scalar, 0.5e-200) < 1e-13)
        #expect(relativeError(student.logDensity(at: 1e200).scalar, -3 * log(1e200)) < 1e-14)
        #expect(relativeError(student.upperQuantile(0.5e-200).scalar, 1e100) < 1e-12)
        let many = StudentTDistribution<Double>(degreesOfFreedom: 1e12)
        #expect(relativeError(many.survival(3).scalar, normal.survival(3).scalar) < 1e-10)
        #expect(relativeError(many.upperQuantile(1e-9).scalar, normal.upperQuantile(1e-9).scalar) < 1e-10)
        let gamma = GammaDistribution<Double>(shape: 1e8)
        #expect(relativeError(gamma.logDensity(at: 1e8).scalar, -10.1292789060141888) < 1e-13)
    }

    @Test func samplesOfExtremeParameters() {
        var generator = PhiloxGenerator(seed: 2)
        // Nearly all of the mass of a gamma distribution with a tiny shape is below the least number.
        let tiny: Tensor<Double> = GammaDistribution<Double>(shape: 1e-4).sample([1000], using: &generator)
        #expect((tiny .== 0).countTrue() > 850 && tiny.isFinite().all())
        let slopes: Tensor<Double> = gradient(at: Tensor(repeating: 1e-4, shape: [100])) { shapes in
            GammaDistribution(shape: shapes, rate: Tensor(1)).sample(using: &generator).sum()
        }
        #expect(slopes.isFinite().all() && (slopes .>= 0).all())
        let large: Tensor<Double> = PoissonDistribution<Double>(rate: 1e14).sample([1000], using: &generator)
        #expect(abs(large.mean().scalar / 1e14 - 1) < 1e-8)
        #expect(abs((large - 1e14).standardDeviation().scalar / 1e7 - 1) < 0.1)
        let rare: Tensor<Double> = BinomialDistribution<Double>(trials: 1e15, probability: 2e-15)
            .sample([4000], using: &generator)
        #expect(abs(rare.mean().scalar - 2) < 0.1)
        let far: Tensor<Double> = TruncatedNormalDistribution<Double>(lowerBound: 300, upperBound: 301)
            .sample([1000], using: &generator)
        #expect((far .>= 300).all() && abs((far - 300).mean().scalar * 300 - 1) < 0.15)
        let one: Tensor<Float> = UniformDistribution<Float>(lowerBound: 1, upperBound: Float(1).nextUp)
            .sample([100], using: &generator)
        #expect((one .>= 1).all() && (one .<= Float(1).nextUp).all())
        #expect(ExponentialDistribution<Float>().sample([100_000], using: &generator).min().scalar > 0)
        #expect(GumbelDistribution<Float>().sample([100_000], using: &generator).isFinite().all())
    }
}
