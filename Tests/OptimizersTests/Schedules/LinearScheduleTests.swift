import Optimizers
import TestSupport
import Testing

@Suite struct LinearScheduleTests {
    @Test(arguments: ReferenceCase.optimizers("linear_schedule"))
    func linearScheduleAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = LinearSchedule(
            0.1, from: reference.number("start"), to: reference.number("end"),
            stepCount: reference.integer("totalSteps"))
        #expect(problem(reference, schedule, base: 0.1) == nil)
    }

    @Test(arguments: ReferenceCase.optimizers("warm_up"))
    func warmUpAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = WarmUpSchedule(
            before: CosineSchedule(0.1, stepCount: reference.integer("totalSteps")),
            stepCount: reference.integer("warmUp"), from: reference.number("start"))
        #expect(problem(reference, schedule, base: 0.1) == nil)
    }

    @Test func noStepsTrap() async {
        await #expect(processExitsWith: .failure) { _ = LinearSchedule(1, from: 0, stepCount: 0) }
    }
}
