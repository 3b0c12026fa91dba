import Differentiation
import Synapses
import Tensors
import TestSupport
import Testing

@Suite struct SynapticGRUTests {
    private func layer(_ inputs: Int, _ hidden: Int, betaIn range: Range<Double>? = nil) -> SynapticGRU<Double> {
        var generator = PhiloxGenerator(seed: 3)
        return SynapticGRU(inputs, hidden, betaIn: range, using: &generator)
    }

    @Test func hasItsDerivatives() {
        for (shape, hidden): (Shape, Int) in [([1, 1, 1], 1), ([3, 1, 2], 4), ([1, 5, 2], 3), ([7, 4, 3], 5)] {
            let layer: SynapticGRU<Double> = layer(shape[2], hidden, betaIn: 0.1 ..< 0.9)
            #expect(layerProblems(layer, at: sample(shape, seed: 1)) { $0($1) } == [], "\(shape)")
            let input: Tensor<Double> = sample(shape, seed: 1)
            let found: [String] = problems(
                of: { layer.lastState($0[0], from: $0[1]) },
                at: [input, sample([shape[0], hidden], in: -0.9 ... 0.9)],
                hasSecondDerivative: false)
            #expect(found == [], "\(shape)")
        }
    }

    /// The layer agrees with its formula, computed element by element.
    @Test func isItsFormula() {
        let (layer, hidden): (SynapticGRU<Double>, Int) = (layer(2, 3, betaIn: 0.1 ..< 0.9), 3)
        let (x, h): (Tensor<Double>, Tensor<Double>) = (sample([1, 2]), sample([1, 3], in: -0.9 ... 0.9))
        let p: [Double] = h.scalars.map { (1 + $0) / 2 }
        let share: [Double] = linear(x, layer.inputWeight, bias: layer.inputBias).scalars
        let (q, beta): ([Double], [Double]) = (
            linear(h, layer.hiddenWeight, bias: layer.hiddenBias).scalars, layer.beta.sigmoid().scalars
        )
        func gate(_ row: Int) -> Double {
            (0 ..< hidden).reduce(share.sigmoid(row)) { $0 * (1 - beta[row * hidden + $1] * p[$1]) }
        }
        let expected: [Double] = (0 ..< hidden).map { i in
            let (r, z): (Double, Double) = (gate(i), gate(hidden + i))
            let n: Double = Tensor(share[2 * hidden + i] + r * q[i]).tanh().scalar
            return (1 - z) * h.scalars[i] + z * n
        }
        #expect(difference(layer.step(x, from: h), Tensor([expected]), tolerance: 1e-14) == nil)
    }

    @Test func partsGoOnFromTheState() {
        let (layer, input): (SynapticGRU<Double>, Tensor<Double>) = (layer(2, 4), sample([3, 5, 2]))
        let whole: Tensor<Double> = layer(input)
        let first = layer.withState(input[.all, ..<2])
        let second: Tensor<Double> = layer.withState(input[.all, 2...], from: first.state).outputs
        let parts = Tensor<Double>(concatenating: [first.outputs, second], axis: 1)
        #expect(difference(parts, whole, tolerance: 1e-14) == nil)
        #expect(layer.lastState(input) == whole[.all, -1])
    }

    /// For any parameters, the gates are probabilities, and the state stays in [−1, 1].
    @Test func stateStaysWithinItsBounds() {
        var layer: SynapticGRU<Double> = layer(2, 4)
        layer.beta *= 20
        layer.inputWeight *= 20
        layer.hiddenWeight *= 20
        let greatest: Double = layer(sample([3, 40, 2], in: -5 ... 5)).abs().max().scalar
        #expect(greatest <= 1 && greatest > 0.1)
    }

    @Test func gatesStartAsGiven() {
        let beta: Tensor<Double> = layer(2, 4, betaIn: 0.2 ..< 0.4).beta.sigmoid()
        #expect(beta.min().scalar >= 0.2 - 1e-12 && beta.max().scalar < 0.4 + 1e-12)
        let usual: Tensor<Double> = layer(2, 8).beta.sigmoid()
        #expect(usual.min().scalar >= 0 && usual.max().scalar < 0.25 + 1e-12 && usual.max().scalar > 0.23)
    }

    @Test func parametersHaveTheirNames() {
        let layer: SynapticGRU<Double> = layer(2, 4)
        #expect(layer.parameterNames == ["weight_ih", "bias_ih", "beta", "weight_hn", "bias_hn"])
        #expect(layer.parameterShapes.map(\.shape) == [[12, 2], [12], [8, 4], [4, 4], [4]])
        #expect(forgottenParameters(of: layer) == [])
    }

    @Test func inputOfAnotherWidthTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = SynapticGRU<Float>(3, 2, using: &generator)(Tensor(zeros: [5, 7, 4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("SynapticGRU: input [5, 7, 4] must be [batch, steps, 3]"))
    }

    @Test func stateOfAnotherBatchTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = SynapticGRU<Float>(3, 2, using: &generator).step(Tensor(zeros: [5, 3]), from: Tensor(zeros: [4, 2]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("SynapticGRU: the initial state [4, 2] must be [5, 2]"))
    }
}

extension [Double] {
    fileprivate func sigmoid(_ index: Int) -> Double { Tensor(self[index]).sigmoid().scalar }
}
