import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of linear algebra: for single matrices, compared with the LAPACKE calls, and for
/// stacks of small matrices.
@main
struct LinearAlgebraBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-algebra", abstract: "Times factorizations and solvers in Double.",
        discussion: """
            For single matrices of order 512 and 1024, compares SynaNN's function with the LAPACKE call. LAPACKE \
            overwrites the matrix, so the first time of LAPACKE includes a copy of the matrix, and the second time \
            does not. SynaNN's times include the copy and a search for NaN. Stacks have 10 000 matrices. To compare \
            with NumPy as well, type: python3 Benchmarks/peers/compare.py linear-algebra
            """)

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "Time only this operation, by its name in the table.")
    var only: String?

    private struct Line: Encodable {
        let operation: String
        let size, stack, threads: Int
        let min_ms, median_ms: Double
        let lapacke_min_ms, lapacke_median_ms, lapacke_call_min_ms: Double?
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        print(
            "operation                 n   stack   ours ms   copy + LAPACKE ms   ratio of minima, of medians   to the call alone"
        )
        for size in [512, 1024] {
            for operation in SingleMatrices(size).operations where only ?? operation.name == operation.name {
                let timings: [Timing] = measureTimed(
                    seconds: flags.seconds, [operation.ours, operation.raw, operation.call])
                try report(operation.name, size, 1, timings[0], (timings[1], timings[2]), file)
            }
        }
        for size in [4, 8, 16] {
            for operation in SmallMatrices(size, count: 10_000).operations
            where only ?? operation.name == operation.name {
                let timing: Timing = measureInterleaved(seconds: flags.seconds / 2, [operation.ours])[0]
                try report(operation.name, size, 10_000, timing, nil, file)
            }
        }
    }

    private func report(
        _ name: String, _ size: Int, _ stack: Int, _ ours: Timing, _ lapacke: (raw: Timing, call: Timing)?,
        _ file: LineFile?
    ) throws {
        var text: String = name.padding(toLength: 20, withPad: " ", startingAt: 0)
        text += String(format: "%7d %7d %9.2f", size, stack, ours.minimum)
        if let (raw, call) = lapacke {
            let ratios: (Double, Double) = (ours.minimum / raw.minimum, ours.median / raw.median)
            let alone: Double = ours.minimum / call.minimum
            text += String(format: " %12.2f   %5.3f %5.3f   %5.3f", raw.minimum, ratios.0, ratios.1, alone)
        }
        print(text)
        fflush(nil)
        try file?.append(
            Line(
                operation: name, size: size, stack: stack, threads: Parallelism.threadCount, min_ms: ours.minimum,
                median_ms: ours.median, lapacke_min_ms: lapacke?.raw.minimum, lapacke_median_ms: lapacke?.raw.median,
                lapacke_call_min_ms: lapacke?.call.minimum))
    }
}
