/// A single training of an experiment.
struct Training: Sendable {
    let experiment: Experiment
    /// The kind of hidden layer.
    let kind: String
    let seed: Int

    var name: String { "\(experiment.name) \(kind) \(seed)" }
}
