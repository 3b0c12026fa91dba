import Optimizers
import Testing

@Suite struct ScheduleTests {
    @Test func constantScheduleStays() {
        #expect(ConstantSchedule(0.3).learningRate(at: 0) == 0.3)
        #expect(ConstantSchedule(0.3).learningRate(at: 1_000_000) == 0.3)
    }

    @Test func otherSchedulesLeaveTheMomentumAlone() {
        let schedules: [any Schedule] = [
            ConstantSchedule(0.1), StepSchedule(0.1, period: 2), MultiStepSchedule(0.1, milestones: [0]),
            ExponentialSchedule(0.1, factor: 0.9), CosineSchedule(0.1, stepCount: 7, minimum: 0.03),
            OneCycleSchedule(peak: 0.1, stepCount: 9),
        ]
        for schedule in schedules {
            #expect(schedule.momentum(at: 0) == nil && schedule.baseLearningRate == 0.1, "\(schedule)")
        }
    }
}
