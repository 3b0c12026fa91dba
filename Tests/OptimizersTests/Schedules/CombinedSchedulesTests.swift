import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct CombinedSchedulesTests {
    @Test(arguments: ReferenceCase.optimizers("sequential"))
    func sequentialScheduleAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = SequentialSchedule(
            [
                LinearSchedule(0.1, from: 0.5, stepCount: 3), ExponentialSchedule(0.1, factor: 0.8),
                StepSchedule(0.1, period: 2),
            ], milestones: reference.integers(parameter: "milestones"))
        #expect(problem(reference, schedule, base: 0.1) == nil)
    }

    @Test(arguments: ReferenceCase.optimizers("chained"))
    func chainedScheduleAgreesWithPyTorch(reference: ReferenceCase) {
        let schedule = ChainedSchedule(
            LinearSchedule(0.1, from: 0.5, stepCount: 4), ExponentialSchedule(7, factor: 0.9))
        #expect(problem(reference, schedule, base: 0.1) == nil)
    }

    @Test func momentumIsThatOfTheScheduleInside() {
        let cycle = OneCycleSchedule(peak: 0.1, stepCount: 10, momentum: 0.85 ... 0.95)
        let warmed = WarmUpSchedule(before: cycle, stepCount: 3)
        #expect(warmed.momentum(at: 1) == 0.95 && warmed.momentum(at: 7) == cycle.momentum(at: 4))
        let sequence = SequentialSchedule([ConstantSchedule(0.1), cycle], milestones: [3])
        #expect(sequence.momentum(at: 1) == nil && sequence.momentum(at: 7) == cycle.momentum(at: 4))
        #expect(ChainedSchedule(ConstantSchedule(0.1), cycle).momentum(at: 4) == cycle.momentum(at: 4))
        #expect(warmed.baseLearningRate == 0.1)
    }

    @Test func invalidArgumentsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = SequentialSchedule([ConstantSchedule(1), ConstantSchedule(2)], milestones: [3, 4])
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("SequentialSchedule: 2 schedules need 1 milestones, not 2"))
        await #expect(processExitsWith: .failure) {
            _ = SequentialSchedule([ConstantSchedule(1), ConstantSchedule(2)], milestones: [0])
        }
        await #expect(processExitsWith: .failure) { _ = ChainedSchedule(ConstantSchedule(1), ConstantSchedule(0)) }
    }
}
