import Differentiation
import Statistics
import Tensors
import TestSupport
import Testing

/// Invalid parameters, values outside of the support, probabilities outside of [0, 1], and shapes.
@Suite struct DistributionEdgeTests {
    /// Every result of a distribution, of shape `batchShape`.
    private func results(
        _ distribution: some UnivariateDistribution<Double>, _ values: [Double]
    ) -> [(name: String, value: Tensor<Double>)] {
        var generator = PhiloxGenerator(seed: 3)
        var results: [(String, Tensor<Double>)] = [
            ("mean", distribution.mean), ("variance", distribution.variance),
            ("standard deviation", distribution.standardDeviation), ("median", distribution.median),
            ("sample", distribution.sample(using: &generator)), ("quantile", distribution.quantile(0.3)),
            ("upper quantile", distribution.upperQuantile(0.3)), ("quantile of 0", distribution.quantile(0)),
            ("quantile of 1", distribution.quantile(1)), ("lower end", distribution.support.lower),
            ("upper end", distribution.support.upper),
        ]
        for value in values {
            let x = Tensor<Double>(value)
            results += [
                ("log density at \(value)", distribution.logDensity(at: x)),
                ("density at \(value)", distribution.density(at: x)),
                ("CDF at \(value)", distribution.cdf(x)), ("survival at \(value)", distribution.survival(x)),
                ("log CDF at \(value)", distribution.logCDF(x)),
                ("log survival at \(value)", distribution.logSurvival(x)),
            ]
        }
        return results
    }

    /// An invalid element of the batch is NaN in every result; the others are as if it were alone.
    @Test(arguments: UnivariateFamily.all)
    func invalidParametersGiveNaN(family: UnivariateFamily) {
        let values: [Double] = [family.values[2]] + family.outside
        func check(_ mixed: some UnivariateDistribution<Double>, _ alone: some UnivariateDistribution<Double>) {
            for (result, expected) in zip(results(mixed, values), results(alone, values)) {
                #expect(result.value.shape == [2], "\(result.name)")
                #expect(result.value[1].scalar.isNaN, "\(family.name): \(result.name) is \(result.value[1].scalar)")
                let (valid, single): (Double, Double) = (result.value[0].scalar, expected.value.scalar)
                // Some families draw several random numbers for a sample. In a batch these numbers are at other positions
                // of the generator's stream than for a single distribution, so the samples differ.
                if result.name == "sample", !valid.isNaN { continue }
                #expect(valid == single || (valid.isNaN && single.isNaN), "\(family.name): \(result.name)")
            }
        }
        for invalid in family.invalid {
            let batch: [Tensor<Double>] = zip(family.parameters, invalid).map { Tensor([$0, $1]) }
            check(family.make(batch), family.distribution(family.parameters))
        }
    }

