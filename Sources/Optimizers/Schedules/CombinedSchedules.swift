import Tensors

/// One schedule after another, each with its own count of steps (PyTorch's SequentialLR).
public struct SequentialSchedule: Schedule {
    private let schedules: [any Schedule]
    private let milestones: [Int]

    /// - Parameters:
    ///   - schedules: At least one.
    ///   - milestones: The steps at which the second, third, … schedule begins: positive, in rising order, one fewer
    ///     than the schedules.
    public init(_ schedules: [any Schedule], milestones: [Int]) {
        require(
            schedules.count == milestones.count + 1,
            "SequentialSchedule: \(schedules.count) schedules need \(schedules.count - 1) milestones, not "
                + "\(milestones.count)"
        )
        require(
            zip([0] + milestones, milestones).allSatisfy { $0 < $1 },
            "SequentialSchedule: the milestones \(milestones) are not positive and rising")
        (self.schedules, self.milestones) = (schedules, milestones)
    }

    public var baseLearningRate: Double { schedules[0].baseLearningRate }

    public func learningRate(at step: Int) -> Double {
        let (schedule, own) = current(at: step)
        return schedule.learningRate(at: own)
    }

    public func momentum(at step: Int) -> Double? {
        let (schedule, own) = current(at: step)
        return schedule.momentum(at: own)
    }

    private func current(at step: Int) -> (any Schedule, step: Int) {
        let passed: Int = milestones.count { $0 <= step }
        return (schedules[passed], passed == 0 ? step : step - milestones[passed - 1])
    }
}

/// Several schedules at once: the rate of the first schedule times the rate of each other schedule divided by its base
/// rate (PyTorch's ChainedScheduler). The momentum is that of the first schedule that has one.
public struct ChainedSchedule: Schedule {
    private let schedules: [any Schedule]

    /// - Parameter schedules: At least one. Schedules after the first need a base rate other than 0.
    public init(_ schedules: any Schedule...) {
        require(!schedules.isEmpty, "ChainedSchedule: there is no schedule")
        require(
            schedules.dropFirst().allSatisfy { $0.baseLearningRate != 0 },
            "ChainedSchedule: a schedule after the first has the base rate 0, of which nothing is a multiple")
        self.schedules = schedules
    }

    public var baseLearningRate: Double { schedules[0].baseLearningRate }

    public func learningRate(at step: Int) -> Double {
        schedules.dropFirst().reduce(schedules[0].learningRate(at: step)) { rate, schedule in
            rate * schedule.learningRate(at: step) / schedule.baseLearningRate
        }
    }

    public func momentum(at step: Int) -> Double? { schedules.lazy.compactMap { $0.momentum(at: step) }.first }
}
