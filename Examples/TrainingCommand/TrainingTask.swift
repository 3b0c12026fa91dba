import SynaNN

/// A training without its network: hyper-parameters, normalization and settings.
public struct TrainingTask: Sendable {
    /// The hyper-parameters of the preset. Flags take precedence.
    public let plan: TrainingPlan
    /// The normalization of the pixels.
    public let normalization: PixelNormalization
    /// The settings that determine the network, by name.
    public let settings: [String: String]

    /// Creates a task from its parts.
    public init(plan: TrainingPlan, normalization: PixelNormalization, settings: [String: String]) {
        (self.plan, self.normalization, self.settings) = (plan, normalization, settings)
    }
}
