import SynaNN
import TestSupport

extension OperationCase {
    static var attentionCases: [OperationCase] {
        let heads: Shape = [3, 5, 4]
        var generator = PhiloxGenerator(seed: 6)
        let (plain, causal) = (
            MultiHeadAttention<Float>(6, heads: 2, using: &generator),
            MultiHeadAttention<Float>(6, heads: 3, bias: false, isCausal: true, using: &generator)
        )
        let block = TransformerEncoderLayer<Float>(
            6, heads: 2, hidden: 5, activation: GELU<Float>(), normFirst: true, using: &generator)
        let synaptic = TransformerBlock<Float, Sequential<Float>>(
            6, heads: 2,
            feedForward: Sequential(
                Linear<Float>(6, 5, using: &generator), Sigmoid(), Synapse(5, using: &generator),
                Linear(5, 6, using: &generator)), using: &generator)
        let sequence: Shape = [4, 6]
        return [
            OperationCase("attention", x: heads, y: heads) { _, input in
                attention(input.x, input.y, input.x * input.y, scale: 0.7)
            },
            OperationCase("attention-causal", x: heads, y: [3, 6, 4]) { _, input in
                attention(input.x, input.y, input.y.squared(), isCausal: true)
            },
            OperationCase("attention-allowing", x: heads, ids: [5]) { _, input in
                // Queries of samples in which every number is at most 1 may attend to no key, and their result is NaN.
                let allowed: Tensor<Bool> = (input.ids .> 1).reshaped(to: [input.ids.shape[0], 1, 1, 5] as Shape)
                return attention(input.x, input.x, input.x, mask: .allowing(allowed))
            },
            OperationCase("attention-adding", x: heads) { _, input in
                attention(input.x, input.x, input.x, mask: .adding(sample([5, 5])), isCausal: true)
            },
            OperationCase("selfAttention", plain, x: sequence),
            OperationCase("selfAttention-causal", causal, x: sequence),
            OperationCase("selfAttention-padded", x: sequence, ids: [4], layers: [plain]) { model, input in
                (model.layer() as MultiHeadAttention<Float>)(input.x, mask: nil, padding: input.ids .> 3)
            },
            OperationCase("selfAttention-biased", x: sequence, layers: [plain]) { model, input in
                (model.layer() as MultiHeadAttention<Float>)(input.x, mask: .adding(sample([4, 4])))
            },
            OperationCase("crossAttention", x: sequence, y: [3, 6], layers: [plain]) { model, input in
                (model.layer() as MultiHeadAttention<Float>)(
                    queries: input.x, keys: input.y, values: input.y * 0.5)
            },
            OperationCase("transformerBlock", block, x: sequence),
            OperationCase("transformerBlock-with-synapse", synaptic, x: sequence),
            OperationCase("positionalEmbedding", PositionalEmbedding<Float>(5, 6, using: &generator), x: sequence),
            OperationCase("sinusoidalEncoding", SinusoidalEncoding<Float>(5, 6), x: sequence),
        ]
    }
}
