import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct DropoutTests {
    private func trained(_ layer: some TensorModule<Double>, _ input: Tensor<Double>, seed: UInt64 = 1) -> Tensor<
        Double
    > {
        var generator = PhiloxGenerator(seed: seed)
        return withMode(.training, using: &generator) { layer(input) }
    }

    @Test(arguments: [0.1, 0.5, 0.8])
    func dropsWithItsProbabilityAndKeepsTheMean(probability: Double) {
        let count = 40_000
        let output: Tensor<Double> = trained(Dropout<Double>(probability), Tensor(ones: [200, 200]))
        let dropped: Int = output.scalars.count { $0 == 0 }
        // The tolerance is five standard deviations of the number of dropped elements, which has a binomial
        // distribution.
        let margin: Double = 5 * (Double(count) * probability * (1 - probability)).squareRoot()
        #expect(abs(Double(dropped) - Double(count) * probability) < margin)
        #expect(output.scalars.allSatisfy { $0 == 0 || abs($0 - 1 / (1 - probability)) < 1e-15 })
    }

    @Test func isTheIdentityInInference() {
        let input: Tensor<Double> = sample([4, 5])
        #expect(Dropout<Double>(0.5)(input) == input)
        #expect(Dropout2D<Double>(0.5)(input) == input)
        #expect(withMode(.inference) { Dropout<Double>(1)(input) } == input)
    }

    @Test func boundsOfTheProbability() {
        let input: Tensor<Double> = sample([4, 5])
        #expect(withMode(.training) { Dropout<Double>(0)(input) } == input)
        #expect(withMode(.training) { Dropout<Double>(1)(input) } == Tensor(zeros: [4, 5]))
    }

    @Test func wholeChannelsAreDropped() {
        let output: Tensor<Double> = trained(Dropout2D<Double>(0.3), Tensor(ones: [40, 50, 3, 2]))
        let means: [Double] = output.mean(axes: [2, 3]).scalars
        #expect(means.allSatisfy { $0 == 0 || abs($0 - 1 / 0.7) < 1e-14 })
        let dropped: Int = means.count { $0 == 0 }
        #expect(abs(Double(dropped) - 600) < 5 * (2000 * 0.3 * 0.7).squareRoot())
        #expect(output.scalars.count { $0 == 0 } == 6 * dropped)
    }

    @Test func sameSeedDropsTheSame() {
        let input: Tensor<Double> = sample([10, 20])
        let layer = Dropout<Double>(0.5)
        #expect(trained(layer, input, seed: 3) == trained(layer, input, seed: 3))
        #expect(trained(layer, input, seed: 3) != trained(layer, input, seed: 4))
    }

    @Test func everyPassDrawsNewNumbers() {
        var generator = PhiloxGenerator(seed: 1)
        let (input, layer): (Tensor<Double>, Dropout<Double>) = (Tensor(ones: [10, 20]), Dropout(0.5))
        let (first, second) = withMode(.training, using: &generator) { (layer(input), layer(input)) }
        let third: Tensor<Double> = withMode(.training, using: &generator) { layer(input) }
        #expect(first != second && second != third && first != third)
    }

    @Test func derivativeGoesWhereTheElementWent() {
        let input: Tensor<Double> = sample([6, 7], in: 1 ... 2)
        let result = valueWithGradient(at: input) { input in
            let output: Tensor<Double> = trained(Dropout<Double>(0.4), input)
            return (output.sum(), output)
        }
        #expect(difference(result.gradient * input, result.extra, tolerance: 1e-14) == nil)
        #expect(layerProblems(Dropout2D<Double>(0.4), at: sample([2, 3, 2, 2])) { trained($0, $1) } == [])
    }

    @Test func probabilityOutsideOfItsRangeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Dropout<Float>(1.5)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("Dropout: the probability 1.5 is not within 0 and 1"))
    }

    @Test func trainingWithoutAGeneratorTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = withMode(.training) { Dropout2D<Float>(0.5)(Tensor(ones: [2, 3])) }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains("Dropout2D: training needs random numbers: call withMode(.training, using: &generator)"))
    }
}
