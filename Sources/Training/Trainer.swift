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
    private let schedule: any Schedule
    private let batchSize: Int
    private let labelSmoothing: Double
    /// Where the training stands, but for tensors.
    public private(set) var position: TrainingPosition

    /// - Parameters:
    ///   - model: A module whose outputs are logits or log-probabilities `[N, classes]`; the loss is the cross-entropy,
    ///     which is the same for both.
    ///   - optimizer: What moves the parameters. Its learning rate is set by the schedule before every step.
    ///   - schedule: The learning rate as a function of the number of steps made.
    ///   - batchSize: Samples per step. What is left over at the end of an epoch makes a smaller last batch.
    ///   - labelSmoothing: See `crossEntropy`.
    ///   - averageDecay: The decay of the moving average of the model that is to be kept, if one is: see `MovingAverage`.
    ///   - seed: Seeds the order of the samples and what layers draw.
    public init(
        _ model: Model, optimizer: any Optimizer, schedule: any Schedule, batchSize: Int, labelSmoothing: Double = 0,
        averageDecay: Double? = nil, seed: UInt64
    ) {
        require(batchSize > 0, "Trainer: the batch size \(batchSize) is not positive")
        (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
        (self.batchSize, self.labelSmoothing) = (batchSize, labelSmoothing)
        average = averageDecay.map { MovingAverage(of: model, decay: $0) }
        position = TrainingPosition(step: 0, generator: PhiloxGenerator(seed: seed))
    }

    /// What the training yields: the average where one is kept, else the model itself.
    public var trainedModel: Model { average?.model ?? model }

    /// One pass over all samples in random order.
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
        while epoch.samples < order.count {
            let indices: ArraySlice<Int> = order[epoch.samples ..< min(epoch.samples + batchSize, order.count)]
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

    /// Puts the training back to where it was saved. The optimizer keeps its factors of the learning rate, which a
    /// checkpoint does not hold.
    public mutating func restore(
        _ model: Model, average: MovingAverage<Model>? = nil, optimizer state: OptimizerState,
        position: TrainingPosition
    ) {
        (self.model, self.average, self.position) = (model, average, position)
        var state: OptimizerState = state
        state.learningRateFactors = optimizer.state.learningRateFactors
        optimizer.state = state
    }

    /// One step on one batch; answers the loss before the step.
    public mutating func trainStep(_ inputs: Tensor<Model.Scalar>, _ labels: Tensor<Int>) -> Double {
        step(inputs, labels).loss
    }

    private mutating func step(
        _ inputs: Tensor<Model.Scalar>, _ labels: Tensor<Int>
    ) -> (loss: Double, correct: Int) {
        optimizer.learningRate = schedule.learningRate(at: position.step)
        let smoothing: Double = labelSmoothing
        var drawing: PhiloxGenerator = position.generator
        var correct = 0
        let (loss, gradient) = withMode(.training, using: &drawing) {
            valueWithGradient(at: model) { model in
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

/// The mean cross-entropy, the accuracy and the calibration error of a classifier over all samples, in inference mode; NaN
/// where there are none.
public func evaluate<Model: Module>(
    _ model: Model, on data: some ClassificationData<Model.Scalar>, batchSize: Int = 500
) -> (loss: Double, accuracy: Double, calibrationError: Double) {
    require(batchSize > 0, "evaluate: the batch size \(batchSize) is not positive")
    let order = Array(0 ..< data.count)
    var (total, correct, calibration): (Double, Int, CalibrationTally) = (0, 0, CalibrationTally())
    for start in stride(from: 0, to: order.count, by: batchSize) {
        let indices: ArraySlice<Int> = order[start ..< min(start + batchSize, order.count)]
        let (inputs, labels) = data.batch(indices)
        let scores: Tensor<Model.Scalar> = withMode(.inference) { model(inputs) }
        total += Double(crossEntropy(scores, labels).scalar) * Double(indices.count)
        correct += correctCount(scores, labels)
        calibration.add(scores, labels)
    }
    return (total / Double(order.count), Double(correct) / Double(order.count), calibration.error)
}
