import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// Linear algebra: single matrices beside the bare LAPACKE call, and stacks of small ones.
@main
struct LinearAlgebraBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-algebra", abstract: "Times factorizations and solvers in Double.",
        discussion: """
            Single matrices of 512 and 1024 stand beside the LAPACKE call that does the work, on a copy made beforehand: \
            ours includes the copy and the search for NaN. Stacks are of 10 000 matrices. For numpy beside all of them \
            type: python3 Benchmarks/peers/compare.py linear-algebra
            """)

    @OptionGroup var flags: BenchmarkFlags

    private struct Line: Encodable {
        let operation: String
        let size, stack, threads: Int
        let min_ms, median_ms: Double
        let lapacke_min_ms, lapacke_median_ms: Double?
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        print("operation                 n   stack   ours ms   LAPACKE ms   ratio of minima, of medians")
        for size in [512, 1024] {
            for operation in SingleMatrices(size).operations {
                let timings: [Timing] = measureTimed(seconds: flags.seconds, [operation.ours, operation.raw])
                try report(operation.name, size, 1, timings[0], timings[1], file)
            }
        }
        for size in [4, 8, 16] {
            for operation in SmallMatrices(size, count: 10_000).operations {
                let timing: Timing = measureInterleaved(seconds: flags.seconds / 2, [operation.ours])[0]
                try report(operation.name, size, 10_000, timing, nil, file)
            }
        }
    }

    private func report(
        _ name: String, _ size: Int, _ stack: Int, _ ours: Timing, _ raw: Timing?, _ file: LineFile?
    ) throws {
        var text: String = name.padding(toLength: 20, withPad: " ", startingAt: 0)
        text += String(format: "%7d %7d %9.2f", size, stack, ours.minimum)
        if let raw {
            let ratios: (Double, Double) = (ours.minimum / raw.minimum, ours.median / raw.median)
            text += String(format: " %12.2f   %5.3f %5.3f", raw.minimum, ratios.0, ratios.1)
        }
        print(text)
        fflush(nil)
        try file?.append(
            Line(
                operation: name, size: size, stack: stack, threads: Parallelism.threadCount, min_ms: ours.minimum,
                median_ms: ours.median, lapacke_min_ms: raw?.minimum, lapacke_median_ms: raw?.median))
    }
}
