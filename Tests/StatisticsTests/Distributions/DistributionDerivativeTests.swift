import Differentiation
import Statistics
import Tensors
import TestSupport
import Testing

/// The derivatives of every univariate distribution agree with central differences, for every memory layout.
@Suite struct DistributionDerivativeTests {
    typealias Function = @Sendable (any UnivariateDistribution<Double>, Tensor<Double>) -> Tensor<Double>

    /// The parameters as a batch of shape [3], of which the first `constants` are constants.
    private func inputs(_ family: UnivariateFamily) -> (constants: [Tensor<Double>], variables: [Tensor<Double>]) {
        let constants: Int = family.parameters.count - family.differentiable
        let spread: [Tensor<Double>] = family.parameters.enumerated().map { index, parameter in
            let factors: [Double] = index < constants ? [1, 1, 1] : [1, 1.1, 1.2]
            return Tensor(factors.map { $0 * parameter })
        }
        return (Array(spread[..<constants]), Array(spread[constants...]))
    }

    private func found(
        _ family: UnivariateFamily, _ x: Tensor<Double>, second: Bool, tolerance: Double = 1e-7, _ function: Function
    ) -> [String] {
        let (constants, variables): ([Tensor<Double>], [Tensor<Double>]) = inputs(family)
        return problems(
            of: { inputs in function(family.make(constants + inputs[1...]), inputs[0]) }, at: [x] + variables,
            hasSecondDerivative: second, tolerance: tolerance)
    }

    private func foundForCounts(_ family: UnivariateFamily, second: Bool, _ function: Function) -> [String] {
        let (constants, variables): ([Tensor<Double>], [Tensor<Double>]) = inputs(family)
        let x: Tensor<Double> = values(family)
        return problems(
            of: { inputs in function(family.make(constants + inputs), x) }, at: variables, hasSecondDerivative: second)
    }

    private func values(_ family: UnivariateFamily) -> Tensor<Double> { Tensor(family.values, shape: [2, 3]) }

    @Test(arguments: UnivariateFamily.continuous)
    func logDensity(family: UnivariateFamily) {
        #expect(found(family, values(family), second: true) { $0.logDensity(at: $1) } == [])
        #expect(found(family, values(family), second: false) { $0.density(at: $1) } == [])
    }

    /// The incomplete gamma and beta functions have no second derivatives with respect to their parameters.
    @Test(arguments: UnivariateFamily.continuous)
    func tails(family: UnivariateFamily) {
        #expect(found(family, values(family), second: false) { $0.cdf($1) } == [])
        #expect(found(family, values(family), second: false) { $0.survival($1) } == [])
        #expect(found(family, values(family), second: false, tolerance: 1e-6) { $0.logCDF($1) } == [])
        #expect(found(family, values(family), second: false, tolerance: 1e-6) { $0.logSurvival($1) } == [])
    }

    @Test(arguments: UnivariateFamily.continuous)
    func quantiles(family: UnivariateFamily) {
        let p = Tensor<Double>([[0.03, 0.2, 0.4], [0.55, 0.8, 0.93]])
        #expect(found(family, p, second: false, tolerance: 1e-5) { $0.quantile($1) } == [])
        #expect(found(family, p, second: false, tolerance: 1e-5) { $0.upperQuantile($1) } == [])
    }

