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
    private var optimizer: any Optimizer
    private let schedule: any Schedule
    private let batchSize: Int
    private let labelSmoothing: Double
    private var generator: PhiloxGenerator
    private var step = 0

    /// - Parameters:
    ///   - model: A module whose outputs are logits or log-probabilities `[N, classes]`; the loss is the cross-entropy,
    ///     which is the same for both.
    ///   - optimizer: What moves the parameters. Its learning rate is set by the schedule before every step.
    ///   - schedule: The learning rate as a function of the number of steps made.
    ///   - batchSize: Samples per step. What is left over at the end of an epoch makes a smaller last batch.
    ///   - labelSmoothing: See `crossEntropy`.
    ///   - seed: Seeds the order of the samples and what layers draw.
    public init(
        _ model: Model, optimizer: any Optimizer, schedule: any Schedule, batchSize: Int, labelSmoothing: Double = 0,
        seed: UInt64
    ) {
        require(batchSize > 0, "Trainer: the batch size \(batchSize) is not positive")
        (self.model, self.optimizer, self.schedule) = (model, optimizer, schedule)
        (self.batchSize, self.labelSmoothing) = (batchSize, labelSmoothing)
        generator = PhiloxGenerator(seed: seed)
    }

    /// One pass over all samples in random order.
    ///
    /// - Parameter progress: Called after every step with the number of samples seen in this epoch and the step's loss.
    /// - Returns: The mean loss over the samples, each as it was before its step; NaN where there are none.
    public mutating func trainEpoch(
        on data: some ClassificationData<Model.Scalar>, progress: (_ samples: Int, _ loss: Double) -> Void = { _, _ in }
    ) -> Double {
        let order: [Int] = generator.permutation(data.count)
        var total = 0.0
        for start in stride(from: 0, to: order.count, by: batchSize) {
            let indices: ArraySlice<Int> = order[start ..< min(start + batchSize, order.count)]
            let (inputs, labels) = data.trainingBatch(indices, using: &generator)
            let loss: Double = trainStep(inputs, labels)
            total += loss * Double(indices.count)
            progress(indices.endIndex, loss)
        }
        return total / Double(order.count)
    }

    /// One step on one batch; answers the loss before the step.
    public mutating func trainStep(_ inputs: Tensor<Model.Scalar>, _ labels: Tensor<Int>) -> Double {
        optimizer.learningRate = schedule.learningRate(at: step)
        let smoothing: Double = labelSmoothing
        var drawing: PhiloxGenerator = generator
        let (loss, gradient) = withMode(.training, using: &drawing) {
            valueWithGradient(at: model) { model in
                crossEntropy(model(inputs), labels, labelSmoothing: smoothing)
            }
        }
        generator = drawing
        optimizer.update(&model, along: gradient)
        step += 1
        return Double(loss.scalar)
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
