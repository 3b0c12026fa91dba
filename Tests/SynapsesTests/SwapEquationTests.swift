import Differentiation
import Foundation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SwapEquationTests {
    private let x: Tensor<Double> = sample([40], in: 0.01 ... 0.99)
    private let y: Tensor<Double> = sample([40], in: 0.01 ... 0.99, seed: 3)

    /// S(x, y) / S(y, x) = odds(βx) / odds(βy), whatever α is.
    @Test(arguments: [(1.0, 1.0), (0.3, 0.7), (5.0, 0.01)])
    func swapRatioIsARatioOfOdds(alpha: Double, beta: Double) {
        let synapse = SynapseFunction<Double>(alpha: alpha, beta: beta)
        let quotient: Tensor<Double> = synapse(x, y) / synapse(y, x)
        #expect(difference(synapse.swapRatio(x, y) / quotient, Tensor(ones: [40]), tolerance: 1e-13) == nil)
        let odds: Tensor<Double> = (x * beta).odds() / (y * beta).odds()
        #expect(difference(odds / quotient, Tensor(ones: [40]), tolerance: 1e-13) == nil)
        let logs: Tensor<Double> = (x * beta).logOdds() - (y * beta).logOdds()
        #expect(difference(logs, quotient.log(), tolerance: 1e-13) == nil)
    }

    /// At β = 1 the odds ratio; at β → 0 the relative risk.
    @Test func swapRatioLiesBetweenRelativeRiskAndOddsRatio() {
        let odds: Tensor<Double> = SynapseFunction(beta: 1).swapRatio(x, y)
        let risk: Tensor<Double> = SynapseFunction(beta: 0).swapRatio(x, y)
        let between: Tensor<Double> = SynapseFunction(beta: 0.5).swapRatio(x, y)
        for (index, (p, q)) in zip(x.scalars, y.scalars).enumerated() {
            #expect(abs(odds.scalars[index] / oddsRatio(p, q) - 1) < 1e-13)
            #expect(abs(risk.scalars[index] / relativeRisk(p, q) - 1) < 1e-14)
            let ends: [Double] = [odds.scalars[index], risk.scalars[index]].sorted()
            #expect(ends[0] <= between.scalars[index] && between.scalars[index] <= ends[1])
        }
    }

    /// S(x, y) − S(y, x) = α·(x − y), whatever β is.
    @Test(arguments: [(1.0, 1.0), (0.3, 0.7), (5.0, 0.01)])
    func differenceDoesNotDependOnBeta(alpha: Double, beta: Double) {
        let synapse = SynapseFunction<Double>(alpha: alpha, beta: beta)
        #expect(difference(synapse(x, y) - synapse(y, x), (x - y) * alpha, tolerance: 1e-14) == nil)
    }

    @Test func functionsHaveTheirDerivatives() {
        let inputs: [Tensor<Double>] = [sample([6], in: 0.1 ... 0.9), sample([6], in: 0.1 ... 0.9, seed: 3)]
        let synapse = SynapseFunction<Double>(beta: 0.6)
        #expect(problems(of: { synapse.swapRatio($0[0], $0[1]) }, at: inputs) == [])
        #expect(problems(of: { $0[0].odds() * $0[1].logOdds() }, at: inputs, tolerance: 1e-6) == [])
    }

    @Test func logOddsKeepTheirDigits() {
        #expect(logOdds(0.5) == 0 && logOdds(0) == -.infinity && logOdds(1) == .infinity)
        #expect(abs(logOdds(1e-300) - log(1e-300)) < 1e-13)
        #expect(odds(0) == 0 && odds(0.5) == 1 && odds(1) == .infinity)
    }
}
