import Tensors

/// A sequence of schedules. Each schedule counts its steps from its own start (PyTorch's SequentialLR).
public struct SequentialSchedule: Schedule {
    private let schedules: [any Schedule]
    private let milestones: [Int]

    /// Creates a sequence of schedules.
    ///
    /// - Parameters:
    ///   - schedules: The schedules, first to last. An empty list traps.
    ///   - milestones: The steps at which the second schedule and all later schedules begin. Traps unless the steps are
    ///     positive and rising, and their number is the number of schedules minus 1.
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

/// A product of schedules (PyTorch's ChainedScheduler). The rate is the rate of the first schedule, multiplied by a
/// factor for each other schedule. This factor is the rate of the other schedule, divided by the base rate of the other
/// schedule. The momentum is the momentum of the first schedule that has a momentum.
public struct ChainedSchedule: Schedule {
    private let schedules: [any Schedule]

    /// Creates a product of schedules. Traps if there is no schedule, or if a schedule after the first has the base
    /// rate 0.
    public init(_ schedules: any Schedule...) {
        require(!schedules.isEmpty, "ChainedSchedule: there is no schedule")
        require(
            schedules.dropFirst().allSatisfy { $0.baseLearningRate != 0 },
            "ChainedSchedule: a schedule after the first has the base rate 0, but rates are divided by the base rate")
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
