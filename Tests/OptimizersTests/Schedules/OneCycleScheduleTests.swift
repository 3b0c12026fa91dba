import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct OneCycleScheduleTests {
    @Test func oneCycleScheduleAgreesWithPyTorch() {
        for reference in ReferenceCase.all("one_cycle") {
            let schedule: OneCycleSchedule = oneCycle(reference)
            #expect(problem(reference, schedule, base: reference.number("maximum")) == nil)
            guard reference.has("momenta") else { continue }
            let expected: Tensor<Double> = reference.tensor("momenta")
            let momenta = Tensor<Double>((0 ..< expected.count).map { schedule.momentum(at: $0) ?? .nan })
            #expect(difference(momenta, expected, tolerance: 1e-14) == nil)
        }
    }

    private func oneCycle(_ reference: ReferenceCase) -> OneCycleSchedule {
        OneCycleSchedule(
            peak: reference.number("maximum"), stepCount: reference.integer("totalSteps"),
            risingFraction: reference.number("warmupFraction"), divisor: reference.number("divisor"),
            finalDivisor: reference.number("finalDivisor"),
            momentum: reference.has("momenta") ? 0.85 ... 0.95 : nil)
    }

    @Test func oneCycleIsFiniteForEveryLengthAndFraction() {
        for stepCount in 1 ... 20 {
            for fraction in [0, 0.05, 0.1, 0.2, 0.25, 0.5, 1] {
                let schedule = OneCycleSchedule(peak: 1, stepCount: stepCount, risingFraction: fraction)
                let rates: [Double] = (0 ... stepCount).map { schedule.learningRate(at: $0) }
                let areSound: Bool = rates.allSatisfy { $0 >= 0 && $0 <= 1 }
                #expect(areSound, "\(stepCount) steps, \(fraction): \(rates)")
            }
        }
    }

    @Test func oneCycleStaysAtItsEnd() {
        let schedule = OneCycleSchedule(peak: 1, stepCount: 10)
        #expect(schedule.learningRate(at: 9) == schedule.learningRate(at: 100))
        #expect(abs(schedule.learningRate(at: 9) - 1 / 25e4) < 1e-15)
        #expect(schedule.momentum(at: 9) == nil)
        #expect(OneCycleSchedule(peak: 1, stepCount: 10, momentum: 0.85 ... 0.95).momentum(at: 9) == 0.95)
    }

    @Test func divisorThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = OneCycleSchedule(peak: 1, stepCount: 10, divisor: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("OneCycleSchedule: the divisors 0.0 and 10000.0 are not positive"))
    }
}
