import SynaNN

/// What a program trains, but for the network itself.
public struct TrainingTask: Sendable {
    /// The hyper-parameters, before the flags.
    public let plan: TrainingPlan
    /// What becomes of the pixels.
    public let normalization: PixelNormalization
    /// What the network depends on, by name.
    public let settings: [String: String]

    public init(plan: TrainingPlan, normalization: PixelNormalization, settings: [String: String]) {
        (self.plan, self.normalization, self.settings) = (plan, normalization, settings)
    }
}
