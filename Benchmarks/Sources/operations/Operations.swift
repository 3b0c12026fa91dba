import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the operations of the library, one by one, on arrays of all sizes and layouts.
@main
struct Operations: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Times operations: elementwise, reductions, shapes, products, layers, linear algebra, files.",
        discussion: "python3 Benchmarks/peers/compare.py operations compares the times with those of other libraries.")

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "Measure only this group of operations. May be repeated. The default is all groups.")
    var group: [OperationGroup] = []

    @Option(help: "Measure only the operations whose name contains this text.")
    var only: String = ""

    @Flag(help: "Print the most memory that each operation takes beyond its inputs, in place of its time.")
    var memory = false

    func run() throws {
        let file: LineFile? = try flags.start()
        for group in group.isEmpty ? OperationGroup.allCases : group {
            for operation in try group.cases() where only.isEmpty || operation.name.contains(only) {
                try memory ? printMemory(operation, in: group, to: file) : printTime(operation, in: group, to: file)
            }
        }
    }

    private func printTime(_ operation: OperationCase, in group: OperationGroup, to file: LineFile?) throws {
        let timing: Timing = measureBatches(seconds: flags.seconds / 20, operation.work)
        let times: [String] = [timing.minimum, timing.median].map { String(format: "%12.6f ms", $0) }
        print("\(paddedName(operation)) \(times[0]) at least, median \(times[1])")
        // The line appears at once, also in a pipe: a measurement takes minutes.
        fflush(nil)
        try file?.append(OperationTimes(operation.name, timing, group: group.rawValue))
    }

    private func printMemory(_ operation: OperationCase, in group: OperationGroup, to file: LineFile?) throws {
        let bytes: Int? = peakMemory(of: operation.work)
        print("\(paddedName(operation)) \(bytes.map { String(format: "%10.1f MB", Double($0) / 1e6) } ?? "unknown")")
        fflush(nil)
        if let bytes { try file?.append(OperationMemory(operation.name, bytes: bytes, group: group.rawValue)) }
    }

    private func paddedName(_ operation: OperationCase) -> String {
        operation.name.padding(toLength: max(64, operation.name.count), withPad: " ", startingAt: 0)
    }
}

extension OperationGroup: ExpressibleByArgument {}
