import Optimizers
import TestSupport
import Testing

@Suite struct PolynomialScheduleTests {
    @Test(arguments: ReferenceCase.optimizers("polynomial"))
    func polynomialScheduleAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = PolynomialSchedule(
            0.1, stepCount: reference.integer("totalSteps"), power: reference.number("power"))
        #expect(problem(reference, schedule, base: 0.1) == nil)
    }

    @Test func noStepsTrap() async {
        await #expect(processExitsWith: .failure) { _ = PolynomialSchedule(1, stepCount: 0) }
    }
}
