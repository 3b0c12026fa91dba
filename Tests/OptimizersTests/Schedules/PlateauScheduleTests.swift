import Foundation
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct PlateauScheduleTests {
    private func schedule(_ reference: ReferenceCase) -> PlateauSchedule {
        var schedule = PlateauSchedule(
            reference.number("initial"), goal: reference.text("mode") == "min" ? .lower : .higher,
            factor: reference.number("factor"), patience: reference.integer("patience"),
            minimum: reference.number("min_lr"))
        let threshold: Double = reference.number("threshold")
        schedule.threshold = reference.text("threshold_mode") == "rel" ? .relative(threshold) : .absolute(threshold)
        schedule.cooldown = reference.integer("cooldown")
        return schedule
    }

    @Test(arguments: ReferenceCase.optimizers("plateau"))
    func agreesWithPyTorch(reference: ReferenceCase) {
        let metrics: [Double] = reference.tensor("metrics").scalars
        let expected: [Double] = reference.tensor("learningRates").scalars
        var schedule: PlateauSchedule = schedule(reference)
        #expect(Set(expected).count > 2, "the learning rate never falls")
        for (epoch, metric) in metrics.enumerated() {
            schedule.observe(metric)
            let rate: Double = schedule.learningRate(at: epoch)
            #expect(abs(rate / expected[epoch] - 1) < 1e-13, "\(reference), epoch \(epoch): \(rate)")
        }
        #expect(schedule.baseLearningRate == 0.1)
    }

    /// A schedule that is restored from its observations, encoded as JSON, continues with the rates of PyTorch's
    /// schedule. The schedule follows a warm-up.
    @Test(arguments: ReferenceCase.optimizers("plateau"))
    func resumesFromItsObservations(reference: ReferenceCase) throws {
        let metrics: [Double] = reference.tensor("metrics").scalars
        let expected: [Double] = reference.tensor("learningRates").scalars
        for cut in [0, 3, 9, 20] {
            var first: any ObservingSchedule = WarmUpSchedule(before: schedule(reference), stepCount: 5)
            for metric in metrics[..<cut] { first.observe(metric) }
            let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
            encoder.nonConformingFloatEncodingStrategy = .convertToString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            decoder.nonConformingFloatDecodingStrategy = .convertFromString(
                positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
            var second: any ObservingSchedule = WarmUpSchedule(before: schedule(reference), stepCount: 5)
            second.observations = try decoder.decode(
                [String: Double].self, from: encoder.encode(first.observations))
            for (epoch, metric) in metrics.enumerated().dropFirst(cut) {
                second.observe(metric)
                #expect(abs(second.learningRate(at: 10 + epoch) / expected[epoch] - 1) < 1e-13)
            }
        }
    }

    @Test func notANumberIsNoImprovement() {
        var schedule = PlateauSchedule(1, factor: 0.5, patience: 1)
        for _ in 0 ..< 4 { schedule.observe(.nan) }
        #expect(schedule.learningRate(at: 0) == 0.25)
    }

    @Test func invalidArgumentsTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = PlateauSchedule(0.1, factor: 1)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("PlateauSchedule: the factor 1.0 is not at least 0 and less than 1"))
        await #expect(processExitsWith: .failure) { _ = PlateauSchedule(0.1, patience: -1) }
    }
}
