import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures operations with 1, 2, 4, … threads, up to the number of cores.
/// `Benchmarks/peers/scaling.py` measures the same operations in PyTorch.
@main
struct ScalingBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times operations with 1, 2, 4, … threads, and matrix products with OpenBLAS's own threads.")

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "Measure only the rows whose name contains this text.")
    var only = ""

    func run() throws {
        let file: LineFile? = try flags.start()
        let greatest: Int = Parallelism.threadCount
        let counts: [Int] = (0...).lazy.map { 1 << $0 }.prefix { $0 <= greatest } + []
        print("operation".padding(toLength: 46, withPad: " ", startingAt: 0), "least time in ms at", counts, "threads")
        for workload in ScalingWorkloads().all where only.isEmpty || workload.name.contains(only) {
            var text: String = workload.name.padding(toLength: 46, withPad: " ", startingAt: 0)
            for count in counts {
                workload.use(threads: count)
                let timing: Timing = measureInterleaved(seconds: flags.seconds / 20, [workload.work])[0]
                text += String(format: "%10.4f", timing.minimum)
                try file?.append(OperationTimes(workload.name, timing))
            }
            workload.use(threads: 1)
            print(text)
        }
    }
}
