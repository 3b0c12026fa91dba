import Foundation
import Tensors
import Testing

@testable import Statistics

@Suite("Independent causes")
struct IndependentCausesTests {
    @Test("The rates equal SciPy's, also where they are 0", arguments: RegressionReferences.all.causes)
    func rates(_ reference: RegressionReferences.Causes) throws {
        let fit = try IndependentCauses().fit(reference.data)
        #expect(fit.estimates.map(\.name) == ["background"] + fit.data.names)
        for (estimate, rate) in zip(fit.estimates, reference.rates) {
            #expect(rate == 0 ? estimate.rate == 0 : isClose(estimate.rate, rate, 1e-8))
        }
        let loss: Double = fit.optimum.value
        #expect(isClose(-loss, reference.logLikelihood, 1e-11))
    }

    @Test("The profile intervals equal an independent computation", arguments: RegressionReferences.all.causes)
    func intervals(_ reference: RegressionReferences.Causes) throws {
        let fit = try IndependentCauses().fit(reference.data)
        for (estimate, ends) in zip(fit.estimates, reference.intervals) {
            let interval = fit.interval(of: estimate.name)
            #expect(isClose(interval.lower, ends[0], 1e-6), "\(estimate.name): \(interval) and \(ends)")
            #expect(isClose(interval.upper, ends[1], 1e-6), "\(estimate.name): \(interval) and \(ends)")
        }
    }

    @Test("The fit equals statsmodels' log-complement model where the optimum is inside")
    func logComplement() throws {
        let reference = RegressionReferences.all.logComplement
        let fit = try IndependentCauses().fit(RegressionReferences.data(reference.predictors, reference.outcome))
        for (estimate, rate) in zip(fit.estimates, reference.rates) { #expect(isClose(estimate.rate, rate, 1e-8)) }
        #expect(isClose(fit.logLikelihood, reference.logLikelihood, 1e-10))
        #expect(isClose(fit.deviance, reference.deviance, 1e-10))
    }

    @Test(
        "The critical values near the boundary equal their definition",
        arguments: RegressionReferences.all.criticalValues)
    func criticalValues(_ values: [Double]) {
        #expect(isClose(boundedCriticalValue(values[0], confidence: values[1]), values[2], 1e-9))
    }

    @Test("Counts, products, grouped rows and weights mean what the formula says")
    func formula() throws {
        let reference = RegressionReferences.all.causes[3]
        let data = try reference.data
        let fit = try IndependentCauses().fit(data)
        let risks: [Double] = fit.risk(data.predictors, exposure: data.exposure).scalars
        for row in [0, 7, 50] {
            let s: Double = zip(reference.predictors[row], fit.causes).reduce(fit.background?.rate ?? 0) {
                $0 + $1.0 * $1.1.rate
            }
            #expect(isClose(risks[row], 1 - exp(-reference.exposure[row] * s), 1e-14))
        }
        let product = data.addingProduct(of: "x1", "x2")
        #expect(product.names.last == "x1:x2")
        #expect(
            product.predictors[.all, 3] == data.predictors[.all, 0] * data.predictors[.all, 1])
        let doubled = try IndependentCauses().fit(data.weighted(data.weights * 2))
        for (a, b) in zip(doubled.estimates, fit.estimates) { #expect(isClose(a.rate, b.rate, 1e-9)) }
        #expect(isClose(doubled.logLikelihood, 2 * fit.logLikelihood, 1e-12))
    }

    @Test("A cause whose rows have only events has the probability 1, and its interval reaches up to it")
    func certainCause() throws {
        let x: [[Double]] = [[1, 0], [1, 1], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0], [0, 1], [0, 0]]
        let y: [Double] = [1, 1, 1, 0, 1, 0, 1, 0, 0]
        let fit = try IndependentCauses().fit(RegressionReferences.data(x, y))
        #expect(fit.causes[0].rate == .infinity && fit.causes[0].probability == 1)
        #expect(fit.findings.contains(.onlyEvents("x1")))
        // The rows without x1 determine the rest.
        let rest = try IndependentCauses().fit(
            RegressionReferences.data(x[3...].map { [$0[1]] }, Array(y[3...])))
        #expect(isClose(fit.causes[1].rate, rest.causes[0].rate, 1e-8))
        #expect(isClose(fit.logLikelihood, rest.logLikelihood, 1e-12))
        let interval = fit.interval(of: "x1")
        #expect(interval.upper == .infinity && interval.lower > 0 && interval.lower.isFinite)
        let point = Profile(fit, "x1").point(at: interval.lower)
        let limit: Double = boundedCriticalValue(point.rate / point.standardError, confidence: 0.95)
        #expect(isClose(2 * (point.loss + fit.logLikelihood), limit, 1e-6))
        #expect(fit.risk(Tensor([[1, 0]])).scalar == 1)
    }

