import ArgumentParser
import SynaNN

/// The optimizers that `--optimizer` offers.
public enum OptimizerName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case sgd, adam, adamw, rmsprop
}

/// An optimizer and all hyper-parameters of the optimizer except the learning rate.
public struct OptimizerChoice: Sendable {
    /// The name of the optimization algorithm.
    public var name: OptimizerName
    /// The momentum of SGD; the other optimizers ignore the momentum.
    public var momentum = 0.0
    /// The factor of the weight decay; 0 for none.
    public var weightDecay = 0.0
    /// Whether SGD uses Nesterov momentum. Nesterov momentum has no effect if the momentum is 0.
    public var nesterov = false

    /// Returns stochastic gradient descent without weight decay.
    public static func sgd(momentum: Double = 0, nesterov: Bool = false) -> OptimizerChoice {
        OptimizerChoice(name: .sgd, momentum: momentum, nesterov: nesterov)
    }

    /// Adam without weight decay.
    public static var adam: OptimizerChoice { OptimizerChoice(name: .adam) }

    /// Returns Adam with decoupled weight decay (AdamW).
    public static func adamw(weightDecay: Double) -> OptimizerChoice {
        OptimizerChoice(name: .adamw, weightDecay: weightDecay)
    }

    /// Creates the optimizer with the given learning rate.
    func make(learningRate: Double) -> any Optimizer {
        switch name {
        case .sgd:
            SGD(
                learningRate: learningRate, momentum: momentum, weightDecay: weightDecay,
                nesterov: nesterov && momentum > 0)
        case .adam: Adam(learningRate: learningRate, weightDecay: weightDecay)
        case .adamw: AdamW(learningRate: learningRate, weightDecay: weightDecay)
        case .rmsprop: RMSProp(learningRate: learningRate, weightDecay: weightDecay)
        }
    }
}

/// The hyper-parameters of a training. A preset chooses the values; flags of the user take precedence.
public struct TrainingPlan: Sendable {
    /// The kinds of schedule for the learning rate.
    public enum Course: Sendable, Hashable {
        /// The learning rate is the same in all steps.
        case constant
        /// The learning rate rises once and then falls. `finalDivisor` is the rate of the first step divided by the
        /// rate of the last step: see `OneCycleSchedule`.
        case oneCycle(finalDivisor: Double = 1e4)
    }

    /// The number of passes over the training images.
    public var epochs: Int
    /// The number of images of each step.
    public var batchSize = 100
    /// The learning rate; with `oneCycle`, the greatest learning rate.
    public var learningRate: Double
    /// The optimizer, with its settings except the learning rate.
    public var optimizer: OptimizerChoice
    /// The kind of schedule for the learning rate.
    public var course: Course
    /// The label smoothing, from 0 to 1: see `crossEntropy`.
    public var labelSmoothing = 0.0
    /// The decay of the moving average of the weights: see `MovingAverage`. The program tests and saves the average
    /// instead of the weights. With 0 there is no average.
    public var averageDecay = 0.0
    /// Whether the training shifts, rotates and distorts the training images at random in every step.
    public var augments = false

    /// Creates a plan with batches of 100 images, without label smoothing, moving average and augmentation.
    public init(epochs: Int, learningRate: Double, optimizer: OptimizerChoice, course: Course) {
        (self.epochs, self.learningRate, self.optimizer, self.course) = (epochs, learningRate, optimizer, course)
    }

    /// Whether the learning rate of a step depends on the number of epochs.
    var usesOneCycle: Bool { course != .constant }

    /// Returns the schedule of the learning rate for a training of `stepCount` steps.
    func schedule(stepCount: Int) -> any Schedule {
        switch course {
        case .constant: ConstantSchedule(learningRate)
        case .oneCycle(let divisor):
            OneCycleSchedule(peak: learningRate, stepCount: stepCount, finalDivisor: divisor)
        }
    }

    /// Returns the plan in which the values of the given flags replace the values of the preset.
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
