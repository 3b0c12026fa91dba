import Statistics
import TestSupport
import Testing

/// The odds ratio and the relative risk of two probabilities are right. `SwapEquationTests` compares the two numbers
/// with the swap ratio of a synapse.
@Suite struct OddsRatioTests {
    @Test func ratiosByHand() {
        #expect(oddsRatio(0.75, 0.5) == 3 && oddsRatio(0.5, 0.75) == 1.0 / 3 && oddsRatio(0.3, 0.3) == 1)
        #expect(relativeRisk(0.01, 0.02) == 0.5)
    }

    @Test func oddsRatioIsTheQuotientOfTheOdds() {
        for x in stride(from: 0.01, to: 1, by: 0.07) {
            for y in stride(from: 0.02, to: 1, by: 0.09) {
                #expect(relativeError(oddsRatio(x, y), odds(x) / odds(y)) < 1e-15, "\(x), \(y)")
            }
        }
    }

    @Test func ends() {
        #expect(oddsRatio(1, 0) == .infinity && oddsRatio(0, 1) == 0)
        #expect(oddsRatio(0.5, 0) == .infinity && oddsRatio(0, 0.5) == 0)
        #expect(oddsRatio(1, 0.5) == .infinity && oddsRatio(0.5, 1) == 0)
        #expect(oddsRatio(0, 0).isNaN && oddsRatio(1, 1).isNaN)
        #expect(relativeRisk(0.5, 0) == .infinity && relativeRisk(0, 0).isNaN)
    }

    @Test func numbersThatAreNoProbabilities() {
        #expect(oddsRatio(-0.1, 0.5).isNaN && oddsRatio(0.5, 1.5).isNaN && oddsRatio(.nan, 0.5).isNaN)
        #expect(relativeRisk(0.5, -1).isNaN && relativeRisk(2, 0.5).isNaN && relativeRisk(0.5, .nan).isNaN)
    }
}
