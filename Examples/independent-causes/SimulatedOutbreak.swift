import Foundation
import Statistics
import Tensors

/// An outbreak after a meal that the program makes up: two of six foods carry the germ.
struct SimulatedOutbreak {
    static let note =
        "The outbreak is simulated: salad (β = 0.6) and cream (β = 0.3) made people ill, and 8 % fell ill anyway."
    private static let foods: [(name: String, eaten: Double, probability: Double)] = [
        ("bread", 0.8, 0), ("soup", 0.5, 0), ("salad", 0.45, 0.6), ("fish", 0.4, 0), ("cream", 0.5, 0.3),
        ("coffee", 0.6, 0),
    ]
    private static let background = 0.08
    private static let guests = 200

    /// The names of the causes.
    var causes: [String] { Self.foods.map(\.name) }

    /// The guests: what each of them ate, and who fell ill. The numbers are the same in every run.
    let table: Table

    init() {
        var generator = PhiloxGenerator(seed: 1)
        func draws() -> [Double] { Tensor<Double>(randomUniform: [Self.guests], using: &generator).scalars }
        var healthy: [Double] = .init(repeating: 1 - Self.background, count: Self.guests)
        var columns: [Column] = []
        for food in Self.foods {
            let hasEaten: [Bool] = draws().map { $0 < food.eaten }
            for (guest, eats) in hasEaten.enumerated() where eats { healthy[guest] *= 1 - food.probability }
            columns.append(Column(food.name, hasEaten.map { $0 ? "Y" : "N" }))
        }
        let isIll: [Bool] = zip(draws(), healthy).map { $0 < 1 - $1 }
        table = Table(columns + [Column("ill", isIll.map { $0 ? "Y" : "N" })])
    }
}
