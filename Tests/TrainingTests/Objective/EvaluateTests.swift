import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing
import Training

@Suite struct EvaluateTests {
    @Test(arguments: [1, 7, 40, 500])
    func agreesWithAPlainComputation(batchSize: Int) {
        let (data, model): (CornerPoints<Double>, Perceptron<Double>) = (.init(count: 40), .init())
        let result = evaluate(model, on: data, batchSize: batchSize)
        var (loss, correct): (Double, Int) = (0, 0)
        for index in 0 ..< 40 {
            let (point, label): (Tensor<Double>, Tensor<Int>) = data.batch([index])
            let scores: [Double] = model(point).scalars
            let total: Double = scores.reduce(0) { $0 + exp($1) }
            loss += log(total) - scores[label.scalars[0]]
            correct += scores.max() == scores[label.scalars[0]] ? 1 : 0
        }
        #expect(abs(result.loss - loss / 40) < 1e-12)
        #expect(result.accuracy == Double(correct) / 40)
    }

    @Test func runsInInferenceInEveryMode() {
        let data = CornerPoints<Double>(count: 40)
        let model = Perceptron<Double>(isNormalized: true, dropout: 0.5)
        let expected = evaluate(model, on: data)
        var generator = PhiloxGenerator(seed: 1)
        let inside = withMode(.training, using: &generator) { evaluate(model, on: data) }
        #expect(inside == expected)
    }

    @Test func modelThatHasDivergedIsNeverRight() {
        var model = Perceptron<Double>()
        model.hidden.weight *= .nan
        let result = evaluate(model, on: CornerPoints<Double>(count: 40))
        #expect(result.loss.isNaN && result.accuracy == 0)
    }

    @Test func batchSizeThatIsNotPositiveTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = evaluate(Perceptron<Double>(), on: CornerPoints<Double>(count: 4), batchSize: 0)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("evaluate: the batch size 0 is not positive"))
    }
}
