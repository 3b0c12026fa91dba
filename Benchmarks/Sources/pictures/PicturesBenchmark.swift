import ArgumentParser
import Foundation
import Measurement
import SynaNN

/// A program that measures the times of reading and resizing pictures, for a comparison with Pillow.
@main
struct PicturesBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pictures", abstract: "Times the reading and resizing of pictures on one thread.",
        discussion: """
            The files are those that `Benchmarks/peers/pictures.py --write FOLDER` writes. To write them and compare with \
            Pillow, type: python3 Benchmarks/peers/compare.py pictures
            """)

    @OptionGroup var flags: BenchmarkFlags

    @Option(help: "The folder of the picture files.")
    var pictures: String

    @Option(help: "Time only the operations whose name contains this text.")
    var only: String?

    private struct Line: Encodable {
        let operation: String
        let min_ms, median_ms: Double
    }

    func run() throws {
        let file: LineFile? = try flags.start()
        print("operation                                    ms at least    median")
        for (operation, work) in try PictureWork(folder: pictures).all {
            if let only, !operation.contains(only) { continue }
            let timing: Timing = measureInterleaved(seconds: flags.seconds / 4, [work])[0]
            let name: String = operation.padding(toLength: 40, withPad: " ", startingAt: 0)
            print(name, String(format: "%15.4f %9.4f", timing.minimum, timing.median))
            fflush(nil)
            try file?.append(Line(operation: operation, min_ms: timing.minimum, median_ms: timing.median))
        }
    }
}
