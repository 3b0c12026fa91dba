import ArgumentParser
import Files
import Foundation
import Interchange
import Statistics
import TableCommand
import Tensors

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
            Reads a CSV file in one of three forms. The columns have any order, and other columns are ignored.

            Counts: the columns \(TableFile.countColumns.joined(separator: ",")).
            Probabilities: the columns \(TableFile.probabilityColumns.joined(separator: ",")).
            Persons: a row for each person. --outcome names the column of the outcome, and each --exposure a column of an \
            exposure. Persons whose outcome or exposure is missing are left out, and their number is printed.

                swap-odds oswego.csv --outcome ill --exposure vanilla_ice_cream --exposure baked_ham
            """, version: synaNNVersion)

    @Argument(help: "The CSV file. - is standard input.")
    var file: String?

    @Option(help: "A built-in example of published figures, instead of a file. Repeat the option for several examples.")
    var example: [BuiltInExample] = []

    @Option(help: "Each row is a person: the column of the outcome, such as ill.")
    var outcome: String?

    @Option(
        help: """
            The value of the outcome that makes a person a case; every other value is a noncase. By default, Y, yes, T, \
            true or 1 is a case, and N, no, F, false or 0 is a noncase.
            """)
    var event: String?

    @Option(help: "A column of an exposure. Repeat the option for several exposures.")
    var exposure: [String] = []

    @Option(
        help: """
            The value of an exposed person. By default, Y, yes, T, true or 1; in a column of other categories, each \
            category except that of the controls.
            """)
    var exposed: String?

    @Option(
        help: """
            The value of a control. By default, N, no, F, false or 0, or every value except that of --exposed; in a \
            column of other categories, the first one in alphabetical order.
            """)
    var control: String?

    @OptionGroup(title: "The form of the file")
    var table: TableOptions

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
        if file == nil, let name = table.firstGiven {
            throw ValidationError("\(name): the examples have a form of their own. Give the flag only with a CSV file.")
        }
        if let name = firstPersonFlag, outcome == nil {
            throw ValidationError("\(name): each row must be a person. Name the column of the outcome with --outcome.")
        }
        if outcome != nil, file == nil || exposure.isEmpty {
            throw ValidationError(
                "--outcome: name "
                    + (file == nil
                        ? "a CSV file with a row for each person" : "a column of an exposure with --exposure"))
        }
        if let exposed, exposed == control {
            throw ValidationError("--control: the controls have the same value '\(exposed)' as the exposed")
        }
        if !(confidence > 0 && confidence < 1) {
            throw ValidationError("--confidence: the level must be between 0 and 1, such as 0.95, not \(confidence)")
        }
        if !(beta >= 0 && beta <= 1) {
            throw ValidationError("--beta: the number must be from 0 to 1, not \(beta)")
        }
    }

    /// The first flag that is given and has a meaning only for rows of persons.
    private var firstPersonFlag: String? {
        let flags: [(name: String, isGiven: Bool)] = [
            ("--exposure", !exposure.isEmpty), ("--event", event != nil), ("--exposed", exposed != nil),
            ("--control", control != nil),
        ]
        return flags.first { $0.isGiven }?.name
    }

    private var comparisons: [Comparison] {
        get throws {
            guard let file else { return try example.flatMap { try TableFile(Table(contentsOf: $0.path)).comparisons } }
            let table: Table = try self.table.table(at: file)
            guard let outcome else { return try TableFile(table).comparisons }
            let persons = PersonTable(table: table, outcome: outcome, event: event, exposed: exposed, control: control)
            return try exposure.flatMap { try persons.comparisons(of: $0) }
        }
    }

    func run() throws {
        let picture: PlotFile? = try plot.map { path throws(PlotError) in try PlotFile(path: path) }
        let reports: [Report] = try comparisons.map { Report(comparison: $0, confidence: confidence, beta: beta) }
        print(reports.map(\.description).joined(separator: "\n\n"))
        if let picture { try ForestPlot(reports: reports).draw(to: picture) }
    }
}
