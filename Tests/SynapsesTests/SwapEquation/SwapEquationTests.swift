import Foundation
import Statistics
import Synapses
import Tensors
import TestSupport
import Testing

/// The swap equation S(x, y)/S(y, x) = odds(βx)/odds(βy) holds, where S(x, y) = αx(1 − βy) is the synapse function.
@Suite struct SwapEquationTests {
    private static let synapses: [SynapseFunction<Double>] = [
        SynapseFunction(alpha: 1, beta: 1), SynapseFunction(alpha: 0.7, beta: 0.4),
        SynapseFunction(alpha: 3, beta: 0.01),
    ]
    private let x: Tensor<Double> = sample([40], in: 0.01 ... 0.99)
    private let y: Tensor<Double> = sample([40], in: 0.01 ... 0.99, seed: 1)

    /// Both sides of the swap equation, computed independently, agree with the swap ratio, and the logarithm of the
    /// ratio is the difference of the log odds.
    @Test(arguments: synapses)
    func bothSidesAgree(synapse: SynapseFunction<Double>) {
        let quotient: Tensor<Double> = synapse(x, y) / synapse(y, x)
        let odds: Tensor<Double> = (x * synapse.beta).odds() / (y * synapse.beta).odds()
        let logarithm: Tensor<Double> = (x * synapse.beta).logOdds() - (y * synapse.beta).logOdds()
        let ratio: Tensor<Double> = synapse.swapRatio(x, y)
        #expect(difference(ratio, quotient, tolerance: 1e-13) == nil)
        #expect(difference(ratio, odds, tolerance: 1e-13) == nil)
        #expect(difference(ratio.log(), logarithm, tolerance: 1e-13) == nil)
        for (index, (p, q)) in zip(x.scalars, y.scalars).enumerated() {
            #expect(relativeError(swapRatio(p, q, beta: synapse.beta), ratio.scalars[index]) < 1e-13)
        }
    }

    @Test(arguments: synapses)
    func differenceIsThatOfTheChannels(synapse: SynapseFunction<Double>) {
        let changed: Tensor<Double> = synapse(x, y) - synapse(y, x)
        #expect(difference(synapse.swapDifference(x, y), changed, tolerance: 1e-15) == nil)
        let unit = SynapseFunction<Double>()
        #expect(difference(unit(x, y) - unit(y, x), x - y, tolerance: 1e-15) == nil)
    }

    /// If α = β = 1, the swap ratio of x and y is the odds ratio of the probabilities x and y.
    @Test func oddsRatioIsTheSwapRatioOfTheUnitSynapse() {
        let ratio: Tensor<Double> = SynapseFunction<Double>().swapRatio(x, y)
        for (index, (p, q)) in zip(x.scalars, y.scalars).enumerated() {
            #expect(oddsRatio(p, q) == swapRatio(p, q))
            #expect(relativeError(oddsRatio(p, q), odds(p) / odds(q)) < 1e-14)
            #expect(relativeError(oddsRatio(p, q), ratio.scalars[index]) < 1e-13)
        }
    }

    /// As the strength of inhibition, β, tends to 0, the swap ratio of x and y tends to the relative risk x/y.
    @Test func withoutInhibitionItIsTheRelativeRisk() {
        #expect(swapRatio(0.2, 0.5, beta: 0) == relativeRisk(0.2, 0.5))
        #expect(relativeError(swapRatio(0.2, 0.5, beta: 1e-9), relativeRisk(0.2, 0.5)) < 1e-9)
        #expect(SynapseFunction<Double>(beta: 0).swapRatio(Tensor(0.2), Tensor(0.5)).scalar == 0.4)
    }

    @Test func swappingTakesTheReciprocal() {
        for (p, q) in zip(x.scalars, y.scalars) {
            #expect(relativeError(swapRatio(p, q, beta: 0.9) * swapRatio(q, p, beta: 0.9), 1) < 1e-14)
            #expect(swapRatio(p, p, beta: 0.9) == 1)
        }
    }

    /// logOdds(p) = I(1 − p) − I(p), where I(p) = −log p is the surprisal.
    @Test func logOddsAreADifferenceOfSurprisals() {
        let p: Tensor<Double> = sample([50], in: 0.001 ... 0.999)
        let surprisals: Tensor<Double> = p.surprisalOfComplement() - p.surprisal()
        #expect(difference(p.logOdds(), surprisals, tolerance: 1e-15) == nil)
    }

    /// The swap ratio is accurate if βx is near 1, because the complement 1 − βx is computed with a single rounding.
    @Test func complementsKeepTheirDigits() {
        let beta: Double = 1 - 0x1p-30
        let p: Double = 1 - 0x1p-31
        // (1 − 2⁻³⁰)(1 − 2⁻³¹) = 1 − (3·2⁻³¹ − 2⁻⁶¹). A product βx that is rounded before the subtraction would lose
        // the term 2⁻⁶¹.
        let open: Double = 3 * 0x1p-31 - 0x1p-61
        #expect(relativeError(swapRatio(p, 0.5, beta: beta), p / 0.5 * ((1 - beta / 2) / open)) < 5e-16)
    }

    @Test func ends() {
        #expect(swapRatio(0.5, 0) == .infinity && swapRatio(0, 0.5) == 0 && swapRatio(0, 0).isNaN)
        #expect(swapRatio(1, 0.5) == .infinity && swapRatio(0.5, 1) == 0 && swapRatio(1, 1).isNaN)
    }

    @Test(arguments: synapses)
    func swapRatioHasItsDerivatives(synapse: SynapseFunction<Double>) {
        let inputs: [Tensor<Double>] = [sample([2, 3], in: 0.1 ... 0.9), sample([3], in: 0.2 ... 0.8, seed: 1)]
        #expect(problems(of: { synapse.swapRatio($0[0], $0[1]) }, at: inputs, tolerance: 1e-6) == [])
        #expect(problems(of: { synapse.swapDifference($0[0], $0[1]) }, at: inputs) == [])
    }
}