    @Test(arguments: UnivariateFamily.discrete)
    func counts(family: UnivariateFamily) {
        #expect(foundForCounts(family, second: true) { $0.logDensity(at: $1) } == [])
        #expect(foundForCounts(family, second: false) { $0.cdf($1) } == [])
        #expect(foundForCounts(family, second: false) { $0.survival($1) } == [])
        // The outcome and the quantile are constants.
        func slopes(_ distribution: some UnivariateDistribution<Double>) -> [Tensor<Double>] {
            let x: Tensor<Double> = values(family)
            return [
                gradient(at: x) { distribution.logDensity(at: $0).sum() },
                gradient(at: Tensor([0.2, 0.7])) { distribution.quantile($0).sum() },
            ]
        }
        for slope in slopes(family.distribution(family.parameters)) { #expect((slope .== 0).all()) }
    }

    /// For families whose sample is a smooth function of the parameters and of fixed random numbers.
    @Test(arguments: UnivariateFamily.continuous.filter { $0.samplesAreSmooth })
    func samplesMoveWithTheParameters(family: UnivariateFamily) {
        let (constants, variables): ([Tensor<Double>], [Tensor<Double>]) = inputs(family)
        let problems: [String] = problems(
            of: { inputs in
                var generator = PhiloxGenerator(seed: 7)
                return family.make(constants + inputs).sample([4], using: &generator)
            }, at: variables, hasSecondDerivative: false, tolerance: 1e-5)
        #expect(problems == [])
    }

    /// The implicit derivatives are those at fixed values. A second derivative of them would be wrong, so it traps.
    @Test func secondDerivativesOfImplicitFunctionsTrap() async {
        func slope(_ x: Tensor<Double>, _ function: (Tensor<Double>) -> Tensor<Double>) {
            _ = gradient(at: x) { x in gradient(at: x) { function($0).sum() }.sum() }
        }
        await #expect(processExitsWith: .failure) {
            _ = gradient(at: Tensor<Double>([2])) { x in
                gradient(at: x) { GammaDistribution(shape: $0, rate: Tensor(1)).quantile(0.3).sum() }.sum()
            }
        }
        await #expect(processExitsWith: .failure) {
            var generator = PhiloxGenerator(seed: 1)
            _ = gradient(at: Tensor<Double>([2])) { x in
                gradient(at: x) { GammaDistribution(shape: $0, rate: Tensor(1)).sample(using: &generator).sum() }.sum()
            }
        }
        await #expect(processExitsWith: .failure) {
            let distribution = StudentTDistribution<Double>(degreesOfFreedom: 3)
            _ = gradient(at: Tensor<Double>([2])) { x in gradient(at: x) { distribution.cdf($0).sum() }.sum() }
        }
        // Reparameterized families have them.
        slope(Tensor([2])) { NormalDistribution(mean: Tensor(0), standardDeviation: $0).quantile(0.3) }
    }

    /// The sample of a gamma distribution keeps its probability: its derivative is that of the quantile.
    @Test(arguments: [0.02, 0.4, 1, 3, 50, 3000])
    func gammaSamplesKeepTheirProbability(shape: Double) {
        let shapes = Tensor<Double>([shape])
        func sample(_ shapes: Tensor<Double>) -> Tensor<Double> {
            var generator = PhiloxGenerator(seed: 8)
            return GammaDistribution(shape: shapes, rate: Tensor(2)).sample([20], using: &generator)
        }
        let values: Tensor<Double> = sample(shapes)
        let fixed = GammaDistribution<Double>(shape: shape, rate: 2)
        for index in 0 ..< 20 {
            let isSmall: Bool = values[index].scalar < fixed.median.scalar
            let p: Tensor<Double> = isSmall ? fixed.cdf(values[index]) : fixed.survival(values[index])
            // Of a sample that is nearly 0 the probability is not known to all digits.
            guard values[index].scalar > 1e-300 else { continue }
            let bySample: Double = gradient(at: shapes) { sample($0)[index].sum() }.scalar
            let byQuantile: Double = gradient(at: shapes) { shapes in
                let distribution = GammaDistribution(shape: shapes, rate: Tensor(2))
                return (isSmall ? distribution.quantile(p) : distribution.upperQuantile(p)).sum()
            }.scalar
            #expect(relativeError(bySample, byQuantile) < 1e-9, "shape \(shape), sample \(values[index].scalar)")
        }
    }

    /// The mean derivative of samples is the derivative of the mean, and of the second moment, within five standard
    /// errors.
    @Test(arguments: UnivariateFamily.continuous.filter { !$0.samplesAreSmooth && $0.name != "F" })
    func samplesAreUnbiased(family: UnivariateFamily) {
        let parameters: [Tensor<Double>] = family.parameters.enumerated().map { index, parameter in
            Tensor([family.name == "studentT" && index == 0 ? 12 : parameter])
        }
        let count = 4000
        for power in [1.0, 2.0] {
            let slopes: [Tensor<Double>] = gradient(
                at: parameters.map { Tensor(repeating: $0.scalar, shape: [count]) }
            ) { inputs in
                var generator = PhiloxGenerator(seed: 9)
                return pow(family.make(inputs).sample(using: &generator), power).sum()
            }
            let expected: [Tensor<Double>] = gradient(at: parameters) { inputs in
                let distribution = family.make(inputs)
                return (power == 1 ? distribution.mean : distribution.variance + distribution.mean.squared()).sum()
            }
            for (slope, exact) in zip(slopes, expected) {
                let error: Double = slope.standardDeviation().scalar / Double(count).squareRoot()
                #expect(abs(slope.mean().scalar - exact.scalar) < 5 * error + 1e-12, "\(family.name), power \(power)")
            }
        }
    }
}

extension UnivariateFamily {
    /// Whether a sample is a smooth function of the parameters for fixed random numbers. Samples that reject random
    /// numbers are not: their derivatives are those of the implicit function.
    var samplesAreSmooth: Bool {
        !["gamma", "gamma of a large shape", "chiSquared", "beta", "beta of large parameters", "studentT", "F"]
            .contains(name)
    }
}
