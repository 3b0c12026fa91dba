import Tensors

/// A schedule that depends on a metric of the training. A trainer calls `observe` after each epoch and saves
/// `observations` with its checkpoints.
public protocol ObservingSchedule: Schedule {
    /// Records the metric of an epoch. The schedule may change its rate.
    mutating func observe(_ metric: Double)

    /// All values that `observe` has changed, by name. A schedule with the same settings and the same values continues
    /// in the same way. The values may be infinite.
    var observations: [String: Double] { get set }
}

/// A schedule that multiplies the rate by `factor` if a metric has not improved for more than `patience` successive
/// epochs (PyTorch's ReduceLROnPlateau).
///
///     var schedule = PlateauSchedule(0.1, patience: 3)
///     schedule.observe(loss)              // after each epoch
///     optimizer.learningRate = schedule.learningRate(at: step)
///
/// A metric that is NaN does not count as an improvement.
public struct PlateauSchedule: ObservingSchedule {
    /// The direction in which a metric improves.
    public enum Goal: Sendable, Hashable {
        /// An improvement is a metric below the least metric so far, as for a loss.
        case lower
        /// An improvement is a metric above the greatest metric so far, as for an accuracy.
        case higher
    }

    /// The least difference from the best metric so far that counts as an improvement.
    public enum Threshold: Sendable, Hashable {
        /// The least difference is this fraction of the best metric so far.
        case relative(Double)
        /// The least difference is this number, in units of the metric.
        case absolute(Double)
    }

    private let rate, factor, patience, minimum: Double
    private let goal: Goal
    /// The least difference from the best metric so far that counts as an improvement.
    public var threshold = Threshold.relative(1e-4)
    /// The number of epochs after a reduction that do not count as epochs without improvement.
    public var cooldown = 0
    private var course: Course

    private struct Course {
        var rate, best: Double
        var badEpochs = 0.0
        var cooldownEpochs = 0.0
    }

    /// Creates a schedule that has observed no metric.
    ///
    /// - Parameters:
    ///   - rate: The first rate.
    ///   - goal: The direction in which the metric improves.
    ///   - factor: The ratio of the new rate to the old rate in a reduction. Traps unless the factor is at least 0 and
    ///     less than 1.
    ///   - patience: The greatest number of successive epochs without improvement that do not reduce the rate. A
    ///     negative number traps.
    ///   - minimum: The least rate.
    public init(
        _ rate: Double, goal: Goal = .lower, factor: Double = 0.1, patience: Int = 10, minimum: Double = 0
    ) {
        require((0 ..< 1).contains(factor), "PlateauSchedule: the factor \(factor) is not at least 0 and less than 1")
        require(patience >= 0, "PlateauSchedule: the patience \(patience) is negative")
        (self.rate, self.goal, self.factor) = (rate, goal, factor)
        (self.patience, self.minimum) = (Double(patience), minimum)
        course = Course(rate: rate, best: goal == .lower ? .infinity : -.infinity)
    }

    public var baseLearningRate: Double { rate }

    public func learningRate(at step: Int) -> Double { course.rate }

    public mutating func observe(_ metric: Double) {
        if isBetter(metric) {
            (course.best, course.badEpochs) = (metric, 0)
        } else {
            course.badEpochs += 1
        }
        if course.cooldownEpochs > 0 {
            course.cooldownEpochs -= 1
            course.badEpochs = 0
        }
        guard course.badEpochs > patience else { return }
        (course.cooldownEpochs, course.badEpochs) = (Double(cooldown), 0)
        let reduced: Double = max(course.rate * factor, minimum)
        // As in PyTorch, the schedule omits a reduction of at most 10⁻⁸.
        if course.rate - reduced > 1e-8 { course.rate = reduced }
    }

    private func isBetter(_ metric: Double) -> Bool {
        let sign: Double = goal == .lower ? -1 : 1
        switch threshold {
        case .relative(let part): return sign * metric > sign * course.best * (1 + sign * part)
        case .absolute(let amount): return sign * metric > sign * course.best + amount
        }
    }

    public var observations: [String: Double] {
        get {
            [
                "rate": course.rate, "best": course.best, "badEpochs": course.badEpochs,
                "cooldownEpochs": course.cooldownEpochs,
            ]
        }
        set {
            course.rate = newValue["rate"] ?? course.rate
            course.best = newValue["best"] ?? course.best
            course.badEpochs = newValue["badEpochs"] ?? course.badEpochs
            course.cooldownEpochs = newValue["cooldownEpochs"] ?? course.cooldownEpochs
        }
    }
}
