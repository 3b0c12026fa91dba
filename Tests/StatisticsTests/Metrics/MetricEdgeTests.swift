import Statistics
import Tensors
import TestSupport
import Testing

/// Metrics have the right value for a single class, no samples, ties and NaN.
@Suite struct MetricEdgeTests {
    @Test func oneClassHasNoCurve() {
        for targets in [[1, 1, 1], [0, 0, 0]] {
            #expect(areaUnderROC([0.1, 0.5, 0.9], targets).isNaN)
        }
        #expect(averagePrecision([0.1, 0.5, 0.9], [0, 0, 0]).isNaN)
        #expect(averagePrecision([0.1, 0.5, 0.9], [1, 1, 1]) == 1)
        #expect(precisionRecallCurve([0.1, 0.5], [0, 0]).recalls.allSatisfy { $0.isNaN })
    }

    @Test func nothingHasNoValue() {
        #expect(areaUnderROC([], []).isNaN && averagePrecision([], []).isNaN && brierScore([], []).isNaN)
        #expect(regressionErrors([], []).meanSquaredError.isNaN && rSquared([], []).isNaN)
        #expect(logLoss(Tensor<Double>(zeros: [0, 3]), Tensor([Int]())).isNaN && accuracy([Int](), []).isNaN)
        #expect(topKAccuracy(Tensor<Double>(zeros: [0, 3]), Tensor([Int]())).isNaN)
        let matrix = ConfusionMatrix(classCount: 2)
        #expect(matrix.accuracy.isNaN && matrix.f1(average: .macro, undefined: 0).isNaN)
        #expect(reliabilityCurve([Double](), []).counts == [])
    }

    /// The area under the ROC curve counts a tie as half. Of the 2 · 2 pairs of a positive and a negative sample, three
    /// are in the right order, and one is a tie: 3.5 / 4.
    @Test func tiesCountHalf() {
        #expect(areaUnderROC([0.5, 0.5, 0.9, 0.1], [1, 0, 1, 0]) == 0.875)
        #expect(areaUnderROC([0.5, 0.5, 0.5, 0.5], [1, 0, 1, 0]) == 0.5)
        #expect(areaUnderROC([3, 2, 1, 0], [1, 1, 0, 0]) == 1 && areaUnderROC([3, 2, 1, 0], [0, 0, 1, 1]) == 0)
    }

    /// A sample with an integer weight n counts as n equal samples.
    @Test func weightsRepeatSamples() {
        let (scores, targets): ([Double], [Int]) = ([0.2, 0.7, 0.7, 0.4], [0, 1, 0, 1])
        let weights: [Double] = [2, 1, 3, 0]
        let repeatedScores: [Double] = [0.2, 0.2, 0.7, 0.7, 0.7, 0.7]
        let repeatedTargets: [Int] = [0, 0, 1, 0, 0, 0]
        #expect(areaUnderROC(scores, targets, weights: weights) == areaUnderROC(repeatedScores, repeatedTargets))
        #expect(
            averagePrecision(scores, targets, weights: weights) == averagePrecision(repeatedScores, repeatedTargets))
        #expect(
            abs(brierScore(scores, targets, weights: weights) - brierScore(repeatedScores, repeatedTargets)) < 1e-15)
    }

    @Test func topKOfEqualScoresTakesTheFirst() {
        let scores = Tensor<Float>([[1, 1, 1, 0], [1, 1, 1, 0], [2, .nan, 3, 4]])
        #expect(topKAccuracy(scores, Tensor([1, 2, 3]), k: 2) == 1.0 / 3)
        #expect(topKAccuracy(scores[0 ..< 2], Tensor([0, 2]), k: 1) == accuracy(scores[0 ..< 2], Tensor([0, 2])))
        #expect(topKAccuracy(scores[0 ..< 2], Tensor([3, 3]), k: 9) == 1)
    }

    @Test func notANumberInIsNotANumberOut() {
        let (nan, targets): (Tensor<Double>, Tensor<Double>) = (Tensor([0.3, .nan, 0.9]), Tensor([0, 1, 1]))
        #expect(areaUnderROC(nan, targets).isNaN && averagePrecision(nan, targets).isNaN)
        #expect(brierScore(nan, targets).isNaN && brierScore(targets, nan.sign() * 0).isNaN)
        #expect(areaUnderROC(targets, Tensor<Double>([0, .nan, 1])).isNaN)
        #expect(rocCurve(nan, targets).truePositiveRates.allSatisfy { $0.isNaN })
        #expect(reliabilityCurve(nan, targets).counts.allSatisfy { $0.isNaN })
        #expect(logLoss(Tensor<Double>([[.nan, 0.5]]), Tensor([0])).isNaN)
        let errors: RegressionErrors = regressionErrors(nan, targets)
        #expect(errors.meanSquaredError.isNaN && errors.meanAbsoluteError.isNaN && errors.rootMeanSquaredError.isNaN)
        #expect(errors.rSquared.isNaN && errors.explainedVariance.isNaN && errors.meanAbsolutePercentageError.isNaN)
        var (binary, f1) = (BinaryAccuracy<Double>(), BinaryScore<Double>(.f1))
        binary.add(nan, targets)
        f1.add(nan, targets)
        #expect(binary.value.isNaN && f1.value.isNaN)
        var matrix = ConfusionMatrix(classCount: 3)
        matrix.add(Tensor<Double>([[1, 2, 3], [.nan, 1, 2], [1, 0, 0]]), Tensor([2, 1, 0]))
        #expect(matrix.accuracy.isNaN && matrix.recall()[1].isNaN && matrix.recall()[2] == 1)
        for average in [ClassAverage.macro, .micro, .weighted] {
            #expect(matrix.f1(average: average).isNaN && matrix.recall(average: average, undefined: 0).isNaN)
        }
    }

    @Test func targetsWithoutVarianceHaveNoRSquared() {
        #expect(rSquared([1, 2], [1, 1]) == -.infinity && rSquared([1, 1], [1, 1]).isNaN)
        #expect(rSquared([0.1, 0.1, 0.3], [0.1, 0.1, 0.1]) == -.infinity)
        #expect(rSquared([1], [2]).isNaN && regressionErrors([1], [2]).explainedVariance.isNaN)
        #expect(regressionErrors([1], [0]).meanAbsolutePercentageError == .infinity)
        #expect(regressionErrors([0], [0]).meanAbsolutePercentageError.isNaN)
    }

    @Test func impossibleTruthCostsInfinity() {
        #expect(logLoss(Tensor<Double>([[0, 1], [1, 0]]), Tensor([0, 0])) == .infinity)
        #expect(logLoss(Tensor<Double>([[0, 1]]), Tensor([1])) == 0)
    }

    @Test func reliabilityOfAClassifier() {
        var tally = CalibrationTally(bins: 2)
        tally.add(Tensor<Double>([[0.8, 0.2], [0.6, 0.4]]).log(), Tensor([0, 1]))
        let curve: ReliabilityCurve = tally.reliabilityCurve
        #expect(curve.counts == [2] && curve.frequencies == [0.5])
        #expect(abs(curve.meanProbabilities[0] - 0.7) < 1e-15)
    }

    @Test func tableOfAConfusionMatrix() {
        let matrix: ConfusionMatrix = confusionMatrix([0, 1, 1, 0], [0, 1, 0, 0], classCount: 2)
        #expect(matrix.description == "   0  1\n0  2  1\n1  0  1")
        #expect(matrix.support == [3, 1] && matrix.total == 4)
        #expect(confusionMatrix([0], [0], classCount: 1, weights: [.nan]).description == "     0\n0  nan")
    }
}
