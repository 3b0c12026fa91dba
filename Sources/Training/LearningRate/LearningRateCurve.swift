public import Datasets
import Foundation
import Optimizers
import Tensors

/// The loss as a function of the learning rate. The loss is measured in a short training in which the rate grows by the
/// same factor at every step.
///
/// At small rates, the loss does not change. At greater rates, the loss falls, and beyond some rate the training
/// diverges. A good constant rate is the rate at which the loss falls the fastest. A good peak for `OneCycleSchedule`
/// is up to ten times greater.
///
/// Source: L. Smith, "Cyclical learning rates for training neural networks", WACV 2017.
public struct LearningRateCurve: Sendable, Hashable, Codable {
    /// The loss at a learning rate.
    public struct Point: Sendable, Hashable, Codable {
        /// The learning rate of the step.
        public let learningRate: Double
        /// The loss of the step's batch, before the step.
        public let loss: Double
        /// The exponential mean of the losses up to this step. At step t = 1, 2, …, the mean is `m / (1 − 0.9ᵗ)`, where
        /// m starts at 0 and each step sets `m ← 0.9 m + 0.1 loss`.
        public let smoothedLoss: Double
    }

    /// The points, in the order of rising rates. There are fewer points than steps if the training ends early. The
    /// training ends early if a loss is not finite, or if the smoothed loss exceeds the least smoothed loss by more
    /// than three times the magnitude of the least smoothed loss.
    public private(set) var points: [Point] = []
    private var mean = 0.0
    private static let smoothing = 0.9

    /// The learning rate at which the smoothed loss falls the fastest as a function of the logarithm of the rate; nil
    /// if the smoothed loss never falls or there are fewer than three points.
    ///
    /// The first tenth of the points, and at least the first point, is ignored, because the smoothed losses of these
    /// points are means of only a few losses.
    public var suggestion: Double? {
        let first: Int = max(1, points.count / 10)
        guard first + 1 < points.count else { return nil }
        let slopes: [(rate: Double, slope: Double)] = (first ..< points.count - 1).map { index in
            let change: Double = points[index + 1].smoothedLoss - points[index - 1].smoothedLoss
            return (points[index].learningRate, change)
        }
        // Ignore falls that come from rounding errors. Such falls occur even if the loss is constant.
        let least: Double = 1e-9 * (points.map { abs($0.smoothedLoss) }.max() ?? 0)
        return slopes.filter { $0.slope < -least }.min { $0.slope < $1.slope }?.rate
    }

    /// Adds the loss of a step. Returns false if the training must end: see `points`.
    mutating func add(learningRate: Double, loss: Double) -> Bool {
        guard loss.isFinite else { return false }
        mean = Self.smoothing * mean + (1 - Self.smoothing) * loss
        let smoothed: Double = mean / (1 - pow(Self.smoothing, Double(points.count + 1)))
        points.append(Point(learningRate: learningRate, loss: loss, smoothedLoss: smoothed))
        let least: Double = points.lazy.map(\.smoothedLoss).min() ?? smoothed
        // A loss may be negative, such as a log likelihood, so the criterion is the distance from the least loss.
        return smoothed - least <= 3 * abs(least)
    }
}

/// Trains a copy of a model with a rising learning rate, and returns the loss at each rate. The given model does not
/// change.
///
/// Cost: `steps` steps of training. If the data have fewer batches than steps, the training makes several epochs.
///
/// - Parameters:
///   - model: The model to train.
///   - optimizer: The optimizer. The learning rate of the optimizer is not used.
///   - objective: The loss.
///   - data: The samples to train on.
///   - options: The size of the batches, and the seed.
///   - range: The first and the last learning rate. The first rate must be positive and below the last rate, and the
///     last rate must be finite; another range traps.
///   - steps: The number of rates; a number below 2 traps.
/// - Throws: `TrainingSetupError` if a training cannot begin, and the error of the data.
public func learningRateCurve<Model, Data: DataSource>(
    _ model: Model, optimizer: any Optimizer, objective: Objective<Model, Data.Batch>, on data: Data,
    options: TrainerOptions = TrainerOptions(), in range: ClosedRange<Double> = 1e-6 ... 1, steps: Int = 100
) throws -> LearningRateCurve {
    require(
        range.lowerBound > 0 && range.lowerBound < range.upperBound && range.upperBound.isFinite,
        "learningRateCurve: the rates \(range) must be positive and differ")
    require(steps >= 2, "learningRateCurve: \(steps) steps are not at least 2")
    let factor: Double = pow(range.upperBound / range.lowerBound, 1 / Double(steps - 1))
    var (first, curve): (any Optimizer, LearningRateCurve) = (optimizer, LearningRateCurve())
    first.learningRate = range.lowerBound
    var trainer = Trainer(
        model, optimizer: first, schedule: ExponentialSchedule(range.lowerBound, factor: factor), objective: objective,
        options: options)
    try trainer.requireTrainable(on: data)
    var goesOn = true
    while goesOn, curve.points.count < steps {
        _ = try trainer.continueEpoch(on: data) { trainer, _, loss in
            goesOn = curve.add(learningRate: trainer.optimizer.learningRate, loss: loss) && curve.points.count < steps
            return goesOn
        }
    }
    return curve
}
