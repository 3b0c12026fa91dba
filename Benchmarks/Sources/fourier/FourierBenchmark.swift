import ArgumentParser
import Foundation
import Fourier
import Measurement
import SynaNN

/// A program that measures the times of Fourier transforms, for a comparison with NumPy and PyTorch.
@main
struct FourierBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fourier", abstract: "Times Fourier transforms in Float and Double.",
        discussion: """
            The arrays have about 10⁴ or 10⁶ numbers. They are single lines, images, and many lines along the last and the \
            first axis. To compare with NumPy and PyTorch, type: python3 Benchmarks/peers/compare.py fourier
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
        print("operation                              scalar     ms at least    median")
        try report(Double.self, "double", file)
        try report(Float.self, "float", file)
    }

    private func report<Real: FourierReal>(_ type: Real.Type, _ scalar: String, _ file: LineFile?) throws {
        for (operation, makeWork) in Transforms<Real>().all where only.map(operation.contains) ?? true {
            let timing: Timing = measureInterleaved(seconds: flags.seconds / 4, [makeWork()])[0]
            let name: String = operation.padding(toLength: 38, withPad: " ", startingAt: 0)
            print(name, scalar, String(format: "%15.4f %9.4f", timing.minimum, timing.median))
            fflush(nil)
            try file?.append(
                Line(
                    operation: operation, scalar: scalar, threads: Parallelism.threadCount, min_ms: timing.minimum,
                    median_ms: timing.median))
        }
    }
}