    @Test(arguments: UnivariateFamily.all)
    func derivativesAtInvalidParametersAreNaN(family: UnivariateFamily) {
        let constants: Int = family.parameters.count - family.differentiable
        for invalid in family.invalid {
            let fixed: [Tensor<Double>] = invalid[..<constants].map { Tensor([$0]) }
            let slopes: [Tensor<Double>] = gradient(at: invalid[constants...].map { Tensor<Double>([$0]) }) { inputs in
                family.make(fixed + inputs).logDensity(at: Tensor(family.values[2])).sum()
            }
            for slope in slopes { #expect(slope.scalar.isNaN, "\(family.name) \(invalid)") }
        }
    }

    @Test(arguments: UnivariateFamily.all)
    func valuesOutsideOfTheSupport(family: UnivariateFamily) {
        func check(_ distribution: some UnivariateDistribution<Double>) {
            let (lower, upper): (Double, Double) = (
                distribution.support.lower.scalar, distribution.support.upper.scalar
            )
            for value in family.outside + [-.infinity, .infinity] {
                let x = Tensor<Double>(value)
                #expect(distribution.logDensity(at: x).scalar == -.infinity, "\(family.name) at \(value)")
                #expect(distribution.density(at: x).scalar == 0, "\(family.name) at \(value)")
                guard value < lower || value > upper || value.isInfinite else { continue }
                let isBelow: Bool = value < lower || value == -.infinity
                #expect(distribution.cdf(x).scalar == (isBelow ? 0 : 1), "\(family.name) at \(value)")
                #expect(distribution.survival(x).scalar == (isBelow ? 1 : 0), "\(family.name) at \(value)")
                #expect(distribution.logCDF(x).scalar == (isBelow ? -.infinity : 0), "\(family.name) at \(value)")
                #expect(distribution.logSurvival(x).scalar == (isBelow ? 0 : -.infinity), "\(family.name) at \(value)")
            }
            #expect(distribution.quantile(0).scalar == lower && distribution.quantile(1).scalar == upper)
            #expect(distribution.upperQuantile(0).scalar == upper && distribution.upperQuantile(1).scalar == lower)
            for p in [-0.1, 1.1, .nan, -.infinity, .infinity] {
                #expect(distribution.quantile(p).scalar.isNaN && distribution.upperQuantile(p).scalar.isNaN, "\(p)")
            }
            for result in results(distribution, [.nan]) where result.name.contains("nan") {
                #expect(result.value.scalar.isNaN, "\(family.name): \(result.name)")
            }
        }
        check(family.distribution(family.parameters))
    }

    /// Outside of the support the log density has no derivative, and the density has the derivative 0.
    @Test(arguments: UnivariateFamily.all)
    func derivativesOutsideOfTheSupport(family: UnivariateFamily) {
        let constants: Int = family.parameters.count - family.differentiable
        let fixed: [Tensor<Double>] = family.parameters[..<constants].map { Tensor($0) }
        let variables: [Tensor<Double>] = family.parameters[constants...].map { Tensor($0) }
        for value in family.outside {
            func slopes(_ isLog: Bool) -> [Tensor<Double>] {
                gradient(at: [Tensor(value)] + variables) { inputs in
                    let distribution = family.make(fixed + inputs[1...])
                    return isLog ? distribution.logDensity(at: inputs[0]) : distribution.density(at: inputs[0])
                }
            }
            for slope in slopes(true)[1...] { #expect(slope.scalar.isNaN, "\(family.name) at \(value)") }
            for slope in slopes(false) { #expect(slope.scalar == 0, "\(family.name) at \(value)") }
        }
    }

    @Test(arguments: UnivariateFamily.all)
    func shapesBroadcast(family: UnivariateFamily) {
        func check(_ distribution: some UnivariateDistribution<Double>, _ batch: Shape) {
            var generator = PhiloxGenerator(seed: 1)
            #expect(distribution.batchShape == batch && distribution.eventShape == [])
            #expect(distribution.mean.shape == batch && distribution.variance.shape == batch)
            #expect(distribution.sample([4, 5], using: &generator).shape == Shape([4, 5] + batch.dimensions))
            #expect(distribution.sample([0], using: &generator).shape == Shape([0] + batch.dimensions))
            let x: Tensor<Double> = Tensor(repeating: family.values[1], shape: Shape([7] + batch.dimensions))
            for value in [distribution.logDensity(at: x), distribution.cdf(x), distribution.survival(x)] {
                #expect(value.shape == x.shape)
            }
            #expect(distribution.quantile(0.5).shape == batch)
        }
        // Each parameter has an axis of its own, so that all are broadcast.
        let axes: Int = family.parameters.count
        let spread: [Tensor<Double>] = family.parameters.enumerated().map { index, parameter in
            var dimensions = [Int](repeating: 1, count: axes)
            dimensions[index] = index + 2
            return Tensor(repeating: parameter, shape: Shape(dimensions))
        }
        check(family.make(spread), Shape((0 ..< axes).map { $0 + 2 }))
        check(family.make(family.parameters.map { Tensor(repeating: $0, shape: [0, 3]) }), [0, 3])
        check(family.distribution(family.parameters), [])
    }

    @Test func shapesThatDoNotMatchTrap() async {
        await #expect(processExitsWith: .failure) {
            _ = NormalDistribution<Double>(mean: Tensor([0, 1]), standardDeviation: Tensor([1, 2, 3]))
        }
        await #expect(processExitsWith: .failure) {
            let distribution = GammaDistribution<Double>(shape: Tensor([1, 2]), rate: Tensor(1))
            _ = distribution.cdf(Tensor([1, 2, 3]))
        }
        await #expect(processExitsWith: .failure) { _ = CategoricalDistribution<Double>(logits: Tensor(0)) }
    }
}
