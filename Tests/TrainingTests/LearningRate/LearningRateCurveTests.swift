import Datasets
import Foundation
import NeuralNetworks
import Optimizers
import Tensors
import Testing
import Training

@Suite struct LearningRateCurveTests {
    private let data: ArrayData<Double, Double>
    private let model: Linear<Double>

    init() {
        var generator = PhiloxGenerator(seed: 3)
        let x = Tensor<Double>(randomNormal: [64, 4], using: &generator)
        data = ArrayData(x, x.sum(axis: 1, keepDims: true) * 3)
        model = Linear(4, 1, using: &generator)
    }

    private func curve(_ range: ClosedRange<Double>, steps: Int) throws -> LearningRateCurve {
        try learningRateCurve(
            model, optimizer: SGD(learningRate: 7), objective: .regression(), on: data,
            options: TrainerOptions(batchSize: 16), in: range, steps: steps)
    }

    @Test func ratesRiseByOneFactorFromTheFirstToTheLast() throws {
        let rates: [Double] = try curve(1e-6 ... 1e-2, steps: 9).points.map(\.learningRate)
        #expect(rates.count == 9)
        for (index, rate) in rates.enumerated() {
            #expect(abs(rate / (1e-6 * pow(10, Double(index) / 2)) - 1) < 1e-12)
        }
    }

    /// The loss is a quadratic form whose Hessian has eigenvalues near 2. Gradient descent diverges if the rate is
    /// greater than 2 divided by the largest eigenvalue, so the limit is near 1.
    @Test func theSuggestionIsARateAtWhichTheLossFalls() throws {
        let curve: LearningRateCurve = try curve(1e-5 ... 100, steps: 120)
        let rate: Double = try #require(curve.suggestion)
        #expect((0.005 ... 0.6).contains(rate), "\(rate)")
        // The training diverged before the last rate, so the curve has fewer than 120 points.
        #expect(curve.points.count < 120)
        #expect(curve.points.allSatisfy { $0.loss.isFinite && $0.smoothedLoss.isFinite })
    }

    @Test func theModelGivenIsNotTrainedAndTheCurveIsDetermined() throws {
        let before: Tensor<Double> = model.weight
        let (one, other) = (try curve(1e-4 ... 1, steps: 20), try curve(1e-4 ... 1, steps: 20))
        #expect(model.weight == before && one == other)
    }

    /// The loss is 1 for every model, so the smoothed loss is constant and no rate is suggested.
    @Test func aLossThatNeverFallsSuggestsNothing() throws {
        let curve: LearningRateCurve = try learningRateCurve(
            model, optimizer: SGD(learningRate: 1),
            objective: Objective { (model: Linear<Double>, _: LabeledBatch<Tensor<Double>, Tensor<Double>>) in
                (model.weight.asConstant() * 0).sum() + 1
            },
            on: data, options: TrainerOptions(batchSize: 64), in: 1e-6 ... 1e-4, steps: 12)
        #expect(curve.points.count == 12)
        #expect(curve.suggestion == nil)
    }

    @Test func emptyDataAreAnError() {
        let none = ArrayData(Tensor<Double>(zeros: [0, 4]), Tensor<Double>(zeros: [0, 1]))
        #expect(throws: TrainingSetupError.noSamples) {
            try learningRateCurve(model, optimizer: SGD(learningRate: 1), objective: .regression(), on: none)
        }
    }
}
