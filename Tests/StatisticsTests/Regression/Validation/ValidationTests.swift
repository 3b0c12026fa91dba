import Foundation
import Tensors
import Testing

@testable import Statistics

@Suite("Validation of risk models")
struct ValidationTests {
    private static func data(groups: [Int]? = nil) throws -> RegressionData {
        let reference = RegressionReferences.all.causes[0]
        let count = 60
        return try RegressionData(
            predictors: Tensor(Array(reference.predictors[..<count])), names: ["x1", "x2", "x3"],
            outcome: Tensor(Array(reference.outcome[..<count])), groups: groups)
    }

    @Test("The leave-one-out log loss equals refits without each row")
    func leaveOneOut() throws {
        let data = try Self.data()
        func expectRefits(_ model: some RiskModel) throws {
            var sum = 0.0
            for row in 0 ..< data.rowCount {
                let fit = try model.fit(data.weighted(1 - data.indicator(of: [row])))
                let risk: Double = fit.risk(data.predictors, exposure: nil)[row].scalar
                sum -= data.outcome[row].scalar == 1 ? log(risk) : log1p(-risk)
            }
            #expect(isClose(try model.leaveOneOutLogLoss(data), sum / Double(data.rowCount), 1e-8))
            let folds: [[Int]] = (0 ..< data.rowCount).map { [$0] }
            #expect(isClose(try model.crossValidatedLogLoss(data, folds: folds), sum / Double(data.rowCount), 1e-8))
        }
        try expectRefits(ConstantRisk())
        try expectRefits(IndependentCauses())
        try expectRefits(GeneralizedLinearModel(.logistic))
    }

    @Test("A grouped row is left out trial by trial")
    func groupedRows() throws {
        let reference = RegressionReferences.all.causes[2]
        let grouped = try reference.data
        var (rows, events): ([[Double]], [Double]) = ([], [])
        for (row, x) in reference.predictors.enumerated() {
            for trial in 0 ..< Int(reference.trials[row]) {
                rows.append(x)
                events.append(trial < Int(reference.outcome[row]) ? 1 : 0)
            }
        }
        let single = try RegressionReferences.data(rows, events)
        #expect(
            isClose(
                try IndependentCauses().leaveOneOutLogLoss(grouped),
                try IndependentCauses().leaveOneOutLogLoss(single), 1e-9))
    }

    @Test("Groups are left out whole, and stay in one fold")
    func groups() throws {
        let groups: [Int] = (0 ..< 60).map { $0 / 4 }
        let data = try Self.data(groups: groups)
        let folds: [[Int]] = (0 ..< 15).map { group in (0 ..< 60).filter { groups[$0] == group } }
        #expect(
            try ConstantRisk().leaveOneOutLogLoss(data) == ConstantRisk().crossValidatedLogLoss(data, folds: folds))
        var generator = PhiloxGenerator(seed: 3)
        let random: [[Int]] = data.folds(4, using: &generator)
        #expect(random.flatMap { $0 }.sorted() == Array(0 ..< 60))
        for fold in random {
            for other in random where other != fold {
                #expect(Set(fold.map { groups[$0] }).isDisjoint(with: other.map { groups[$0] }))
            }
        }
    }

    @Test("The calibration table sums the rows, keeps ties together, and orders the groups")
    func calibration() throws {
        let data = try Self.data()
        let fit = try IndependentCauses().fit(data)
        let table = fit.calibrationTable(data, groups: 4)
        #expect(isClose(table.rows.reduce(0.0) { $0 + $1.trials }, 60, 1e-12))
        #expect(isClose(table.rows.reduce(0.0) { $0 + $1.observed }, data.outcome.sum().scalar, 1e-12))
        let risks: Tensor<Double> = fit.risk(data.predictors)
        #expect(isClose(table.rows.reduce(0.0) { $0 + $1.expected }, risks.sum().scalar, 1e-12))
        for (below, above) in zip(table.rows, table.rows.dropFirst()) {
            #expect(below.risks.upperBound < above.risks.lowerBound)
        }
        #expect(try ConstantRisk().fit(data).calibrationTable(data).rows.count == 1)
    }

    @Test("The fitted log-likelihood is what AIC counts")
    func aic() throws {
        let data = try Self.data()
        let fit = try IndependentCauses().fit(data)
        #expect(fit.aic == 2 * 4 - 2 * fit.logLikelihood)
        #expect(isClose(fit.deviance, -2 * fit.logLikelihood, 1e-12))
    }
}
