import Statistics

/// An outcome in two groups: the exposed group and the control group.
struct Comparison: Equatable {
    /// The counts of the two groups, or the probabilities of the outcome in the two groups.
    enum Figures: Equatable {
        case counts(ContingencyTable)
        case probabilities(exposed: Double, control: Double)
    }

    /// The name of the outcome.
    let outcome: String
    /// The name of the exposed group.
    let exposed: String
    /// The name of the control group.
    let control: String
    let figures: Figures
    /// The number of persons that are left out because the outcome or the exposure is missing.
    var missingCount = 0
}
