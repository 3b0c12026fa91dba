import Foundation
import SynaNN

/// A simulated world in which independent causes bring an event about.
struct World {
    /// The leak λ of every world.
    static let leak = 0.03
    /// The probabilities β of the causes; most are 0.
    let probabilities: [Double]
    /// How often each cause is present.
    let prevalences: [Double]

    /// Creates a world with `count` candidate causes, of which `real` have an effect: β from 0.1 to 0.6. The causes are
    /// present in a fraction from 0.1 to 0.5 of the rows.
    init(count: Int, real: Int, using generator: inout PhiloxGenerator) {
        func uniform(_ range: Range<Double>, _ count: Int) -> [Double] {
            Tensor<Double>(randomUniform: [count], in: range, using: &generator).scalars
        }
        let effects: [Double] = uniform(0.1 ..< 0.6, count)
        var probabilities = [Double](repeating: 0, count: count)
        for cause in generator.permutation(count).prefix(real) { probabilities[cause] = effects[cause] }
        self.probabilities = probabilities
        prevalences = uniform(0.1 ..< 0.5, count)
    }

    /// The rates γ = −log(1 − β).
    var rates: [Double] { probabilities.map { -log1p(-$0) } }

    /// The rate of the leak.
    static var background: Double { -log1p(-leak) }

    /// Returns the causes of `rows` random rows: `[rows, causes]`, 0 or 1.
    func causes(rows: Int, using generator: inout PhiloxGenerator) -> Tensor<Double> {
        let draws = Tensor<Double>(randomUniform: [rows, probabilities.count], using: &generator)
        return select(draws .< Tensor(prevalences), Tensor(1), Tensor(0))
    }

    /// Returns the risk of each row.
    func risks(_ causes: Tensor<Double>) -> Tensor<Double> {
        -(-(matmul(causes, Tensor(rates)) + Self.background)).expm1()
    }

    /// Returns random rows with outcomes.
    func data(rows: Int, using generator: inout PhiloxGenerator) throws -> RegressionData {
        let causes: Tensor<Double> = causes(rows: rows, using: &generator)
        let draws = Tensor<Double>(randomUniform: [rows], using: &generator)
        return try RegressionData(
            predictors: causes, names: (1 ... probabilities.count).map { "x\($0)" },
            outcome: select(draws .< risks(causes), Tensor(1), Tensor(0)))
    }
}

/// Returns the mean excess of the log loss of `risks` over that of the true risks: the mean Kullback–Leibler divergence.
func excessLogLoss(_ risks: Tensor<Double>, _ truth: Tensor<Double>) -> Double {
    let events: Tensor<Double> = truth * (truth.log() - risks.log())
    let others: Tensor<Double> = (1 - truth) * ((-truth).log1p() - (-risks).log1p())
    return (events + others).mean().scalar
}
