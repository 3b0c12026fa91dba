import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct StepScheduleTests {
    @Test func stepScheduleAgreesWithPyTorch() {
        for reference in ReferenceCase.all("step_schedule") {
            let schedule = StepSchedule(
                reference.number("initial"), period: reference.integer("stepSize"), factor: reference.number("factor"))
            #expect(problem(reference, schedule, base: reference.number("initial")) == nil)
        }
    }

    @Test func multiStepScheduleAgreesWithPyTorch() {
        for reference in ReferenceCase.all("multi_step_schedule") {
            let schedule = MultiStepSchedule(
                reference.number("initial"), milestones: reference.integers(parameter: "milestones"),
                factor: reference.number("factor"))
            #expect(problem(reference, schedule, base: reference.number("initial")) == nil)
        }
    }

    @Test func exponentialScheduleAgreesWithPyTorch() {
        for reference in ReferenceCase.all("exponential_schedule") {
            let schedule = ExponentialSchedule(reference.number("initial"), factor: reference.number("factor"))
            #expect(problem(reference, schedule, base: reference.number("initial")) == nil)
        }
    }

    @Test func periodThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = StepSchedule(0.1, period: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("StepSchedule: the period 0 is not positive"))
    }
}
