import Foundation
import TestSupport
import Testing

@testable import Statistics

/// The distribution agrees with sums by hand, and sums of terms agree with integrals. `ExactIntervalTests` and
/// `WideIntervalTests` check the intervals that the library computes from the distribution.
@Suite struct NoncentralHypergeometricTests {
    /// If the rows have the sums 2 and 3, and the first column has the sum 2, the counts 0, 1 and 2 have the weights 3,
    /// 6θ and θ², where θ is the odds ratio.
    @Test(arguments: [0.25, 1, 3]) func smallDistributionByHand(theta: Double) {
        var distribution = NoncentralHypergeometric(firstRow: 2, secondRow: 3, firstColumn: 2)
        distribution.logOddsRatio = log(theta)
        let weights: [Double] = [3, 6 * theta, theta * theta]
        let total: Double = weights.reduce(0, +)
        #expect(distribution.support == 0 ... 2)
        for k in 0 ... 2 {
            #expect(relativeError(distribution.upperTail(from: k), weights[k...].reduce(0, +) / total) < 1e-15)
            #expect(relativeError(distribution.lowerTail(to: k), weights[...k].reduce(0, +) / total) < 1e-15)
        }
        let mean: Double = (weights[1] + 2 * weights[2]) / total
        #expect(abs(distribution.mean(about: 1) - (mean - 1)) < 1e-15)
    }

    /// If the standard deviation is at least 1000, integrals agree with sums of terms, for tails from ½ to 1e-14.
    @Test(arguments: [(9_000_000, 9_000_000, 9_000_000), (40_000_000, 900_000_000, 50_000_000)])
    func integralsAreTheSums(firstRow: Int, secondRow: Int, firstColumn: Int) {
        var terms = NoncentralHypergeometric(
            firstRow: firstRow, secondRow: secondRow, firstColumn: firstColumn, smoothDeviation: .infinity)
        var smooth = terms
        smooth.smoothDeviation = 0
        for logOddsRatio in [-0.1, 0.3] {
            terms.logOddsRatio = logOddsRatio
            smooth.logOddsRatio = logOddsRatio
            let mean = Int(terms.mean(about: 0))
            #expect(abs(terms.mean(about: mean) - smooth.mean(about: mean)) < 1e-9)
            for distance in [-7000, -1000, -1, 0, 1, 500, 3000, 7000] {
                let (one, other): (Double, Double) = (
                    terms.upperTail(from: mean + distance), smooth.upperTail(from: mean + distance)
                )
                #expect(relativeError(one, other) < 1e-11, "\(logOddsRatio) \(distance): \(one) \(other)")
                let (low, lower): (Double, Double) = (
                    terms.lowerTail(to: mean + distance), smooth.lowerTail(to: mean + distance)
                )
                #expect(relativeError(low, lower) < 1e-11, "\(logOddsRatio) \(distance): \(low) \(lower)")
            }
        }
    }
}
