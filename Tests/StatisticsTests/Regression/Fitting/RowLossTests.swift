import Tensors
import Testing

@testable import Statistics

@Suite("Row losses")
struct RowLossTests {
    private static let rows: RowOutcomes = {
        guard
            let data = try? RegressionData(
                predictors: Tensor(zeros: [6, 0]), names: [], outcome: Tensor([0, 1, 2, 1, 0, 3]),
                trials: Tensor([1, 1, 3, 4, 2, 3]), weights: Tensor([1, 2, 0.5, 1, 3, 0]))
        else { fatalError("the data of the test is wrong") }
        return RowOutcomes(data)
    }()

    static let losses: [(String, any RowLoss, [[Double]])] = [
        ("causes", CausesLoss(rows: rows), [[0.3, 1.2, 1e-3, 2.5, 0, 40]]),
        ("prevented causes", CausesLoss(rows: rows), [[0.3, 1.2, 0.01, 2.5, 0.7, 3], [0.2, 0.5, 1, 1e-3, 0.3, 0.1]]),
        ("logit", LogitLoss(rows: rows), [[0.3, -1.2, 4, -9, 0, 1]]),
        ("log-binomial", LogBinomialLoss(rows: rows, barrier: 0), [[-0.3, -1.2, -0.01, -3, -2, -1]]),
        ("log-binomial with a barrier", LogBinomialLoss(rows: rows, barrier: 0.3), [[-0.3, -1.2, -0.01, -3, -2, -1]]),
        ("Poisson", PoissonLoss(rows: rows), [[0.3, -1.2, 2, -3, 0, 1]]),
        ("Gamma", GammaLoss(rows: rows), [[0.3, -1.2, 2, -3, 0, 1]]),
    ]

    @Test("The derivatives equal central differences", arguments: 0 ..< losses.count)
    func derivatives(_ number: Int) {
        let (name, loss, values): (String, any RowLoss, [[Double]]) = Self.losses[number]
        let predictors: [Tensor<Double>] = values.map { Tensor($0) }
        let rows: RowDerivatives = loss.derivatives(predictors)
        func shifted(_ place: Int, _ row: Int, by step: Double) -> [Tensor<Double>] {
            var moved: [[Double]] = values
            moved[place][row] += step
            return moved.map { Tensor($0) }
        }
        for place in values.indices {
            for row in values[place].indices where values[place][row] != 0 || name == "logit" {
                let step: Double = 1e-6 * max(1e-3, abs(values[place][row]))
                let (after, before) = (shifted(place, row, by: step), shifted(place, row, by: -step))
                let slope: Double = (loss.loss(after) - loss.loss(before)) / (2 * step)
                #expect(isClose(rows.first[place][row].scalar, slope, 2e-5), "\(name) \(place) \(row)")
                let (high, low) = (loss.derivatives(after), loss.derivatives(before))
                for other in values.indices {
                    let second: Double = (high.first[other][row].scalar - low.first[other][row].scalar) / (2 * step)
                    #expect(
                        isClose(rows.second[place + other][row].scalar, second, 2e-5),
                        "\(name) \(place) \(other) \(row)")
                }
            }
        }
    }

    @Test("Prevented causes without prevention equal causes, also where e^(−s) is 0 in Double")
    func withoutPrevention() {
        let s = Tensor<Double>([0.3, 1.2, 1e-3, 2.5, 800, 40])
        let (one, two) = (CausesLoss(rows: Self.rows), CausesLoss(rows: Self.rows))
        #expect(one.loss([s]) == two.loss([s, Tensor(zeros: [6])]))
        let (a, b) = (one.derivatives([s]), two.derivatives([s, Tensor(zeros: [6])]))
        for row in 0 ..< 6 {
            #expect(isClose(a.first[0][row].scalar, b.first[0][row].scalar, 1e-14))
            #expect(isClose(a.second[0][row].scalar, b.second[0][row].scalar, 1e-14))
        }
    }
}
