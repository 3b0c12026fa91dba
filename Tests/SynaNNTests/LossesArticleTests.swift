import Foundation
import SynaNN
import TestSupport
import Testing

/// The code in every row of the tables in docs/losses-and-metrics.md gives the same result as PyTorch or scikit-learn.
/// Every snippet of the article can be run.
@Suite struct LossesArticleTests {
    private let x: Tensor<Double> = waves([4, 3]) * 2
    private let y = Tensor<Int>([0, 2, 1, 2])
    private let w = Tensor<Double>([1, 2, 0.5])
    private let b = Tensor<Double>([[1, 0, 0], [0, 1, 1], [1, 0, 1], [0, 0, 1]])
    private let c: Tensor<Double> = Tensor(from: 0, to: 12).reshaped(to: [4, 3])
    private let z: Tensor<Double> = (waves([2, 6, 3]) * 2).logSoftmax()
    private let k = Tensor<Int>([[1, 2], [2, 2]])
    private let l = Tensor<Int>([0, 2, 1, 2])
    private let g = [0.1, 0.4, 0.35, 0.8, 0.4]
    private let h = [0, 0, 1, 1, 1]
    private let m = [2.5, 0, 2, 8]
    private let n = [3, -0.5, 2, 7]
    private var u: Tensor<Double> { (x + 1).cos() }
    private var r: Tensor<Double> { (3 * x).sin() }
    private var q: Tensor<Double> { u.softmax() }
    private var v: Tensor<Double> { x.squared() + 0.5 }
    private var p: Tensor<Double> { x.softmax() }
    private var a: [Int] { x.argmax(axis: 1).scalars }
    private var matrix: ConfusionMatrix { confusionMatrix(a, l.scalars, classCount: 3) }

    private var losses: [(code: String, run: () -> Answer)] {
        [
            ("crossEntropy(x, y)", { Answer(crossEntropy(x, y)) }),
            (
                "crossEntropy(x, y, classWeights: w, labelSmoothing: 0.1)",
                { Answer(crossEntropy(x, y, classWeights: w, labelSmoothing: 0.1)) }
            ),
            ("crossEntropy(x, y, ignoreIndex: 2)", { Answer(crossEntropy(x, y, ignoreIndex: 2)) }),
            ("crossEntropy(x, probabilities: q)", { Answer(crossEntropy(x, probabilities: q)) }),
            ("negativeLogLikelihood(x.logSoftmax(), y)", { Answer(negativeLogLikelihood(x.logSoftmax(), y)) }),
            ("binaryCrossEntropy(x.sigmoid(), b)", { Answer(binaryCrossEntropy(x.sigmoid(), b)) }),
            (
                "binaryCrossEntropy(logits: x, b, positiveWeights: w)",
                { Answer(binaryCrossEntropy(logits: x, b, positiveWeights: w)) }
            ),
            ("klDivergence(x.logSoftmax(), q)", { Answer(klDivergence(x.logSoftmax(), q)) }),
            ("poissonNegativeLogLikelihood(x, c)", { Answer(poissonNegativeLogLikelihood(x, c)) }),
            (
                "gaussianNegativeLogLikelihood(x, u, variance: v)",
                { Answer(gaussianNegativeLogLikelihood(x, u, variance: v)) }
            ),
            ("meanSquaredError(x, u)", { Answer(meanSquaredError(x, u)) }),
            ("meanAbsoluteError(x, u)", { Answer(meanAbsoluteError(x, u)) }),
            ("huberLoss(x, u, delta: 0.5)", { Answer(huberLoss(x, u, delta: 0.5)) }),
            ("smoothL1Loss(x, u, beta: 0.5)", { Answer(smoothL1Loss(x, u, beta: 0.5)) }),
            ("hingeLoss(x, 2 * b - 1)", { Answer(hingeLoss(x, 2 * b - 1)) }),
            ("squaredHingeLoss(x, 2 * b - 1)", { Answer(squaredHingeLoss(x, 2 * b - 1)) }),
            ("multiMarginLoss(x, y)", { Answer(multiMarginLoss(x, y)) }),
            (
                "cosineEmbeddingLoss(x, u, 2 * b[.all, 0] - 1)",
                { Answer(cosineEmbeddingLoss(x, u, 2 * b[.all, 0] - 1)) }
            ),
            (
                "tripletMarginLoss(anchor: x, positive: u, negative: r)",
                { Answer(tripletMarginLoss(anchor: x, positive: u, negative: r)) }
            ),
            (
                "ctcLoss(z, k, inputLengths: [6, 5], labelLengths: [2, 2])",
                { Answer(ctcLoss(z, k, inputLengths: [6, 5], labelLengths: [2, 2])) }
            ),
        ]
    }

