import ArgumentParser
import Measurement
import SynaNN

/// A program that measures the times of stacks of recurrent layers: the forward pass alone, and a step, which is the
/// forward pass with all gradients. `Benchmarks/peers/recurrent_layers.py` measures the same layers in PyTorch.
@main
struct RecurrentBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recurrent", abstract: "Times stacks of recurrent layers, forward and with gradients.",
        discussion: """
            The batch has 64 sequences of 50 steps with 64 inputs. The layers have 128 hidden units in each direction. To \
            compare with PyTorch, type: python3 Benchmarks/peers/compare.py recurrent
            """)

    @OptionGroup var flags: BenchmarkFlags

    func run() throws {
        try flags.measure(
            works(LSTM<Float>.self, "LSTM") + works(GRU<Float>.self, "GRU"), share: 1, width: 72, decimals: 2)
    }

    /// Returns the rows of a kind of layer: a name, and the work to measure. The names are those of
    /// `Benchmarks/peers/recurrent_layers.py`.
    private func works<Layer: RecurrentLayer<Float>>(_: Layer.Type, _ kind: String) -> [(String, () -> Void)] {
        var generator = PhiloxGenerator(seed: 1)
        let stack = RecurrentStack<Bidirectional<Layer>>(64, 128, layers: 2, using: &generator)
        let input = Tensor<Float>(randomNormal: [64, 50, 64], using: &generator)
        let cotangent = Tensor<Float>(randomNormal: [64, 50, 256], using: &generator)
        // The lengths are those of the program for PyTorch.
        let lengths = Tensor<Int>((0 ..< 64).map { ($0 * 31 + 7) % 50 + 1 })
        return [("", nil), (" of lengths 1 to 50", lengths)].flatMap { suffix, lengths in
            let name: String = "2 \(kind) of both directions, [64, 50, 64]\(suffix)"
            return [
                ("\(name), forward", { keep(stack(input, lengths: lengths)) }),
                (
                    "\(name), step",
                    {
                        keep(
                            gradient(at: input, stack) { input, stack in
                                (stack(input, lengths: lengths) * cotangent).sum()
                            })
                    }
                ),
            ]
        }
    }
}
