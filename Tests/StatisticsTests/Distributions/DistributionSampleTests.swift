import Statistics
import Tensors
import TestSupport
import Testing

/// The samples of every univariate distribution follow its distribution function. The seeds are fixed, so the tests do
/// not fail by chance.
@Suite struct DistributionSampleTests {
    private static let count = 6000

    @Test(arguments: UnivariateFamily.continuous)
    func samplesFollowTheDistribution(family: UnivariateFamily) {
        func check(_ distribution: some UnivariateDistribution<Double>, _ parameters: [Double]) {
            var generator = PhiloxGenerator(seed: 11)
            let samples: Tensor<Double> = distribution.sample([Self.count], using: &generator)
            let statistic: Double = kolmogorovSmirnov(samples, distribution)
            #expect(statistic < 1.6, "\(family.name) \(parameters)")
            let variance: Double = distribution.variance.scalar
            guard variance.isFinite, family.name != "F", family.name != "studentT" else { return }
            let errors = momentErrors(samples, mean: distribution.mean.scalar, variance: variance)
            #expect(errors.mean < 4 && errors.variance < 4, "\(family.name) \(parameters): \(errors)")
        }
        for parameters in family.samples + [family.parameters] {
            check(family.distribution(parameters), parameters)
        }
    }

    @Test(arguments: UnivariateFamily.discrete)
    func countsFollowTheDistribution(family: UnivariateFamily) {
        func check(_ distribution: some UnivariateDistribution<Double>, _ parameters: [Double]) {
            var generator = PhiloxGenerator(seed: 12)
            let samples: Tensor<Double> = distribution.sample([Self.count], using: &generator)
            #expect(chiSquaredExcess(samples, distribution) < 3, "\(family.name) \(parameters)")
            let errors = momentErrors(
                samples, mean: distribution.mean.scalar, variance: distribution.variance.scalar)
            #expect(errors.mean < 4 && errors.variance < 4, "\(family.name) \(parameters): \(errors)")
        }
        for parameters in family.samples + [family.parameters] {
            check(family.distribution(parameters), parameters)
        }
    }

    /// The samplers accept some numbers without computing the density. A wrong limit of this shortcut changes the
    /// distribution by a few percent only, so it takes many samples to see it.
    @Test func shortcutsOfTheRejectionAreExact() {
        var generator = PhiloxGenerator(seed: 15)
        for rate in [10.5, 80, 3000] {
            let distribution = PoissonDistribution<Double>(rate: rate)
            #expect(chiSquaredExcess(distribution.sample([200_000], using: &generator), distribution) < 3, "\(rate)")
        }
        for (trials, probability) in [(40.0, 0.4), (1000, 0.9), (1e5, 0.05)] {
            let distribution = BinomialDistribution<Double>(trials: trials, probability: probability)
            #expect(chiSquaredExcess(distribution.sample([200_000], using: &generator), distribution) < 3, "\(trials)")
        }
        for shape in [1.0, 4] {
            let distribution = GammaDistribution<Double>(shape: shape)
            #expect(
                kolmogorovSmirnov(distribution.sample([100_000], using: &generator), distribution) < 1.6, "\(shape)")
        }
    }

    /// Samples of `Float` follow the distribution as well, and none is outside of the support.
    @Test(arguments: UnivariateFamily.all)
    func singlePrecisionSamplesFollowTheDistribution(family: UnivariateFamily) {
        let single: any UnivariateDistribution<Float> = family.makeFloat(family.parameters.map { Tensor(Float($0)) })
        var generator = PhiloxGenerator(seed: 13)
        let samples: Tensor<Double> = single.sample([Self.count], using: &generator).converted(to: Double.self)
        func check(_ distribution: some UnivariateDistribution<Double>) {
            if type(of: distribution).isDiscrete {
                #expect(chiSquaredExcess(samples, distribution) < 3, "\(family.name)")
            } else {
                #expect(kolmogorovSmirnov(samples, distribution) < 1.6, "\(family.name)")
            }
        }
        check(family.distribution(family.parameters.map { Double(Float($0)) }))
    }

    /// Elements of a batch are independent, and each has its own parameters.
    @Test(arguments: UnivariateFamily.all)
    func elementsOfABatchAreIndependent(family: UnivariateFamily) {
        let pair: [Tensor<Double>] = family.parameters.map { Tensor([$0, $0]) }
        var generator = PhiloxGenerator(seed: 14)
        let samples: Tensor<Double> = family.make(pair).sample([Self.count], using: &generator)
        let ranks: [Tensor<Double>] = (0 ..< 2).map { column in
            samples[.all, column].sorted().searchSorted(samples[.all, column]).converted()
        }
        let centered: [Tensor<Double>] = ranks.map { $0 - $0.mean() }
        let product: Double = (centered[0] * centered[1]).mean().scalar
        let scale: Double = (centered[0].squared().mean().scalar * centered[1].squared().mean().scalar).squareRoot()
        #expect(abs(product / scale) < 4 / Double(Self.count).squareRoot(), "\(family.name)")
        // A second call continues the sequence, and the same seed repeats it.
        let next: Tensor<Double> = family.make(pair).sample([Self.count], using: &generator)
        #expect(next != samples)
        var again = PhiloxGenerator(seed: 14)
        #expect(family.make(pair).sample([Self.count], using: &again) == samples)
    }
}

extension Tensor where Scalar == Int {
    fileprivate func converted() -> Tensor<Double> { Tensor<Double>(self) }
}

/// Samples have the same bits at every number of threads.
@Suite(.serialized) struct DistributionDeterminismTests {
    @Test(arguments: UnivariateFamily.all)
    func bitsDoNotDependOnTheThreadCount(family: UnivariateFamily) {
        let former: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = former }
        let parameters: [Tensor<Float>] = family.parameters.map { Tensor([Float($0), Float($0), Float($0)]) }
        func bits(_ threads: Int) -> [UInt32] {
            Parallelism.threadCount = threads
            var generator = PhiloxGenerator(seed: 21)
            return family.makeFloat(parameters).sample([1501], using: &generator).scalars.map(\.bitPattern)
        }
        let expected: [UInt32] = bits(1)
        for threads in [2, 4] { #expect(bits(threads) == expected, "\(family.name) at \(threads) threads") }
    }
}
