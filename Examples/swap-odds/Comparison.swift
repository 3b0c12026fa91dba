import Statistics

/// Two groups and an outcome: counts, or probabilities alone.
struct Comparison: Equatable {
    enum Figures: Equatable {
        case counts(ContingencyTable)
        case probabilities(exposed: Double, control: Double)
    }

    let outcome: String
    let exposed: String
    let control: String
    let figures: Figures
}
