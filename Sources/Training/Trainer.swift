import Differentiation
import NeuralNetworks
import Optimizers
import Tensors

/// Trains a classifier epoch by epoch with mini-batches.
///
/// The order of the samples and everything that layers draw come from the trainer's own generator: the same seed gives
/// the same weights, bit for bit, at any number of threads.
public struct Trainer<Model: Module> {
    /// The model, as far as it is trained.
    public private(set) var model: Model
    /// The moving average of the model over the steps, where one is kept.
    public private(set) var average: MovingAverage<Model>?
    /// What moves the parameters, with all that it remembers.
    public private(set) var optimizer: any Optimizer
    private let schedule: (any Schedule)?
    let batchSize: Int
    private let labelSmoothing: Double
    /// What of the model was not finite from the start, as a mask of −∞ is: no sign of a divergence.
    let nonFiniteAtStart: Set<String>
    /// Where the training stands, but for tensors.
    public private(set) var position: TrainingPosition

    /// - Parameters:
    ///   - model: A module whose outputs are logits or log-probabilities `[N, classes]`; the loss is the cross-entropy,
    ///     which is the same for both.
    ///   - optimizer: What moves the parameters.
    ///   - schedule: The learning rate as a function of the number of steps made, and the momentum where the schedule has
    ///     one. The optimizer keeps its own rate and momentum unless given. The optimizer's rate must be the schedule's
    ///     `baseLearningRate`, which for `OneCycleSchedule` is the peak: of two different rates one would have no effect.
    ///   - batchSize: Samples per step. What is left over at the end of an epoch makes a smaller last batch; a single
    ///     sample joins the batch before it, because batch normalisation has no variance of one.
    ///   - labelSmoothing: See `crossEntropy`.
    ///   - averageDecay: The decay of the moving average of the model that is to be kept, if one is: see `MovingAverage`.
    ///   - seed: Seeds the order of the samples and what layers draw.
    public init(
        _ model: Model, optimizer: any Optimizer, schedule: (any Schedule)? = nil, batchSize: Int,
        labelSmoothing: Double = 0, averageDecay: Double? = nil, seed: UInt64
    ) {
        require(batchSize > 0, "Trainer: the batch size \(batchSize) is not positive")
        if let schedule { Self.requireAgreement(of: optimizer, with: schedule) }
        model.requireNothingForgotten("Trainer", tensorCount: model.parameterShapes.count)
        (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
        (self.batchSize, self.labelSmoothing) = (batchSize, labelSmoothing)
        average = averageDecay.map { MovingAverage(of: model, decay: $0) }
        nonFiniteAtStart = model.namesOfNonFiniteTensors
        position = TrainingPosition(step: 0, generator: PhiloxGenerator(seed: seed))
    }

    private static func requireAgreement(of optimizer: any Optimizer, with schedule: any Schedule) {
        let (own, scheduled): (Double, Double) = (optimizer.learningRate, schedule.baseLearningRate)
        require(
            own == scheduled,
            "Trainer: the optimizer's learning rate \(own) would have no effect beside the schedule's \(scheduled). Give "
                + "both the same rate, or no schedule")
        require(
            schedule.momentum(at: 0) == nil || optimizer is any MomentumOptimizer,
            "Trainer: the schedule moves the momentum, and \(type(of: optimizer)) has none. Make it a MomentumOptimizer, or "
                + "give the schedule no momentum")
    }

    /// What the training yields: the average where one is kept, else the model itself.
    public var trainedModel: Model { average?.model ?? model }

    /// One pass over all samples in random order.
    ///
    /// Goes on where a loss is not finite: a `TrainingRun` stops there. Traps where the position is not one of these data,
    /// or a layer cannot be trained on a batch of one: see `requireTrainable`.
    ///
    /// - Parameter progress: Called after every step with the number of samples seen in this epoch and the step's loss.
    /// - Returns: The mean loss over the samples, each as it was before its step; NaN where there are none.
    public mutating func trainEpoch(
        on data: some ClassificationData<Model.Scalar>, progress: (_ samples: Int, _ loss: Double) -> Void = { _, _ in }
    ) -> Double {
        // With steps that never ask to stop there is a mean.
        continueEpoch(on: data) { _, samples, loss in
            progress(samples, loss)
            return true
        } ?? .nan
    }

    /// The same, from where the epoch stands if one is under way, for as long as `afterStep` wants to go on.
    ///
    /// - Parameter afterStep: Called after every step with the trainer, the number of samples seen in this epoch and the
    ///   step's loss.
    /// - Returns: The mean loss; nothing where `afterStep` answered false, and the epoch is still under way.
    public mutating func continueEpoch(
        on data: some ClassificationData<Model.Scalar>,
        afterStep: (_ trainer: Trainer, _ samples: Int, _ loss: Double) throws -> Bool
    ) rethrows -> Double? {
        var epoch: TrainingPosition.Epoch = position.epoch ?? .init(start: position.generator)
        var drawing: PhiloxGenerator = epoch.start
        let order: [Int] = drawing.permutation(data.count)
        if position.epoch == nil { position.generator = drawing }
        require(
            epoch.samples <= order.count,
            "Trainer: \(epoch.samples) samples of the epoch are done, and the data have \(order.count)")
        while epoch.samples < order.count {
            let rest: ArraySlice<Int> = order[epoch.samples...]
            let indices: ArraySlice<Int> = rest.prefix(BatchCutting.length(of: rest.count, batchSize: batchSize))
            let (inputs, labels) = data.trainingBatch(indices, using: &position.generator)
            let (loss, correct): (Double, Int) = step(inputs, labels)
            epoch.lossSum += loss * Double(indices.count)
            epoch.correct += correct
            epoch.samples = indices.endIndex
            position.epoch = epoch
            if try !afterStep(self, indices.endIndex, loss) { return nil }
        }
        position.epoch = nil
        return epoch.lossSum / Double(order.count)
    }

    /// Puts the training back to where it was saved. The optimizer keeps its parameter groups, which a checkpoint
    /// does not hold.
    public mutating func restore(
        _ model: Model, average: MovingAverage<Model>? = nil, optimizer state: OptimizerState,
        position: TrainingPosition
    ) {
        (self.model, self.average, self.position) = (model, average, position)
        var state: OptimizerState = state
        state.groups = optimizer.state.groups
        optimizer.state = state
    }

    private mutating func applySchedule() {
        guard let schedule else { return }
        if let momentum = schedule.momentum(at: position.step), var moved = optimizer as? any MomentumOptimizer {
            moved.scheduledMomentum = momentum
            optimizer = moved
        }
        optimizer.learningRate = schedule.learningRate(at: position.step)
    }

    /// One step on one batch; answers the loss before the step.
    public mutating func trainStep(_ inputs: Tensor<Model.Scalar>, _ labels: Tensor<Int>) -> Double {
        step(inputs, labels).loss
    }

    private mutating func step(
        _ inputs: Tensor<Model.Scalar>, _ labels: Tensor<Int>
    ) -> (loss: Double, correct: Int) {
        applySchedule()
        let smoothing: Double = labelSmoothing
        var drawing: PhiloxGenerator = position.generator
        var correct = 0
        let frozen: Set<String> = optimizer.frozenParameters(of: model)
        let (loss, gradient) = withMode(.training, using: &drawing) {
            valueWithGradient(at: model, freezing: frozen) { model in
                let scores: Tensor<Model.Scalar> = model(inputs)
                correct = correctCount(scores.asConstant(), labels)
                return crossEntropy(scores, labels, labelSmoothing: smoothing)
            }
        }
        position.generator = drawing
        optimizer.update(&model, along: gradient)
        position.step += 1
        average?.update(with: model, step: position.step)
        return (Double(loss.scalar), correct)
    }
}
