import Foundation
import Statistics
import Tensors
import TestSupport
import Testing

/// For every metric, batches accumulate to the value of all samples, `reset` removes all samples, a saved state can be
/// continued, merged metrics have the value of all samples, and no samples give NaN.
@Suite struct MetricAccumulationTests {
    private let scores: Tensor<Double> = sample([30, 4], in: -2 ... 2)
    private let labels = Tensor<Int>((0 ..< 30).map { ($0 * 7 + $0 / 5) % 4 })

    private var classification: [any Metric<Tensor<Double>, Tensor<Int>>] {
        let scores: [any Metric<Tensor<Double>, Tensor<Int>>] = ClassScore.allCases.map {
            ClassificationScore<Double>($0, classCount: 4)
        }
        return [
            Accuracy<Double>(), TopKAccuracy<Double>(k: 2), CalibrationError<Double>(), LogLoss<Double>(),
        ] + scores
    }

    private var regression: [any Metric<Tensor<Double>, Tensor<Double>>] {
        RegressionScoreKind.allCases.map { RegressionScore<Double>($0) }
    }

    private var binary: [any Metric<Tensor<Double>, Tensor<Double>>] {
        [
            AreaUnderROC<Double>(), AveragePrecision<Double>(), BrierScore<Double>(), BinaryAccuracy<Double>(),
            BinaryScore<Double>(.f1),
        ]
    }

    private func check<Some: Metric>(
        _ metric: Some, _ outputs: Tensor<Double>, _ targets: Some.Targets,
        part: (Some.Targets, Range<Int>) -> Some.Targets
    ) throws where Some.Outputs == Tensor<Double> {
        var (whole, parts): (Some, Some) = (metric, metric)
        #expect(metric.value.isNaN, "\(metric.name) of nothing")
        whole.add(outputs, targets)
        parts.add(outputs[0 ..< 11], part(targets, 0 ..< 11))
        let coder = (JSONEncoder(), JSONDecoder())
        coder.0.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        coder.1.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        var resumed: Some = metric
        resumed.state = try coder.1.decode(Some.State.self, from: coder.0.encode(parts.state))
        for range in [11 ..< 11, 11 ..< 30] {
            parts.add(outputs[range], part(targets, range))
            resumed.add(outputs[range], part(targets, range))
        }
        #expect(whole.value.isFinite && abs(parts.value - whole.value) < 1e-14, "\(metric.name)")
        #expect(resumed.value == parts.value, "\(metric.name) does not go on with the same bits")
        guard let mergeable = metric as? any MergeableMetric<Tensor<Double>, Some.Targets> else {
            Issue.record("\(metric.name) is no MergeableMetric")
            return
        }
        checkMerging(mergeable, outputs, targets, whole.values.map(\.value), part: part)
        #expect(whole.values.first?.name == whole.name && whole.values.first?.value == whole.value)
        whole.reset()
        #expect(whole.value.isNaN, "\(metric.name) after a reset")
    }

    /// The metrics of four parts, of which two are empty, are merged in order.
    private func checkMerging<Some: MergeableMetric>(
        _ metric: Some, _ outputs: Tensor<Double>, _ targets: Some.Targets, _ expected: [Double],
        part: (Some.Targets, Range<Int>) -> Some.Targets
    ) where Some.Outputs == Tensor<Double> {
        var merged: Some = metric
        for range in [0 ..< 0, 0 ..< 11, 11 ..< 11, 11 ..< 17, 17 ..< 30] {
            var own: Some = metric
            if !range.isEmpty { own.add(outputs[range], part(targets, range)) }
            merged.merge(own)
        }
        let values: [Double] = merged.values.map(\.value)
        #expect(values.count == expected.count)
        for (value, expected) in zip(values, expected) {
            #expect(abs(value - expected) < 1e-13 || (value.isNaN && expected.isNaN), "\(metric.name) after merging")
        }
    }

