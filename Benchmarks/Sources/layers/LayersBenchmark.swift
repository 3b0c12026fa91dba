import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of layers: the forward pass alone, and a step, which is the forward pass with all
/// gradients. `Benchmarks/peers/layers.py` measures the same layers in PyTorch.
@main
struct LayersBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times convolution, normalisation and pooling layers, forward and with gradients.")

    @OptionGroup var flags: BenchmarkFlags

    /// A line of the file that `--json` names.
    private struct Line: Encodable {
        let operation: String
        let threads: Int
        let min_ms, median_ms: Double
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        for (operation, work) in LayerWorkloads().all {
            let timing: Timing = measureInterleaved(seconds: flags.seconds / 2, [work])[0]
            let name: String = operation.padding(toLength: 52, withPad: " ", startingAt: 0)
            print(name, String(format: "%9.4f ms at least, median %9.4f ms", timing.minimum, timing.median))
            try file?.append(
                Line(
                    operation: operation, threads: Parallelism.threadCount, min_ms: timing.minimum,
                    median_ms: timing.median))
        }
    }
}
