import ArgumentParser
import Measurement
import SynaNN

/// A program that measures the times of layers: the forward pass alone, and a step, which is the forward pass with all
/// gradients. `Benchmarks/peers/layers.py` measures the same layers in PyTorch.
@main
struct LayersBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times convolution, normalisation and pooling layers, forward and with gradients.")

    @OptionGroup var flags: BenchmarkFlags

    func run() throws {
        try flags.measure(LayerWorkloads().all, share: 1 / 2, width: 52)
    }
}