    @Test func classifiers() throws {
        for metric in classification {
            func open<Some: Metric<Tensor<Double>, Tensor<Int>>>(_ metric: Some) throws {
                try check(metric, metric is LogLoss<Double> ? scores.softmax() : scores, labels) { $0[$1] }
            }
            try open(metric)
        }
    }

    @Test func regressionsAndProbabilities() throws {
        let targets = Tensor<Double>(Tensor<Int>((0 ..< 30).map { $0 % 3 == 0 ? 1 : 0 }))
        func open<Some: Metric<Tensor<Double>, Tensor<Double>>>(_ metric: Some, _ targets: Tensor<Double>) throws {
            try check(metric, scores[.all, 0].sigmoid(), targets) { $0[$1] }
        }
        for metric in binary { try open(metric, targets) }
        for metric in regression { try open(metric, targets + 1) }
    }

    @Test func namesAndGoals() {
        #expect(
            classification.map(\.name) == [
                "accuracy", "top_2_accuracy", "calibration_error", "log_loss", "precision", "recall", "f1",
            ])
        #expect(binary.map(\.name) == ["auc", "average_precision", "brier_score", "accuracy", "f1"])
        #expect(regression.map(\.name) == ["mse", "rmse", "mae", "mape", "r2", "explained_variance"])
        #expect(regression.map(\.goal) == [.minimum, .minimum, .minimum, .minimum, .maximum, .maximum])
        #expect(classification.map(\.goal) == [.maximum, .maximum, .minimum, .minimum, .maximum, .maximum, .maximum])
    }

    @Test func everyClassHasAValueOfItsOwn() {
        var recall = ClassificationScore<Double>(.recall, classCount: 4, ignoreIndex: 3)
        recall.add(scores, labels)
        #expect(recall.values.map(\.name) == ["recall", "recall_0", "recall_1", "recall_2", "recall_3"])
        #expect(recall.values[4].value.isNaN, "no sample of an ignored label")
        #expect(recall.values[1].value == recall.matrix.recall()[0])
    }

    @Test func metricsWithOtherSettingsAreNotMerged() async {
        await #expect(processExitsWith: .failure) {
            var metric = TopKAccuracy<Double>(k: 2)
            metric.merge(TopKAccuracy(k: 3))
        }
        await #expect(processExitsWith: .failure) {
            var metric = CalibrationError<Double>(bins: 5)
            metric.merge(CalibrationError(bins: 6))
        }
        await #expect(processExitsWith: .failure) {
            var errors: RegressionErrors = regressionErrors(Tensor<Double>([1, 2]), Tensor([1, 3]))
            errors.merge(regressionErrors(Tensor<Double>([[1, 2]]), Tensor([[1, 3]])))
        }
    }

    /// A mapped metric reads a part of a batch, and has a name of its own. The state of the mapped metric is the state
    /// of the original metric.
    @Test func mappedMetricReadsSomethingElse() throws {
        struct Pair { let first, second: Tensor<Double> }
        let targets = Tensor<Double>(Tensor<Int>((0 ..< 30).map { $0 % 2 }))
        var metric = BrierScore<Double>().mapped(named: "second_brier") { (pair: Pair, targets: Tensor<Double>) in
            (pair.second.sigmoid(), targets)
        }
        metric.add(Pair(first: scores[.all, 0], second: scores[.all, 1]), targets)
        #expect(metric.name == "second_brier" && metric.values.map(\.name) == ["second_brier"])
        #expect(metric.value == brierScore(scores[.all, 1].sigmoid(), targets) && metric.goal == .minimum)
        var again: BrierScore<Double> = BrierScore()
        again.state = metric.state
        #expect(again.value == metric.value)
        var twice = metric
        twice.merge(metric)
        #expect(abs(twice.value - metric.value) < 1e-15 && twice.name == "second_brier")
        metric.reset()
        #expect(metric.value.isNaN)
        let recall = ClassificationScore<Double>(.recall, classCount: 2).mapped(named: "r") { ($0, $1) }
        #expect(recall.values.map(\.name) == ["r", "r_0", "r_1"])
    }
}