    private var metrics: [(code: String, run: () -> Answer)] {
        [
            ("accuracy(p, l)", { Answer(accuracy(p, l)) }),
            ("topKAccuracy(p, l, k: 2)", { Answer(topKAccuracy(p, l, k: 2)) }),
            ("confusionMatrix(a, l.scalars, classCount: 3)", { Answer(confusionMatrix(a, l.scalars, classCount: 3)) }),
            ("matrix.precision()", { Answer(matrix.precision()) }),
            ("matrix.recall(average: .macro)", { Answer(matrix.recall(average: .macro)) }),
            ("matrix.f1(average: .weighted)", { Answer(matrix.f1(average: .weighted)) }),
            ("matrix.f1(average: .micro)", { Answer(matrix.f1(average: .micro)) }),
            ("matrix.balancedAccuracy", { Answer(matrix.balancedAccuracy) }),
            ("rocCurve(g, h).truePositiveRates", { Answer(rocCurve(g, h).truePositiveRates) }),
            ("areaUnderROC(g, h)", { Answer(areaUnderROC(g, h)) }),
            ("precisionRecallCurve(g, h).precisions", { Answer(precisionRecallCurve(g, h).precisions) }),
            ("averagePrecision(g, h)", { Answer(averagePrecision(g, h)) }),
            ("brierScore(g, h)", { Answer(brierScore(g, h)) }),
            ("logLoss(p, l)", { Answer(logLoss(p, l)) }),
            ("reliabilityCurve(g, h, bins: 2).frequencies", { Answer(reliabilityCurve(g, h, bins: 2).frequencies) }),
            ("regressionErrors(m, n).meanSquaredError", { Answer(regressionErrors(m, n).meanSquaredError) }),
            ("regressionErrors(m, n).rootMeanSquaredError", { Answer(regressionErrors(m, n).rootMeanSquaredError) }),
            ("regressionErrors(m, n).meanAbsoluteError", { Answer(regressionErrors(m, n).meanAbsoluteError) }),
            (
                "regressionErrors(m, n).meanAbsolutePercentageError",
                { Answer(regressionErrors(m, n).meanAbsolutePercentageError) }
            ),
            ("rSquared(m, n)", { Answer(rSquared(m, n)) }),
            ("regressionErrors(m, n).explainedVariance", { Answer(regressionErrors(m, n).explainedVariance) }),
        ]
    }

    @Test func everyRowGivesPythonsResult() throws {
        let references: [Reference] = referenceCases(in: "losses_article")
        let rows: [(code: String, run: () -> Answer)] = losses + metrics
        #expect(rows.map(\.code) == references.map(\.swift))
        for (row, reference) in zip(rows, references) {
            let expected = Tensor<Double>(reference.values, shape: Shape(reference.shape))
            #expect(difference(row.run().tensor, expected, tolerance: 1e-12) == nil, "\(row.code)")
        }
    }

    @Test func theArticleContainsExactlyTheseRows() throws {
        let cells: [[String]] = try article.split(separator: "\n").filter {
            $0.hasPrefix("| `") && $0.contains("` | `")
        }
        .filter { !$0.contains("`, `") }.map { line in line.split(separator: "`").map { String($0) } }
        let references: [Reference] = referenceCases(in: "losses_article")
        #expect(cells.map { $0[1] } == references.map(\.python))
        #expect(cells.map { $0[3] } == references.map(\.swift))
    }

