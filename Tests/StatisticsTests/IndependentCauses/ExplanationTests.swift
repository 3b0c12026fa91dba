import Foundation
import Tensors
import Testing

@testable import Statistics

@Suite("Explanation by independent causes")
struct ExplanationTests {
    /// Rates that make exact risks easy: 1 − e^(−γ) = ½ and ¼.
    private static func fit(preventive: Set<String> = []) throws -> IndependentCausesFit {
        let reference = RegressionReferences.all.causes[0]
        return try IndependentCauses(preventive: preventive).fit(reference.data)
    }

    @Test("The shares add up to 1, and each is the cause's part of the hazard")
    func shares() throws {
        let fit = try Self.fit()
        let shares: CauseShares = fit.shares
        let sums: Tensor<Double> = shares.shares.sum(axis: 1) + shares.background
        #expect(sums.scalars.allSatisfy { isClose($0, 1, 1e-14) })
        let x: Tensor<Double> = Tensor([[1, 0, 2]])
        let row: CauseShares = fit.rates.shares(x)
        let rates: [Double] = fit.estimates.map(\.rate)
        let s: Double = rates[0] + rates[1] + 2 * rates[3]
        #expect(isClose(row.shares[0, 2].scalar, 2 * rates[3] / s, 1e-14))
        #expect(isClose(row.sufficient[0, 0].scalar, (1 - exp(-rates[1])) / (1 - exp(-s)), 1e-14))
        let without: Double = 1 - exp(-(s - rates[1]))
        #expect(isClose(row.necessary[0, 0].scalar, 1 - without / (1 - exp(-s)), 1e-13))
        #expect(row.shares[0, 1].scalar == 0 && row.sufficient[0, 1].scalar == 0 && row.necessary[0, 1].scalar == 0)
    }

    @Test("The attributable fraction is the part of the expected events that a removed cause prevents")
    func attributableFraction() throws {
        let fit = try Self.fit()
        let data = fit.data
        for (column, name) in data.names.enumerated() {
            let removed: Tensor<Double> = data.predictors * Tensor((0 ..< 3).map { $0 == column ? 0 : 1 })
            let (with, without) = (fit.risk(data.predictors).sum().scalar, fit.risk(removed).sum().scalar)
            let fraction = fit.attributableFraction(of: name)
            #expect(isClose(fraction.fraction, 1 - without / with, 1e-13))
            #expect(isClose(fraction.events, with - without, 1e-12))
            #expect(fraction.interval.contains(fraction.fraction))
            #expect(fraction.eventsInterval.contains(fraction.events))
        }
        let background = fit.attributableFraction(of: "background")
        #expect(background.fraction > 0 && background.interval.contains(background.fraction))
    }

    @Test("The likelihood-ratio test compares with the fit without the cause")
    func likelihoodRatio() throws {
        let fit = try Self.fit()
        let rest = try IndependentCauses().fit(fit.data.selecting(["x1", "x3"]))
        let test = fit.likelihoodRatioTest(of: "x2")
        let statistic: Double = 2 * (fit.logLikelihood - rest.logLikelihood)
        #expect(isClose(test.statistic, statistic, 1e-8))
        // Half of P(χ² > statistic) with one degree of freedom.
        #expect(isClose(test.pValue, erfc((statistic / 2).squareRoot()) / 2, 1e-8))
        let zero = try IndependentCauses().fit(RegressionReferences.all.causes[1].data)
        for cause in zero.causes where cause.rate == 0 {
            #expect(zero.likelihoodRatioTest(of: cause.name) == LikelihoodRatioTest(statistic: 0, pValue: 1))
        }
    }

