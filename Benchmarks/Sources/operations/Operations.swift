import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of the operations of a training, to find regressions.
@main
struct Operations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Times reductions, convolution, pooling, normalisation and a whole training step of the published CNN.")

    @OptionGroup var flags: BenchmarkFlags

    /// A line of the file that `--json` names.
    private struct Line: Encodable {
        let operation: String
        let threads: Int
        let min_ms, median_ms: Double
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        for (operation, work) in Workloads().all {
            let timing: Timing = measureInterleaved(seconds: flags.seconds / 4, [work])[0]
            let name: String = operation.padding(toLength: 44, withPad: " ", startingAt: 0)
            print(name, String(format: "%9.4f ms at least, median %9.4f ms", timing.minimum, timing.median))
            try file?.append(
                Line(
                    operation: operation, threads: Parallelism.threadCount, min_ms: timing.minimum,
                    median_ms: timing.median))
        }
    }
}
