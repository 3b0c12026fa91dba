import Differentiation
import Foundation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct PositionalEncodingsTests {
    @Test func sinusoidsAreThoseOfTheFormula() {
        for width in [1, 4, 5] {
            let table: Tensor<Double> = SinusoidalEncoding<Double>(60, width)(Tensor(zeros: [1, 50, width]))
            for (position, index): (Int, Int) in [(0, 0), (1, 0), (3, width - 1), (49, width / 2), (49, width - 1)] {
                let angle: Double = Double(position) / pow(10_000, Double(index / 2 * 2) / Double(width))
                let expected: Double = index % 2 == 0 ? sin(angle) : cos(angle)
                #expect(abs(table[0, position, index].scalar - expected) < 1e-13)
            }
        }
    }

    @Test func embeddingAddsItsRows() {
        var generator = PhiloxGenerator(seed: 1)
        let layer = PositionalEmbedding<Double>(5, 4, using: &generator)
        let input: Tensor<Double> = sample([2, 3, 4])
        #expect(layer(input) == input + layer.weight[0 ..< 3] && layer.parameterNames == ["weight"])
        let slope: Tensor<Double> = gradient(at: layer) { $0(input).sum() }.weight
        #expect(
            slope == Tensor(concatenating: [Tensor(repeating: 2, shape: [3, 4]), Tensor(zeros: [2, 4])], axis: 0))
    }

    @Test func haveTheirDerivatives() {
        var generator = PhiloxGenerator(seed: 1)
        let embedding = PositionalEmbedding<Double>(5, 4, using: &generator)
        for shape: Shape in [[2, 3, 4], [1, 5, 4], [2, 0, 4], [0, 3, 4]] {
            #expect(layerProblems(embedding, at: sample(shape)) { $0($1) } == [])
            #expect(layerProblems(SinusoidalEncoding<Double>(5, 4), at: sample(shape)) { $0($1) } == [])
        }
    }

    @Test func aLongerSequenceTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = PositionalEmbedding<Float>(5, 4, using: &generator)(Tensor(zeros: [2, 6, 4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(
            sentence.contains(
                "PositionalEmbedding: the input [2, 6, 4] does not fit the vectors [5, 4] of the positions"))
    }
}
