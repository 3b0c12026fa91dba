import Differentiation
import NeuralNetworks
import Optimizers
import Tensors
import TestSupport
import Testing

@Suite struct MovingAverageTests {
    private func norm(_ value: Double) -> BatchNorm<Double> {
        var norm = BatchNorm<Double>(3)
        norm.weight = Tensor([value, 2 * value, -value])
        norm.runningMean = Buffer(Tensor([value, 0, 1]))
        return norm
    }

    /// Each parameter and each buffer is averaged element by element with the formula d · average + (1 − d) · latest,
    /// where d = min(decay, (1 + step) / (10 + step)).
    @Test func isTheFormula() {
        var average = MovingAverage(of: norm(1), decay: 0.5)
        var (weight, mean): ([Double], [Double]) = ([1, 2, -1], [1, 0, 1])
        for step in 1 ... 20 {
            let latest = norm(Double(step * step % 7))
            average.update(with: latest, step: step)
            let d: Double = min(0.5, Double(1 + step) / Double(10 + step))
            weight = zip(weight, latest.weight.scalars).map { d * $0 + (1 - d) * $1 }
            mean = zip(mean, latest.runningMean.value.scalars).map { d * $0 + (1 - d) * $1 }
        }
        #expect(difference(average.model.weight, Tensor(weight), tolerance: 1e-12) == nil)
        #expect(difference(average.model.runningMean.value, Tensor(mean), tolerance: 1e-12) == nil)
        #expect(average.model.bias == norm(0).bias)
    }

    @Test func decayZeroGivesTheLastModel() {
        var average = MovingAverage(of: norm(1), decay: 0)
        average.update(with: norm(5), step: 1)
        #expect(average.model.weight == norm(5).weight)
    }

    /// The formula also holds for `Float` and for 481 elements, which is not a multiple of a vector's length.
    @Test func manyNumbers() {
        var average = MovingAverage(of: Linear<Float>.of(sample([37, 13])), decay: 0.9)
        average.update(with: .of(sample([37, 13], seed: 4)), step: 1000)
        let expected: Tensor<Float> = sample([37, 13]) * 0.9 + sample([37, 13], seed: 4) * 0.1
        #expect(difference(average.model.weight, expected, tolerance: 1e-6) == nil)
    }

    @Test func leavesTheModelAsItWas() {
        let model = norm(1)
        var average = MovingAverage(of: model, decay: 0.9)
        let copy: MovingAverage<BatchNorm<Double>> = average
        average.update(with: norm(5), step: 1)
        #expect(model.weight == norm(1).weight && copy.model.weight == norm(1).weight)
        #expect(average.model.weight != model.weight)
    }

    /// If the gradients are noisy, the average is nearer to the minimum than the last model.
    @Test func isNearerToTheMinimumThanNoisySteps() {
        var generator = PhiloxGenerator(seed: 8)
        var model = Linear<Double>.of(Tensor(ones: [1, 50]))
        var (optimizer, average) = (SGD(learningRate: 0.3), MovingAverage(of: model, decay: 0.99))
        for step in 1 ... 2000 {
            var derivative: Linear<Double> = model
            derivative.weight = model.weight + Tensor(randomNormal: [1, 50], using: &generator)
            optimizer.update(&model, along: derivative)
            average.update(with: model, step: step)
        }
        let distance: Double = model.weight.squared().sum().scalar.squareRoot()
        let averaged: Double = average.model.weight.squared().sum().scalar.squareRoot()
        #expect(averaged < distance / 3 && averaged > 0, "\(averaged) of \(distance)")
    }

    @Test func invalidArgumentsTrap() async {
        await #expect(processExitsWith: .failure) { _ = MovingAverage(of: BatchNorm<Float>(2), decay: 1) }
        await #expect(processExitsWith: .failure) {
            var average = MovingAverage(of: BatchNorm<Float>(2), decay: 0.5)
            average.update(with: BatchNorm<Float>(3), step: 1)
        }
    }
}

extension Linear {
    fileprivate static func of(_ weight: Tensor<Scalar>) -> Linear {
        var generator = PhiloxGenerator(seed: 1)
        var layer = Linear(weight.shape[1], weight.shape[0], bias: false, using: &generator)
        layer.weight = weight
        return layer
    }
}
