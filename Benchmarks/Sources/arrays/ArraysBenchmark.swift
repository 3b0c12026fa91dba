import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of functions of arrays, for a comparison with NumPy and PyTorch.
@main
struct ArraysBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrays", abstract: "Times functions of arrays in Float.",
        discussion: """
            The matrices have 10⁴ or 10⁶ numbers, and are contiguous or transposed. To compare with NumPy and PyTorch, type: \
            python3 Benchmarks/peers/compare.py arrays
            """)

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "Time only the operations whose name contains this text.")
    var only: String?

    private struct Line: Encodable {
        let operation, scalar: String
        let threads: Int
        let min_ms, median_ms: Double
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        print("operation                                    ms at least    median")
        for side in [100, 1000] {
            for isTransposed in [false, true] {
                for (function, work) in ArrayFunctions(side: side, isTransposed: isTransposed).all {
                    let operation = "\(function) [\(side), \(side)]" + (isTransposed ? " transposed" : "")
                    if let only, !operation.contains(only) { continue }
                    let timing: Timing = measureInterleaved(seconds: flags.seconds / 4, [work])[0]
                    let name: String = operation.padding(toLength: 40, withPad: " ", startingAt: 0)
                    print(name, String(format: "%15.4f %9.4f", timing.minimum, timing.median))
                    fflush(nil)
                    try file?.append(
                        Line(
                            operation: operation, scalar: "float", threads: Parallelism.threadCount,
                            min_ms: timing.minimum, median_ms: timing.median))
                }
            }
        }
    }
}
