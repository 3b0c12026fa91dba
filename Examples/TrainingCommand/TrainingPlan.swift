import ArgumentParser
import SynaNN

/// The optimizers that can be chosen by name.
public enum OptimizerName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sgd, adam, adamw, rmsprop
}

/// An optimizer but for its learning rate.
public struct OptimizerChoice: Sendable {
    public var name: OptimizerName
    public var momentum = 0.0
    public var weightDecay = 0.0
    public var isNesterov = false

    public static func sgd(momentum: Double = 0, nesterov: Bool = false) -> OptimizerChoice {
        OptimizerChoice(name: .sgd, momentum: momentum, isNesterov: nesterov)
    }

    public static var adam: OptimizerChoice { OptimizerChoice(name: .adam) }

    public static func adamw(weightDecay: Double) -> OptimizerChoice {
        OptimizerChoice(name: .adamw, weightDecay: weightDecay)
    }

    /// The optimizer with a learning rate.
    func make(learningRate: Double) -> any Optimizer {
        switch name {
        case .sgd:
            SGD(
                learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
                nesterov: isNesterov && momentum > 0)
        case .adam: Adam(learningRate: learningRate, weightDecay: weightDecay)
        case .adamw: AdamW(learningRate: learningRate, weightDecay: weightDecay)
        case .rmsprop: RMSProp(learningRate: learningRate, weightDecay: weightDecay)
        }
    }
}

/// Hyper-parameters of a training, as a preset has them; flags take precedence.
public struct TrainingPlan: Sendable {
    /// How the learning rate goes through the training.
    public enum Course: Sendable, Hashable {
        case constant
        /// It rises and falls once. The divisor is the rate at the start over that at the end: see `OneCycleSchedule`.
        case oneCycle(finalDivisor: Double = 1e4)
    }

    public var epochs: Int
    public var batchSize = 100
    /// The learning rate, or its peak.
    public var learningRate: Double
    public var optimizer: OptimizerChoice
    public var course: Course
    /// The share of each target that is spread over all classes: see `crossEntropy`.
    public var labelSmoothing = 0.0
    /// The decay of the moving average of the weights that is tested and saved: see `MovingAverage`. 0 for none.
    public var averageDecay = 0.0
    /// Whether the images are shifted, turned and bent at random in every step.
    public var augments = false

    public init(epochs: Int, learningRate: Double, optimizer: OptimizerChoice, course: Course) {
        (self.epochs, self.learningRate, self.optimizer, self.course) = (epochs, learningRate, optimizer, course)
    }

    /// Whether the learning rate depends on the number of epochs.
    var usesOneCycle: Bool { course != .constant }

    /// The learning rate by the step.
    func schedule(stepCount: Int) -> any Schedule {
        switch course {
        case .constant: ConstantSchedule(learningRate)
        case .oneCycle(let divisor):
            OneCycleSchedule(peak: learningRate, stepCount: stepCount, finalDivisor: divisor)
        }
    }

    /// The plan with the flags that were given.
    public func overridden(by flags: TrainingFlags) -> TrainingPlan {
        var plan: TrainingPlan = self
        plan.epochs = flags.epochs ?? epochs
        plan.batchSize = flags.batchSize ?? batchSize
        plan.learningRate = flags.learningRate ?? learningRate
        plan.optimizer.name = flags.optimizer ?? optimizer.name
        plan.labelSmoothing = flags.labelSmoothing ?? labelSmoothing
        plan.averageDecay = flags.averageDecay ?? averageDecay
        plan.augments = flags.augment ?? augments
        return plan
    }
}
