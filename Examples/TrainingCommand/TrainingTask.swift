import SynaNN

/// A description of a training, except the network: the hyper-parameters, the images and the settings.
public struct TrainingTask: Sendable {
    /// The hyper-parameters of the preset. Flags of the user take precedence.
    public let plan: TrainingPlan
    /// The images and the classes.
    public let images: ImageClassification
    /// The values of the flags that determine the network, by name without dashes, and the description of the images.
    public let settings: [String: String]

    /// Creates a task.
    public init(plan: TrainingPlan, images: ImageClassification, settings: [String: String]) {
        (self.plan, self.images) = (plan, images)
        self.settings = settings.merging(images.settings) { own, _ in own }
    }
}
