import ArgumentParser
import Foundation
import SynaNN

/// The worked examples. The folder data contains a file of published figures for each example.
enum BuiltInExample: String, CaseIterable, ExpressibleByArgument {
    case healthcare, finance, insurance, mortgages

    /// The path of the example's file in the program's resources. The path does not depend on the working directory.
    var path: String {
        Bundle.module.bundleURL.appendingPathComponent("data/\(rawValue).csv").path
    }
}

@main
struct SwapOdds: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swap-odds", abstract: "Compares the odds of an outcome in two groups, by the swap equation.",
        discussion: """
            Reads a CSV file with the columns \(TableFile.countColumns.joined(separator: ",")). If only probabilities are \
            known, the columns are \(TableFile.probabilityColumns.joined(separator: ",")).
            """, version: synaNNVersion)

    @Argument(help: "The CSV file.")
    var file: String?

    @Option(help: "A built-in example of published figures, instead of a file. Repeat the option for several examples.")
    var example: [BuiltInExample] = []

    @Option(help: "The confidence level of the intervals, between 0 and 1.")
    var confidence = 0.95

    @Option(help: "The β of the swap ratio, from 0 (the relative risk) to 1 (the odds ratio).")
    var beta = 1.0

    @Option(help: "Write a forest plot of the ratios and their intervals to this .png or .svg file. Needs gnuplot.")
    var plot: String?

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func validate() throws {
        if (file == nil) == example.isEmpty {
            throw ValidationError("name either a CSV file or an example with --example")
        }
        if !(confidence > 0 && confidence < 1) {
            throw ValidationError("--confidence: the level must be between 0 and 1, such as 0.95, not \(confidence)")
        }
        if !(beta >= 0 && beta <= 1) {
            throw ValidationError("--beta: the number must be from 0 to 1, not \(beta)")
        }
    }

    func run() throws {
        let picture: PlotFile? = try plot.map { path throws(PlotError) in try PlotFile(path: path) }
        let paths: [String] = file.map { [$0] } ?? example.map(\.path)
        let comparisons: [Comparison] = try paths.flatMap { try TableFile(path: $0).comparisons }
        let reports: [Report] = comparisons.map { Report(comparison: $0, confidence: confidence, beta: beta) }
        print(reports.map(\.description).joined(separator: "\n\n"))
        if let picture { try ForestPlot(reports: reports).draw(to: picture) }
    }
}
