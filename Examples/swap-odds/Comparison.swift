import Statistics

/// An outcome in two groups, as counts or as probabilities.
struct Comparison: Equatable {
    /// The counts or the probabilities of the two groups.
    enum Figures: Equatable {
        case counts(ContingencyTable)
        case probabilities(exposed: Double, control: Double)
    }

    /// The name of the outcome.
    let outcome: String
    /// The names of the groups.
    let exposed: String
    let control: String
    let figures: Figures
}
