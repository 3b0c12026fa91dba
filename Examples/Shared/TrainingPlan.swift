import ArgumentParser
import SynaNN

/// The optimizers that can be chosen by name.
public enum OptimizerName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sgd, adam, adamw, rmsprop

    /// The optimizer, with the settings that a preset gives it.
    public func make(learningRate: Double, momentum: Double, weightDecay: Double, nesterov: Bool) -> any Optimizer {
        switch self {
        case .sgd:
            return SGD(
                learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
                nesterov: nesterov && momentum > 0)
        case .adam: return Adam(learningRate: learningRate, weightDecay: weightDecay)
        case .adamw: return AdamW(learningRate: learningRate, weightDecay: weightDecay)
        case .rmsprop: return RMSProp(learningRate: learningRate, weightDecay: weightDecay)
        }
    }
}

/// Hyper-parameters of a training, as a preset has them; flags take precedence.
public struct TrainingPlan: Sendable {
    public var epochs: Int
    public var batchSize: Int
    public var learningRate: Double
    public var optimizer: OptimizerName
    public var momentum: Double
    public var weightDecay: Double
    public var nesterov: Bool
    /// Whether the learning rate rises and falls within the training, or stays.
    public var usesOneCycle: Bool
    /// The rate at the start of the cycle over that at its end: see `OneCycleSchedule`.
    public var finalDivisor: Double
    /// The share of each target that is spread over all classes: see `crossEntropy`.
    public var labelSmoothing: Double
    /// The decay of the moving average of the weights that is tested and saved: see `MovingAverage`. 0 for none.
    public var averageDecay: Double
    /// Whether the images are shifted, turned and bent at random in every step.
    public var augments: Bool

    public init(
        epochs: Int, batchSize: Int = 100, learningRate: Double, optimizer: OptimizerName, momentum: Double = 0,
        weightDecay: Double = 0, nesterov: Bool = false, usesOneCycle: Bool, finalDivisor: Double = 1e4,
        labelSmoothing: Double = 0, averageDecay: Double = 0, augments: Bool = false
    ) {
        (self.epochs, self.batchSize, self.learningRate) = (epochs, batchSize, learningRate)
        (self.optimizer, self.momentum, self.weightDecay) = (optimizer, momentum, weightDecay)
        (self.nesterov, self.usesOneCycle, self.augments) = (nesterov, usesOneCycle, augments)
        (self.finalDivisor, self.labelSmoothing, self.averageDecay) = (finalDivisor, labelSmoothing, averageDecay)
    }

    /// The plan with the flags that were given.
    public func overridden(by flags: TrainingFlags) -> TrainingPlan {
        var plan: TrainingPlan = self
        plan.epochs = flags.epochs ?? epochs
        plan.batchSize = flags.batchSize ?? batchSize
        plan.learningRate = flags.learningRate ?? learningRate
        plan.optimizer = flags.optimizer ?? optimizer
        plan.labelSmoothing = flags.labelSmoothing ?? labelSmoothing
        plan.averageDecay = flags.averageDecay ?? averageDecay
        plan.augments = flags.augment ?? augments
        return plan
    }
}
