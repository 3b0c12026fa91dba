import ArgumentParser
import Measurement
import SynaNN

/// A program that measures the times of the operations of a training, to find regressions.
@main
struct Operations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Times reductions, convolution, pooling, normalisation and a whole training step of the published CNN.")

    @OptionGroup var flags: BenchmarkFlags

    func run() throws {
        try flags.measure(Workloads().all, share: 1 / 4, width: 44)
    }
}
