import ArgumentParser
import COpenBLAS
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of elementwise functions and a sum of ten million floats. The program also
/// compares a matrix product with the BLAS call alone.
@main
struct Elementwise: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times elementwise functions on 10⁷ floats, and a 512 × 512 matmul and the cblas call alone.")

    @OptionGroup var flags: BenchmarkFlags

    /// A line of the file that `--json` names.
    private struct Line: Encodable {
        let operation: String
        let count, threads: Int
        let min_ms, median_ms: Double
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        let count: Int = flags.quick ? 1_000_000 : 10_000_000
        var generator = PhiloxGenerator(seed: 1)
        let a = Tensor<Float>(randomNormal: [count], using: &generator)
        let b = Tensor<Float>(randomNormal: [count], using: &generator)
        let rows: [(String, () -> Void)] = [
            ("add", { keep(a + b) }), ("exp", { keep(a.exp()) }), ("log", { keep(a.log()) }),
            ("tanh", { keep(a.tanh()) }), ("sigmoid", { keep(a.sigmoid()) }), ("sum", { keep(a.sum()) }),
        ]
        for (operation, work) in rows {
            let timing: Timing = measureInterleaved(seconds: flags.seconds, [work])[0]
            try report(operation, count, timing, to: file)
        }
        try measureProduct(side: 512, to: file)
    }

    private func measureProduct(side: Int, to file: LineFile?) throws {
        var generator = PhiloxGenerator(seed: 2)
        let a = Tensor<Float>(randomNormal: [side, side], using: &generator)
        let b = Tensor<Float>(randomNormal: [side, side], using: &generator)
        var c = Tensor<Float>(zeros: [side, side])
        let threads = Int32(Parallelism.threadCount)
        let size = Int32(side)
        let timings: [Timing] = measureInterleaved(
            seconds: flags.seconds,
            [
                { keep(matmul(a, b)) },
                {
                    openblas_set_num_threads(threads)
                    a.withUnsafeBuffer { a in
                        b.withUnsafeBuffer { b in
                            c.withUnsafeMutableBuffer { c in
                                cblas_sgemm(
                                    CblasRowMajor, CblasNoTrans, CblasNoTrans, size, size, size, 1, a.baseAddress, size,
                                    b.baseAddress, size, 0, c.baseAddress, size)
                            }
                        }
                    }
                    openblas_set_num_threads(1)
                },
            ])
        try report("matmul", side * side, timings[0], to: file)
        try report("cblas_sgemm", side * side, timings[1], to: file)
        let ratio: String = String(format: "%.3f", timings[0].median / timings[1].median)
        print("matmul / cblas_sgemm, medians: \(ratio)")
    }

    private func report(_ operation: String, _ count: Int, _ timing: Timing, to file: LineFile?) throws {
        let name: String = operation.padding(toLength: 12, withPad: " ", startingAt: 0)
        print(
            name,
            String(format: "%9d elements  %8.3f ms at least, median %8.3f ms", count, timing.minimum, timing.median))
        try file?.append(
            Line(
                operation: operation, count: count, threads: Parallelism.threadCount, min_ms: timing.minimum,
                median_ms: timing.median))
    }
}
