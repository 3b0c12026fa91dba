import Statistics
import Tensors
import TestSupport
import Testing

/// The values of every metric agree with scikit-learn's in metrics.json.
@Suite struct MetricReferenceTests {
    private func expectClose(_ actual: [Double], _ reference: ReferenceCase, _ name: String, tolerance: Double = 1e-13)
    {
        let expected: Tensor<Double> = reference.tensor(name)
        let flat: Tensor<Double> = expected.reshaped(to: [expected.count])
        if let problem = difference(Tensor(actual), flat, tolerance: tolerance) {
            Issue.record("\(reference), \(name): \(problem)")
        }
    }

    private func weights(_ reference: ReferenceCase) -> [Double]? { reference.optional("weights")?.scalars }

    @Test(arguments: ReferenceCase.metrics("confusion"))
    func confusionMatrices(reference: ReferenceCase) {
        let matrix: ConfusionMatrix = confusionMatrix(
            reference.integers("predictions").scalars, reference.integers("labels").scalars, classCount: 5,
            weights: weights(reference))
        expectClose(matrix.counts.flatMap { $0 }, reference, "matrix")
        expectClose([matrix.accuracy], reference, "accuracy")
        expectClose([matrix.balancedAccuracy], reference, "balancedAccuracy")
        let plain: Double = accuracy(
            reference.integers("predictions").scalars, reference.integers("labels").scalars, weights: weights(reference)
        )
        expectClose([plain], reference, "accuracy")
        expectClose(matrix.precision(), reference, "precision")
        expectClose(matrix.recall(), reference, "recall")
        expectClose(matrix.f1(), reference, "f1")
        for average in [ClassAverage.macro, .micro, .weighted] {
            for (suffix, undefined) in [("", Double.nan), ("_zero", 0)] {
                let name: String = average.rawValue + suffix
                expectClose([matrix.precision(average: average, undefined: undefined)], reference, "precision_" + name)
                expectClose([matrix.recall(average: average, undefined: undefined)], reference, "recall_" + name)
                expectClose([matrix.f1(average: average, undefined: undefined)], reference, "f1_" + name)
            }
        }
    }

    @Test(arguments: ReferenceCase.metrics("labels"))
    func severalLabelsASample(reference: ReferenceCase) {
        let (scores, targets): (Tensor<Double>, Tensor<Int>) = (
            reference.tensor("scores"), reference.integers("targets")
        )
        let weights: [Double]? = weights(reference)
        var accuracy = BinaryAccuracy<Double>(threshold: 0.4)
        accuracy.add(scores, targets, weights: weights.map { $0.flatMap { [Double](repeating: $0, count: 4) } })
        expectClose([accuracy.value], reference, "accuracy")
        for score in ClassScore.allCases {
            for average in [ClassAverage.macro, .micro, .weighted] {
                var metric = BinaryScore<Double>(score, threshold: 0.4, average: average)
                metric.add(scores, targets, weights: weights)
                expectClose([metric.value], reference, "\(score.rawValue)_\(average.rawValue)")
                expectClose(metric.values.dropFirst().map(\.value), reference, score.rawValue)
            }
        }
    }

    @Test(arguments: ReferenceCase.metrics("top_k"))
    func topKAccuracies(reference: ReferenceCase) {
        let (scores, labels): (Tensor<Double>, Tensor<Int>) = (reference.tensor("scores"), reference.integers("labels"))
        let value: Double = topKAccuracy(scores, labels, k: reference.integer("k"), weights: weights(reference))
        expectClose([value], reference, "output")
    }

    @Test(arguments: ReferenceCase.metrics("ranking"))
    func curvesAndTheirAreas(reference: ReferenceCase) {
        let (scores, targets): (Tensor<Double>, Tensor<Int>) = (
            reference.tensor("scores"), reference.integers("targets")
        )
        let weights: [Double]? = weights(reference)
        let roc: ROCCurve = rocCurve(scores, targets, weights: weights)
        expectClose(roc.falsePositiveRates, reference, "falsePositiveRates")
        expectClose(roc.truePositiveRates, reference, "truePositiveRates")
        expectClose(roc.thresholds, reference, "thresholds")
        expectClose([areaUnderROC(scores, targets, weights: weights)], reference, "auc")
        let curve: PrecisionRecallCurve = precisionRecallCurve(scores, targets, weights: weights)
        expectClose(curve.precisions, reference, "precisions")
        expectClose(curve.recalls, reference, "recalls")
        expectClose(curve.thresholds, reference, "cuts")
        expectClose([averagePrecision(scores, targets, weights: weights)], reference, "averagePrecision")
        expectClose([brierScore(scores, targets, weights: weights)], reference, "brier")
    }

    @Test(arguments: ReferenceCase.metrics("log_loss"))
    func logLosses(reference: ReferenceCase) {
        let value: Double = logLoss(
            reference.tensor("scores"), reference.integers("labels"), weights: weights(reference))
        expectClose([value], reference, "output")
    }

    @Test(arguments: ReferenceCase.metrics("reliability"))
    func reliabilityCurves(reference: ReferenceCase) {
        let curve: ReliabilityCurve = reliabilityCurve(
            reference.tensor("scores"), reference.integers("targets"), bins: reference.integer("bins"),
            strategy: reference.text("strategy") == "uniform" ? .uniform : .quantile)
        expectClose(curve.meanProbabilities, reference, "means")
        expectClose(curve.frequencies, reference, "frequencies")
        #expect(curve.counts.reduce(0, +) == 50)
    }

    /// R² has at least nine correct digits if the targets are near 10⁶, where their variance is 10⁻¹² of their mean
    /// square.
    @Test(arguments: ReferenceCase.metrics("regression"))
    func regression(reference: ReferenceCase) {
        let errors: RegressionErrors = regressionErrors(
            reference.tensor("predictions"), reference.tensor("targets"), weights: weights(reference))
        let isFar: Bool = reference.name.contains("1e+06")
        expectClose([errors.meanSquaredError], reference, "mse")
        expectClose([errors.rootMeanSquaredError], reference, "rmse")
        expectClose([errors.meanAbsoluteError], reference, "mae")
        expectClose([errors.meanAbsolutePercentageError], reference, "mape")
        expectClose([errors.rSquared], reference, "r2", tolerance: isFar ? 1e-9 : 1e-13)
        expectClose([errors.explainedVariance], reference, "explained_variance", tolerance: isFar ? 1e-9 : 1e-13)
    }
}
