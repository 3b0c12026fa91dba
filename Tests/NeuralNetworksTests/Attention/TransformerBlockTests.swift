import Differentiation
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct TransformerBlockTests {
    private static let names: [String] = [
        "self_attn.in_proj_weight", "self_attn.in_proj_bias", "self_attn.out_proj.weight", "self_attn.out_proj.bias",
        "linear1.weight", "linear1.bias", "linear2.weight", "linear2.bias", "norm1.weight", "norm1.bias",
        "norm2.weight", "norm2.bias",
    ]

    private func block(
        _ width: Int, heads: Int, hidden: Int, activation: any TensorModule<Double> = ReLU<Double>(),
        dropout: Double = 0, normFirst: Bool = false, isCausal: Bool = false
    ) -> TransformerEncoderLayer<Double> {
        var generator = PhiloxGenerator(seed: 1)
        return TransformerEncoderLayer<Double>(
            width, heads: heads, hidden: hidden, activation: activation, dropout: dropout, normFirst: normFirst,
            isCausal: isCausal, using: &generator)
    }

    @Test func agreesWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "attention").filter { $0.operation == "transformer_block" }
        #expect(cases.count == 3)
        for reference in cases {
            let width: Int = reference.tensor("input", as: Double.self).shape[2]
            let activation: any TensorModule<Double> =
                reference.text("activation") == "gelu" ? GELU<Double>() : ReLU<Double>()
            let start: TransformerEncoderLayer<Double> = block(
                width, heads: reference.integer("heads"), hidden: reference.integer("hidden"), activation: activation,
                normFirst: reference.flag("normFirst"))
            let padding: Tensor<Bool>? = reference.has("padding") ? reference.integers("padding") .!= 0 : nil
            let names: [String] = start.parameterNames
            let found: [String] = problems(against: reference, inputs: ["input"] + names, tolerance: 1e-11) { x in
                let parameters = Dictionary(uniqueKeysWithValues: zip(names, x.dropFirst()))
                let block: TransformerEncoderLayer<Double> = replacingParameters(of: start, by: parameters)
                return block(x[0], mask: nil, padding: padding)
            }
            #expect(found == [])
        }
    }

    @Test func parametersAreNamedAsInPyTorch() {
        #expect(block(4, heads: 2, hidden: 6).parameterNames == Self.names)
    }

    @Test func anyModuleMayBeTheFeedForward() {
        var generator = PhiloxGenerator(seed: 1)
        let inner = Sequential<Double>(Linear<Double>(4, 5, using: &generator), Tanh(), Linear(5, 4, using: &generator))
        let block = TransformerBlock<Double, Sequential<Double>>(
            4, heads: 2, feedForward: inner, dropout: 0, normFirst: true, using: &generator)
        let expected: [String] =
            Self.names.prefix(4) + ["0.weight", "0.bias", "2.weight", "2.bias"].map { "feed_forward." + $0 }
            + Self.names.suffix(4)
        #expect(block.parameterNames == expected)
        #expect(layerProblems(block, at: sample([2, 3, 4])) { $0($1) } == [])
    }

    @Test(arguments: [false, true])
    func hasItsDerivatives(normFirst: Bool) {
        for (shape, isCausal): (Shape, Bool) in [([2, 3, 4], false), ([1, 4, 2], true), ([0, 2, 4], false)] {
            let block: TransformerEncoderLayer<Double> = block(
                shape[2], heads: 2, hidden: 3, activation: SiLU<Double>(), normFirst: normFirst, isCausal: isCausal)
            #expect(layerProblems(block, at: sample(shape)) { $0($1) } == [], "\(shape)")
        }
    }

    @Test func aLearnedActivationIsVisited() {
        let block: TransformerEncoderLayer<Double> = block(4, heads: 2, hidden: 6, activation: PReLU<Double>())
        #expect(block.parameterNames.contains("activation.weight"))
        #expect(layerProblems(block, at: sample([2, 3, 4], seed: 5)) { $0($1) } == [])
    }

    @Test func dropoutIsOffInInferenceAndRepeatableInTraining() {
        let (dropping, plain) = (block(4, heads: 2, hidden: 6, dropout: 0.3), block(4, heads: 2, hidden: 6))
        let input: Tensor<Double> = sample([2, 3, 4])
        #expect(dropping(input) == plain(input))
        func trained(seed: UInt64) -> Tensor<Double> {
            var generator = PhiloxGenerator(seed: seed)
            return withMode(.training, using: &generator) { dropping(input) }
        }
        #expect(trained(seed: 2) == trained(seed: 2) && trained(seed: 2) != trained(seed: 3))
        let found: [String] = layerProblems(dropping, at: input) { block, input in
            var generator = PhiloxGenerator(seed: 6)
            return withMode(.training, using: &generator) { block(input) }
        }
        #expect(found == [])
    }

    @Test func summariesCountParametersAndMultiplications() throws {
        let summary = try Summary(of: block(4, heads: 2, hidden: 6), sample: [3, 4])
        #expect(summary.parameterCount == 4 * 12 + 12 + 4 * 4 + 4 + 2 * 4 * 6 + 6 + 4 + 4 * 4)
        // Both products of the attention have 3 · 3 · 2 multiplications in each of the 2 heads.
        let perSample: Int = 3 * (4 * 12 + 4 * 4 + 2 * 4 * 6) + 2 * (2 * 3 * 3 * 2)
        #expect(summary.multiplyAdds == BatchLength(perSample: perSample, constant: 0))
        #expect(summary.rows.map(\.operation).contains("selfAttention"))
    }

    /// Position i of a causal block does not depend on later positions.
    @Test func causalBlocksDoNotLookAhead() {
        let block: TransformerEncoderLayer<Double> = block(4, heads: 2, hidden: 6, isCausal: true)
        let input: Tensor<Double> = sample([2, 6, 4])
        var changed: Tensor<Double> = input
        changed[.all, 4...] = sample([2, 2, 4], seed: 9)
        let (before, after): (Tensor<Double>, Tensor<Double>) = (block(input), block(changed))
        #expect(before[.all, 0 ..< 4] == after[.all, 0 ..< 4] && before[.all, 4...] != after[.all, 4...])
    }

    @Test func aProbabilityOutsideOfItsRangeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            var generator = PhiloxGenerator(seed: 1)
            _ = FeedForward<Float>(2, hidden: 3, dropout: 2, using: &generator)
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("FeedForward: the probability 2.0 is not within 0 and 1"))
    }
}
