import ArgumentParser
import Measurement
import SynaNN

/// A program that measures attention, the layers of a transformer and activations. `Benchmarks/peers/transformer.py`
/// measures the same operations in PyTorch.
@main
struct TransformerBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transformer",
        abstract: "Times attention, the layers of a transformer and activations: forward passes and steps.",
        discussion: "A step is a forward pass and the gradient with respect to all inputs and parameters.")

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "Measure only the operations whose names contain this text.")
    var only: String?

    func run() throws {
        let works: [(String, () -> Void)] = attentionWorks() + layerWorks() + activationWorks()
        try flags.measure(works.filter { only.map($0.0.contains) ?? true }, share: 1 / 4, width: 52)
    }

    private func attentionWorks() -> [(String, () -> Void)] {
        var generator = PhiloxGenerator(seed: 1)
        return [([8, 8, 256, 64], false), ([32, 4, 28, 32], false), ([8, 8, 256, 64], true)].flatMap {
            (shape: Shape, isCausal: Bool) -> [(String, () -> Void)] in
            let x: [Tensor<Float>] = (0 ..< 4).map { _ in Tensor(randomNormal: shape, using: &generator) }
            let name: String = "attention \(shape)\(isCausal ? ", causal" : "")"
            return [
                ("\(name), forward", { keep(attention(x[0], x[1], x[2], isCausal: isCausal)) }),
                (
                    "\(name), step",
                    {
                        keep(
                            gradient(at: Array(x.prefix(3))) {
                                (attention($0[0], $0[1], $0[2], isCausal: isCausal) * x[3]).sum()
                            })
                    }
                ),
            ]
        }
    }

    private func layerWorks() -> [(String, () -> Void)] {
        var generator = PhiloxGenerator(seed: 2)
        let (small, large): (Shape, Shape) = ([32, 28, 128], [8, 256, 512])
        return works("MultiHeadAttention 128, 4 heads", MultiHeadAttention(128, heads: 4, using: &generator), small)
            + works("MultiHeadAttention 512, 8 heads", MultiHeadAttention(512, heads: 8, using: &generator), large)
            + works(
                "TransformerBlock 128, 4 heads, hidden 512",
                TransformerEncoderLayer<Float>(
                    128, heads: 4, hidden: 512, activation: GELU<Float>(), dropout: 0, normFirst: true,
                    using: &generator), small)
            + works("PositionalEmbedding", PositionalEmbedding(28, 128, using: &generator), small)
            + works("SinusoidalEncoding", SinusoidalEncoding(28, 128), small)
    }

    private func activationWorks() -> [(String, () -> Void)] {
        let images: Shape = [64, 16, 32, 32]
        let layers: [(String, any TensorModule<Float>)] = [
            ("GELU, tanh", GELU(approximation: .tanh)), ("Mish", Mish()), ("LeakyReLU", LeakyReLU()), ("ELU", ELU()),
            ("Hardswish", Hardswish()), ("Hardsigmoid", Hardsigmoid()), ("PReLU", PReLU(16)),
        ]
        return layers.flatMap { name, layer in works(name, layer, images) }
    }

    /// Returns the forward pass and the step of a layer for an input of the given shape.
    private func works(_ name: String, _ layer: some TensorModule<Float>, _ shape: Shape) -> [(String, () -> Void)] {
        var generator = PhiloxGenerator(seed: 3)
        let x = Tensor<Float>(randomNormal: shape, using: &generator)
        let weights = Tensor<Float>(randomNormal: shape, using: &generator)
        return [
            ("\(name), \(shape), forward", { keep(layer(x)) }),
            ("\(name), \(shape), step", { keep(gradient(at: layer, x) { ($0($1) * weights).sum() }) }),
        ]
    }
}
