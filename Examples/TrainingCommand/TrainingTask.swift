import SynaNN

/// The description of a training without its network: hyper-parameters, normalization and settings.
public struct TrainingTask: Sendable {
    /// The hyper-parameters of the preset. Flags of the user take precedence.
    public let plan: TrainingPlan
    /// The normalization of the pixels.
    public let normalization: PixelNormalization
    /// The values of the flags that determine the network, by name without dashes.
    public let settings: [String: String]

    /// Creates a task.
    public init(plan: TrainingPlan, normalization: PixelNormalization, settings: [String: String]) {
        (self.plan, self.normalization, self.settings) = (plan, normalization, settings)
    }
}
