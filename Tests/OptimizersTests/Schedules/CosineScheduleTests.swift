import Optimizers
import TestSupport
import Testing

@Suite struct CosineScheduleTests {
    @Test func cosineScheduleAgreesWithPyTorch() {
        for reference in ReferenceCase.all("cosine_annealing") {
            let schedule = CosineSchedule(
                reference.number("initial"), stepCount: reference.integer("totalSteps"),
                minimum: reference.number("minimum"))
            #expect(problem(reference, schedule, base: reference.number("initial")) == nil)
        }
    }

    @Test(arguments: ReferenceCase.optimizers("cosine_restarts"))
    func cosineWithRestartsAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = CosineRestartSchedule(
            0.1, period: reference.integer("period"), growth: reference.integer("growth"),
            minimum: reference.number("minimum"))
        #expect(problem(reference, schedule, base: 0.1) == nil)
        #expect((0 ... 0.1).contains(schedule.learningRate(at: .max)))
    }

    @Test func periodThatIsNotPositiveTraps() async {
        await #expect(processExitsWith: .failure) { _ = CosineRestartSchedule(1, period: 0) }
    }
}