    @Test("A preventive cause multiplies the risk, and its rate is the optimum")
    func prevention() throws {
        var generator = PhiloxGenerator(seed: 8)
        func zeroOne(_ mask: Tensor<Bool>) -> Tensor<Double> { select(mask, Tensor(1), Tensor(0)) }
        let x: Tensor<Double> = zeroOne(Tensor<Double>(randomUniform: [2000, 3], using: &generator) .< 0.5)
        let s: Tensor<Double> = 0.1 + matmul(x, Tensor([0.8, 0.4, 0]))
        let risk: Tensor<Double> = -(-s).expm1() * (x[.all, 2] * -0.7).exp()
        let y: Tensor<Double> = zeroOne(Tensor<Double>(randomUniform: [2000], using: &generator) .< risk)
        let data = try RegressionData(predictors: x, names: ["a", "b", "shield"], outcome: y)
        let fit = try IndependentCauses(preventive: ["shield"]).fit(data)
        #expect(fit.causes.map(\.role) == [.cause, .cause, .preventive])
        for (estimate, truth) in zip(fit.causes, [0.8, 0.4, 0.7]) { #expect(abs(estimate.rate - truth) < 0.15) }
        #expect(fit.optimum.gradient.allSatisfy { abs($0) < 1e-6 })
        let rates: [Double] = fit.estimates.map(\.rate)
        let one: Double = (1 - exp(-rates[0] - rates[1])) * exp(-rates[3])
        #expect(isClose(fit.risk(Tensor([[1, 0, 1]])).scalar, one, 1e-14))
        // The fraction of the events without the shield that the shield prevents.
        let unshielded: Double = fit.risk(x * Tensor([1, 1, 0])).sum().scalar
        let fraction = fit.attributableFraction(of: "shield")
        #expect(isClose(fraction.fraction, 1 - fit.risk(x).sum().scalar / unshielded, 1e-12))
        #expect(fraction.interval.contains(fraction.fraction))
        #expect(fit.interval(of: "shield").contains(0.7))
        // A shield that is no shield has the rate 0 and an interval that starts at 0.
        let useless = try IndependentCauses(preventive: ["a"]).fit(data)
        #expect(useless.causes[0].rate == 0 && useless.interval(of: "a").lower == 0)
    }

    @Test("What the data cannot tell is named")
    func findings() throws {
        let y: [Double] = [0, 1, 0, 1, 1, 0, 0, 1]
        let a: [Double] = [0, 1, 0, 1, 1, 1, 0, 0]
        func findings(_ columns: [Double]...) throws -> [IndependentCausesFit.Finding] {
            let rows: [[Double]] = y.indices.map { row in columns.map { $0[row] } }
            return try IndependentCauses().fit(RegressionReferences.data(rows, y)).findings
        }
        #expect(try findings(a) == [])
        #expect(try findings(a, a) == [.neverApart(["x1", "x2"])])
        #expect(try findings(a, a.map { 3 * $0 }) == [.neverApart(["x1", "x2"])])
        #expect(try findings(a, y.map { _ in 1 }) == [.inEveryRow("x2")])
        #expect(try findings(a, y.map { _ in 0 }) == [.neverPresent("x2")])
        #expect(try findings(a, [0, 1, 0, 1, 0, 0, 0, 0]) == [.onlyEvents("x2")])
        // Both causes occur only in rows with events, so each is sufficient.
        #expect(try findings([0, 1, 0, 1, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0, 0, 0]).contains(.onlyEvents("x1")))
        for finding in try findings(a, a) { #expect(finding.description.contains("'x1' and 'x2'")) }
    }

    @Test("The bootstrap draws rows or whole groups, and the same seed gives the same numbers")
    func bootstrap() throws {
        let fit = try Self.fit()
        func rates(_ seed: UInt64) throws -> CausesBootstrap {
            var generator = PhiloxGenerator(seed: seed)
            return try fit.bootstrap(replicates: 60, using: &generator)
        }
        let bootstrap = try rates(1)
        #expect(bootstrap.rates == (try rates(1)).rates)
        #expect(bootstrap.rates != (try rates(2)).rates)
        for estimate in fit.estimates {
            #expect(bootstrap.interval(of: estimate.name).contains(estimate.rate))
        }
        let grouped = try RegressionData(
            predictors: fit.data.predictors, names: fit.data.names, outcome: fit.data.outcome,
            groups: (0 ..< fit.data.rowCount).map { _ in 0 })
        var generator = PhiloxGenerator(seed: 1)
        let same = try IndependentCauses().fit(grouped).bootstrap(replicates: 3, using: &generator)
        #expect(same.interval(of: "x1").lower == same.interval(of: "x1").upper)
    }

    @Test("The penalty shrinks the rates to 0, and cross-validation chooses one")
    func penalty() throws {
        let data = try Self.fit().data
        var generator = PhiloxGenerator(seed: 1)
        let choice = try IndependentCauses().choosingPenalty(data, folds: data.folds(5, using: &generator))
        let strongest = try IndependentCauses(penalty: choice.penalties[0] * 1.0001).fit(data)
        #expect(strongest.causes.allSatisfy { $0.rate == 0 })
        let weaker = try IndependentCauses(penalty: choice.penalties[0] * 0.98).fit(data)
        #expect(weaker.causes.contains { $0.rate > 0 })
        #expect(choice.penalties.last == 0 && choice.logLosses.count == 21)
        let least: Double? = choice.logLosses.min()
        #expect(choice.logLosses[choice.penalties.firstIndex(of: choice.best) ?? 0] == least)
        // The interval is that of the likelihood, whatever the penalty.
        let (plain, penalised) = (try Self.fit().interval(of: "x1"), weaker.interval(of: "x1"))
        #expect(isClose(plain.lower, penalised.lower, 1e-7) && isClose(plain.upper, penalised.upper, 1e-7))
    }
}
