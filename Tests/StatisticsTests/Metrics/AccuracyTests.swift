import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

@Suite struct AccuracyTests {
    @Test func countsSamplesWhoseGreatestScoreIsTheLabels() {
        let scores = Tensor<Float>([[1, 3, 2], [5, 1, 1], [0, 0, 1], [2, 2, 1]])
        #expect(correctCount(scores, Tensor([1, 0, 0, 0])) == 3)
        #expect(accuracy(scores, Tensor([1, 0, 2, 1])) == 0.75)
        #expect(correctCount(scores.transposed(), Tensor([1, 0, 2])) == 2, "a matrix that is not contiguous")
    }

    @Test func rowOfNotANumberIsNeverRight() {
        let scores = Tensor<Float>([[.nan, .nan], [.nan, 1], [1, 2]])
        #expect(correctCount(scores, Tensor([0, 0, 1])) == 1)
    }

    @Test func nothingHasNoAccuracy() {
        let labels = Tensor<Int>([Int]())
        #expect(accuracy(Tensor<Float>(zeros: [0, 3]), labels).isNaN && Accuracy<Float>().value.isNaN)
        #expect(correctCount(Tensor<Float>(zeros: [0, 3]), labels) == 0)
        #expect(accuracy(Tensor<Float>([[1, 2]]), Tensor([-100]), ignoreIndex: -100).isNaN)
    }

    @Test func sequencesLeaveOutTheirPadding() {
        let scores = Tensor<Float>([[[2, 1], [1, 2], [2, 1]], [[1, 2], [3, 4], [9, 0]]])
        #expect(accuracy(scores, Tensor([[0, 0, 0], [1, 1, 0]])) == 5.0 / 6)
        #expect(accuracy(scores, Tensor([[0, 0, -100], [1, -100, -100]]), ignoreIndex: -100) == 2.0 / 3)
        #expect(accuracy(scores, Tensor([[0, 0, 0], [1, 1, 0]]), ignoreIndex: 0) == 1, "a class as padding")
        #expect(accuracy(scores, Tensor([[0, 0, 1], [1, 0, 0]]), ignoreIndex: 1) == 0.5, "a class as padding")
    }

    @Test func batchesAddUp() {
        let scores: Tensor<Double> = sample([20, 3])
        let labels = Tensor<Int>((0 ..< 20).map { $0 % 3 })
        var metric = Accuracy<Double>()
        for range in [0 ..< 7, 7 ..< 7, 7 ..< 20] { metric.add(scores[range], labels[range]) }
        #expect(metric.value == accuracy(scores, labels) && metric.count == 20)
        metric.reset()
        #expect(metric == Accuracy())
    }

    /// A metric of any type can be stored, and the state of the metric can be saved and restored, as a trainer does.
    @Test func metricOfAnyTypeIsSavedAndContinued() throws {
        func saved(_ metric: some Metric) throws -> Data { try JSONEncoder().encode(metric.state) }
        func restored<Some: Metric>(_ metric: Some, _ data: Data) throws -> Some {
            var metric: Some = metric
            metric.state = try JSONDecoder().decode(Some.State.self, from: data)
            return metric
        }
        var first: any Metric<Tensor<Float>, Tensor<Int>> = Accuracy<Float>(ignoreIndex: 7)
        first.add(Tensor([[1, 2], [1, 2]]), Tensor([1, 0]))
        let second: any Metric = try restored(Accuracy<Float>(), saved(first))
        #expect(second as? Accuracy<Float> == first as? Accuracy<Float> && second.value == 0.5)
        #expect(second.values.map(\.name) == ["accuracy"] && second.goal == .maximum)
    }

    @Test func goalsKnowWhatIsBetter() {
        #expect(MetricGoal.maximum.isBetter(2, than: 1) && !MetricGoal.maximum.isBetter(1, than: 1))
        #expect(
            MetricGoal.minimum.isBetter(1, than: 2) && !MetricGoal.minimum.isBetter(1.9, than: 2, minimumDelta: 0.1))
        for goal in [MetricGoal.maximum, .minimum] {
            #expect(goal.isBetter(0, than: .nan) && !goal.isBetter(.nan, than: 0) && !goal.isBetter(.nan, than: .nan))
        }
    }

    @Test func shapesThatDoNotFitTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = accuracy(Tensor<Float>(zeros: [2, 3]), Tensor([1]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("accuracy: scores [2, 3] and labels [1] must be [..., classes] and [...]"))
    }
}