    @Test("Without events all rates are 0; with only events the background has the probability 1")
    func extremes() throws {
        let x: [[Double]] = [[1], [0], [1], [0]]
        let none = try IndependentCauses().fit(RegressionReferences.data(x, [0, 0, 0, 0]))
        #expect(none.estimates.map(\.rate) == [0, 0] && none.logLikelihood == 0)
        #expect(none.interval(of: "x1").lower == 0 && none.interval(of: "x1").upper.isFinite)
        let all = try IndependentCauses().fit(RegressionReferences.data(x, [1, 1, 1, 1]))
        #expect(all.background?.rate == .infinity && all.logLikelihood == 0)
    }

    @Test("Several outcomes of the same rows are fitted one by one")
    func outcomes() throws {
        let reference = RegressionReferences.all.causes[0]
        let data = try reference.data
        let other: Tensor<Double> = 1 - data.outcome
        let fits = try IndependentCauses().fit(data, outcomes: [data.outcome, other])
        #expect(fits.count == 2)
        #expect(fits[0].estimates == (try IndependentCauses().fit(data)).estimates)
        #expect(fits[1].data.outcome == other)
    }

    @Test("Many rows, whose start comes from a part of them, have the same optimum as a few weighted rows")
    func manyRows() throws {
        let reference = RegressionReferences.all.causes[0]
        let few = try reference.data
        let copies = 120
        let rows = Tensor<Int>((0 ..< copies).flatMap { _ in Array(0 ..< few.rowCount) })
        let many = try RegressionData(
            predictors: few.predictors.gathered(at: rows), names: few.names, outcome: few.outcome.gathered(at: rows))
        let (fit, expected) = (try IndependentCauses().fit(many), try IndependentCauses().fit(few))
        for (a, b) in zip(fit.estimates, expected.estimates) { #expect(isClose(a.rate, b.rate, 1e-9)) }
        #expect(isClose(fit.logLikelihood, Double(copies) * expected.logLikelihood, 1e-10))
    }

    @Test("Pseudo-events keep the background above 0, and do not change the intervals")
    func pseudoEvents() throws {
        let x: [[Double]] = [[1], [1], [0], [0], [1], [0]]
        let data = try RegressionReferences.data(x, [1, 0, 0, 0, 1, 0])
        let (plain, with) = (try IndependentCauses().fit(data), try IndependentCauses(pseudoEvents: 0.5).fit(data))
        #expect(plain.background?.rate == 0 && plain.risk(Tensor([[0]])).scalar == 0)
        // Without the cause there are 3 rows without an event, and half an event: the risk is ½/3½.
        #expect(isClose(with.risk(Tensor([[0]])).scalar, 0.5 / 3.5, 1e-8))
        let (a, b) = (plain.interval(of: "x1"), with.interval(of: "x1"))
        #expect(isClose(a.lower, b.lower, 1e-8) && isClose(a.upper, b.upper, 1e-8))
        #expect(with.risk(data.predictors).shape == [6])
    }

    @Test("Bad data gets a typed error with the row")
    func errors() throws {
        let negative = try RegressionReferences.data([[0], [-1]], [0, 1])
        #expect(throws: RegressionError.negative(column: "x1", row: 1)) { try IndependentCauses().fit(negative) }
        let impossible = try RegressionReferences.data([[1], [0], [1]], [1, 1, 0])
        #expect(throws: RegressionError.impossibleEvent(row: 1)) {
            try IndependentCauses(hasBackground: false).fit(impossible)
        }
        let many = try RegressionReferences.data([[1], [0]], [3, 0], [2, 2])
        #expect(throws: RegressionError.outcomeOutsideTrials(row: 0)) { try IndependentCauses().fit(many) }
        let reserved = try RegressionData(
            predictors: Tensor([[1], [0]]), names: ["background"], outcome: Tensor([1, 0]))
        #expect(throws: RegressionError.reservedName("background")) { try IndependentCauses().fit(reserved) }
        #expect(try IndependentCauses(hasBackground: false).fit(reserved).interval(of: "background").upper == .infinity)
        let unexposed = try RegressionReferences.data([[1], [0]], [1, 0], nil, [0, 1])
        #expect(throws: RegressionError.impossibleEvent(row: 0)) { try IndependentCauses().fit(unexposed) }
    }
}
