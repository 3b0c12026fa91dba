import Foundation
import Tensors
import TestSupport
import Testing

/// Identities between the special functions hold up to rounding errors.
@Suite struct SpecialFunctionPropertyTests {
    private let shapes: Tensor<Double> = pow(Tensor(10), sample([400], in: -4 ... 6))
    private let uniform: Tensor<Double> = sample([400], in: 0.001 ... 0.999, seed: 1)

    private func isClose(_ a: Tensor<Double>, _ b: Tensor<Double>, _ tolerance: Double) -> Bool {
        zip(a.scalars, b.scalars).allSatisfy { relativeError($0, $1) <= tolerance }
    }

    @Test func gammaFollowsItsRecurrence() {
        let x: Tensor<Double> = sample([500], in: 0.1 ... 100)
        #expect(isClose(gamma(x + 1), x * gamma(x), 1e-13))
        #expect(difference(digamma(x + 1), digamma(x) + 1 / x, tolerance: 4e-15) == nil)
        #expect(difference(trigamma(x + 1), trigamma(x) - 1 / x.squared(), tolerance: 4e-14) == nil)
        #expect(isClose(hurwitzZeta(Tensor(2.5), x), pow(x, -2.5) + hurwitzZeta(Tensor(2.5), x + 1), 1e-14))
        #expect(difference(logGammaRatio(x + 1, x), x.log(), tolerance: 4e-15) == nil)
        #expect(
            difference(logBeta(x, x + 2), logGamma(x) + logGamma(x + 2) - logGamma(x * 2 + 2), tolerance: 1e-13) == nil)
    }

    @Test func tailsAddUpToOne() {
        let x: Tensor<Double> = shapes * (0.5 + uniform)
        let sum: Tensor<Double> = regularizedGammaP(shapes, x) + regularizedGammaQ(shapes, x)
        #expect(difference(sum, Tensor(ones: [400]), tolerance: 2e-15) == nil)
        let other: Tensor<Double> = shapes.flipped()
        let lower: Tensor<Double> = regularizedBeta(uniform, shapes, other)
        let upper: Tensor<Double> = regularizedBetaComplement(uniform, shapes, other)
        #expect(difference(lower + upper, Tensor(ones: [400]), tolerance: 2e-15) == nil)
        // The test expects equal numbers, because 1 − x is exact for x ≥ ½.
        let x2: Tensor<Double> = 0.5 + 0.5 * uniform
        #expect(isClose(regularizedBeta(x2, shapes, other), regularizedBetaComplement(1 - x2, other, shapes), 0))
        let z: Tensor<Double> = sample([400], in: -30 ... 30)
        #expect(difference(normalCDF(z) + normalCDF(-z), Tensor(ones: [400]), tolerance: 1e-15) == nil)
        #expect(difference(erfc(z) + erfc(-z), Tensor(repeating: 2, shape: [400]), tolerance: 1e-15) == nil)
        #expect(difference(1 - erfc(z), erf(z), tolerance: 1e-15) == nil)
    }

    /// The distribution functions never fall on a fine grid. The grid crosses the borders at which a function changes
    /// from one formula to another.
    @Test func distributionFunctionsAreMonotone() {
        func rises(_ values: Tensor<Double>, _ name: String) {
            // Allows that rounding makes a number less than the number before it, by some units in the last place.
            let worst: Double = zip(values.scalars, values.scalars.dropFirst()).map { $0 - $1 - 4e-15 * abs($1) }.max()!
            #expect(worst <= 0, "\(name)")
        }
        for a in [0.01, 0.9, 1, 3, 19.9, 20, 99, 101, 1e4, 1e9] {
            let spread: Double = min(0.99, 8 / a.squareRoot())
            let x: Tensor<Double> = Tensor(linearSpace: a * (1 - spread), a * (1 + 5 * spread), count: 2000)
            rises(regularizedGammaP(Tensor(a), x), "P(\(a))")
            rises(-regularizedGammaQ(Tensor(a), x), "-Q(\(a))")
        }
        let grid: Tensor<Double> = Tensor(linearSpace: 0, 1, count: 2001)
        for (a, b) in [(0.01, 0.5), (0.5, 3), (1, 1), (2.5, 80), (120, 130), (3000, 2), (1e4, 2e4)] {
            rises(regularizedBeta(grid, Tensor(a), Tensor(b)), "I(\(a), \(b))")
        }
        rises(normalCDF(Tensor(linearSpace: -9, 9, count: 4001)), "normalCDF")
        rises(-erfc(Tensor(linearSpace: -7, 27, count: 4001)), "-erfc")
    }

    /// If x is the quantile at the probability p, the distribution function at x is p. The allowed error is 40 ulp of p
    /// (80 ulp for the beta distribution), plus the effect of an error of 4 ulp in x. This effect is the error of x
    /// times the density at x.
    @Test func quantilesInvertTheirFunctionsInBothTails() {
        let tails: [Double] = (0 ..< 60).map { pow(10, -5 * Double($0)) * 0.7 } + [0.2, 0.5, 0.8, 0.999]
        for a in [0.02, 0.3, 1, 2.5, 30, 500, 1e5] {
            for p in tails {
                let x: Double = SpecialFunctions.inverseRegularizedGammaP(a, p)
                let y: Double = SpecialFunctions.inverseRegularizedGammaQ(a, p)
                if x > 1e-300 {
                    let error: Double = abs(SpecialFunctions.regularizedGammaP(a, x) - p)
                    #expect(error <= 40 * p.ulp + 4 * x.ulp * SpecialFunctions.gammaDensity(a, x), "P \(a) \(p)")
                }
                if y > 1e-300 {
                    let error: Double = abs(SpecialFunctions.regularizedGammaQ(a, y) - p)
                    #expect(error <= 40 * p.ulp + 4 * y.ulp * SpecialFunctions.gammaDensity(a, y), "Q \(a) \(p)")
                }
                let b: Double = 3.5
                let t: Double = SpecialFunctions.inverseRegularizedBeta(p, a, b)
                if t > 1e-300 && t < 1 {
                    let error: Double = abs(SpecialFunctions.regularizedBeta(t, a, b) - p)
                    #expect(error <= 80 * p.ulp + 4 * t.ulp * SpecialFunctions.betaDensity(t, a, b), "I \(a) \(p)")
                }
            }
        }
        for p in tails {
            #expect(relativeError(SpecialFunctions.normalCDF(SpecialFunctions.inverseNormalCDF(p)), p) < 1e-12)
            #expect(relativeError(SpecialFunctions.erfc(SpecialFunctions.inverseErfc(p)), p) < 1e-12)
        }
    }

    @Test func largeShapesAreRightAndSoTheirQuantiles() {
        // For large a, P(a, a) = ½ + 1/(3 √(2πa)) + …, where P is `regularizedGammaP`.
        let a = 1e8
        #expect(abs(SpecialFunctions.regularizedGammaP(a, a) - 0.5000132980760127) < 2e-15)
        #expect(abs(SpecialFunctions.regularizedGammaP(1e300, 1e300) - 0.5) < 1e-15)
        #expect(abs(SpecialFunctions.regularizedBeta(0.5, 1e12, 1e12) - 0.5) < 1e-15)
        #expect(relativeError(SpecialFunctions.inverseRegularizedGammaP(a, 0.5), a - 1.0 / 3) < 1e-14)
    }

    @Test func theScalarFunctionsAreTheTensorsFunctions() {
        #expect(SpecialFunctions.logGamma(2.5) == logGamma(Tensor(2.5)).scalar)
        #expect(SpecialFunctions.besselI0(2.5) == besselI0(Tensor(2.5)).scalar)
        #expect(SpecialFunctions.polygamma(2, 2.5) == polygamma(2, Tensor(2.5)).scalar)
        #expect(
            SpecialFunctions.regularizedBeta(0.2, 2, 3) == regularizedBeta(Tensor(0.2), Tensor(2), Tensor(3)).scalar)
    }

    @Test func resultsDoNotDependOnTheLaneOrTheThreads() {
        let x: Tensor<Double> = sample([10_007], in: 0.01 ... 12)
        let functions: [(Tensor<Double>) -> Tensor<Double>] = [
            { logGamma($0) }, { digamma($0) }, { erfcx($0) }, { besselI0e($0) }, { normalCDF(-$0) },
            { regularizedGammaP($0, Tensor(3)) },
        ]
        for function in functions {
            let whole: [Double] = function(x).scalars
            #expect(function(x[3...]).scalars == Array(whole[3...]))
        }
    }
}
