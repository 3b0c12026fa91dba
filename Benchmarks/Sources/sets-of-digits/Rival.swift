import SynaNN

/// A kind of pooling that the benchmark compares, with three variants, of which the validation sets choose one.
enum Rival: String, CaseIterable, Codable {
    case mean, max, maxOfFeatures = "max-of-features", logSumExp = "log-sum-exp", attention, synapse

    /// The names of the three variants.
    var variants: [String] {
        switch self {
        case .mean, .max, .synapse: return ["start 0.5", "start 0.1", "start 0.02"]
        case .maxOfFeatures: return ["relu", "tanh", "sigmoid"]
        case .logSumExp: return ["sum, start 0.1", "mean, r = 1", "mean, r = 4"]
        case .attention: return ["plain, 32", "gated, 32", "gated, 128"]
        }
    }

    /// Returns an untrained network.
    func model(width: Int, variant: Int, using generator: inout PhiloxGenerator) -> any SetModel {
        let start: Double = [0.5, 0.1, 0.02][variant]
        switch self {
        case .mean: return ScorePooling(width, .mean, start: start, using: &generator)
        case .max: return ScorePooling(width, .max, start: start, using: &generator)
        case .maxOfFeatures:
            return MaxOfFeatures(
                width, [MaxOfFeatures.Activation.relu, .tanh, .sigmoid][variant], using: &generator)
        case .logSumExp:
            let kind: ScorePooling.Kind = [.logSumExp, .logMeanExp(1), .logMeanExp(4)][variant]
            // The sum over the images of a set adds about log 4.5 to the logits, so the images start with small ones.
            return ScorePooling(width, kind, start: [0.1, 0.5, 0.5][variant], using: &generator)
        case .attention:
            return LabelAttention(width, hidden: [32, 32, 128][variant], isGated: variant > 0, using: &generator)
        case .synapse:
            let instances: Double = Double(sizes.lowerBound + sizes.upperBound) / 2
            let pooling = SynapsePooling<Float>(
                10, instances: instances, input: start, returns: .surprisalOfComplement)
            return ScorePooling(width, .synapse(pooling), start: start, using: &generator)
        }
    }
}
