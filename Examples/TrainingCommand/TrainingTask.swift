import SynaNN

/// A description of a training, except the network: the hyper-parameters, the normalization and the settings.
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
