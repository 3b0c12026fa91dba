import Synapses

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

    /// The probability of the outcome among the exposed.
    var exposedRisk: Double {
        switch figures {
        case .counts(let table): return table.exposedRisk
        case .probabilities(let exposed, _): return exposed
        }
    }

    /// The probability of the outcome among the controls.
    var controlRisk: Double {
        switch figures {
        case .counts(let table): return table.controlRisk
        case .probabilities(_, let control): return control
        }
    }
}