    @Test func everyRowRunsItsCode() throws {
        let source: String = try String(contentsOfFile: #filePath, encoding: .utf8).filter { !$0.isWhitespace }
        for row in losses + metrics {
            let line: String = "(\"\(row.code)\", { Answer(\(row.code)) }),".filter { !$0.isWhitespace }
            #expect(source.contains(line), "\(row.code)")
        }
    }

    @Test func padding() {
        let padded = Tensor<Float>([[1, 2, 0], [3, 0, 0]])
        let isReal: Tensor<Bool> = Tensor([[true, true, false], [true, false, false]])
        let each: Tensor<Float> = meanSquaredError(padded, Tensor(ones: [2, 3]), reduction: .none)
        let loss: Tensor<Float> = maskedMean(each, isReal)
        #expect(abs(loss.scalar - 5.0 / 3) < 1e-6)
    }

    @Test func batches() {
        let scores = Tensor<Float>(x)
        let batches = [(scores[0 ..< 3], y[0 ..< 3]), (scores[3...], y[3...])]
        var metrics: [any Metric<Tensor<Float>, Tensor<Int>>] = [
            Accuracy<Float>(), TopKAccuracy<Float>(k: 2), ClassificationScore<Float>(.f1, classCount: 3),
        ]
        for (scores, labels) in batches {
            for index in metrics.indices { metrics[index].add(scores, labels) }
        }
        let report: [String] = metrics.flatMap { $0.values.map { "\($0.name) \($0.value)" } }
        #expect(report[0] == "accuracy \(accuracy(p, l))" && report[1] == "top_2_accuracy \(topKAccuracy(p, l, k: 2))")
        #expect(report[2] == "f1 \(matrix.f1(average: .macro))" && report.count == 6)
    }

    @Test func usersMetric() {
        struct MeanBias: Metric, Codable {
            private var sum = 0.0
            private var count = 0.0

            var name: String { "bias" }
            var value: Double { sum / count }
            var goal: MetricGoal { .minimum }

            mutating func add(_ predictions: Tensor<Float>, _ targets: Tensor<Float>) {
                sum += Double((predictions - targets).sum().scalar)
                count += Double(targets.count)
            }

            mutating func reset() { self = MeanBias() }
        }
        var bias = MeanBias()
        bias.add(Tensor([1, 3]), Tensor([1, 1]))
        #expect(bias.value == 1 && bias.values.map(\.name) == ["bias"] && bias.state.value == 1)
        bias.reset()
        #expect(bias.value.isNaN)
    }

    @Test func mapping() {
        var brier = BrierScore<Float>().mapped { (logits: Tensor<Float>, targets: Tensor<Float>) in
            (logits.sigmoid(), targets)
        }
        brier.add(Tensor([2, -1, 0.5]), Tensor([1, 0, 1]))
        #expect(abs(brier.value - 0.0764) < 1e-4)
    }

    @Test func everySnippetIsHere() throws {
        let source: Set<String> = try Set(lines(of: String(contentsOfFile: #filePath, encoding: .utf8)))
        let code: [String] = try Repository.codeLines(in: article)
        for line in code { #expect(source.contains(line), "losses-and-metrics.md: \(line)") }
        #expect(code.count > 20)
    }

    private func lines(of text: String) -> [String] {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private var article: String {
        get throws {
            let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent()
            return try String(contentsOf: root.appendingPathComponent("docs/losses-and-metrics.md"), encoding: .utf8)
        }
    }
}

private struct Reference: Decodable {
    let python, swift: String
    let shape: [Int]
    let values: [Double]
}

/// Returns a tensor with the elements sin 0, sin 1, … in row-major order.
private func waves(_ shape: Shape) -> Tensor<Double> {
    Tensor<Double>(from: 0, to: Double(shape.elementCount)).sin().reshaped(to: shape)
}

/// The result of the code in a row.
private struct Answer {
    let tensor: Tensor<Double>

    init(_ tensor: Tensor<Double>) { self.tensor = tensor }
    init(_ number: Double) { tensor = Tensor(number) }
    init(_ numbers: [Double]) { tensor = Tensor(numbers) }
    init(_ matrix: ConfusionMatrix) { tensor = Tensor(matrix.counts) }
}
