import ArgumentParser
import Files
import Foundation
import Statistics
import TableCommand
import Tensors

@main
struct LinearRegression: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-regression",
        abstract: "Fits a column of a CSV file by a weighted sum of other columns.",
        discussion: """
            The default file is J. W. Longley's data on employment in the USA, 1947 to 1962 ("An appraisal of least squares \
            programs", 1967). Many programs compute no correct digit for these data. NIST publishes certified results: \
            https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml

            A column of categories becomes a column of 0 and 1 for each category except a reference: the coefficient of \
            sex=M is the difference between the categories M and F, if F is the reference. Dates count as days. A row in which a \
            value is missing is left out, and the number of these rows is printed.

            If a column is a weighted sum of other columns, the coefficients are not unique. The program then prints these \
            columns as equations, and ends with an error. With --minimum-norm, the program prints one of the solutions.
            """, version: synaNNVersion)

    @Option(help: "A CSV file. The first line contains the column names. - is standard input.")
    var file: String?

    @Option(
        name: [.customLong("dependent"), .customLong("target")],
        help: "The name of the dependent column, which is fitted. By default, the first column.")
    var dependent: String?

    @Option(
        help:
            "The name of a column that explains the dependent column. Repeat the option. By default, all other columns."
    )
    var predictor: [String] = []

    @Option(
        help: """
            The reference of a column of categories, as COLUMN=CATEGORY. Repeat the option for several columns. By \
            default, the first category in alphabetical order.
            """)
    var reference: [String] = []

    @Option(help: "What happens to a row in which a value is missing: drop or error.")
    var missing: RegressionColumns.Missing = .drop

    @OptionGroup(title: "The form of the file")
    var table: TableOptions

    @Flag(help: "If the coefficients are not unique, print the coefficients with the least sum of squares, and a note.")
    var minimumNorm = false

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func validate() throws { _ = try references }

    /// The reference levels by the names of their columns.
    private var references: [String: String] {
        get throws {
            var references: [String: String] = [:]
            for text in reference {
                guard let place = text.firstIndex(of: "="), place != text.startIndex else {
                    throw ValidationError("--reference: '\(text)' has no column. Write COLUMN=CATEGORY, such as sex=F.")
                }
                let name = String(text[..<place])
                let earlier: String? = references.updateValue(String(text[text.index(after: place)...]), forKey: name)
                if earlier != nil {
                    throw ValidationError("--reference: '\(name)' has two references. Give each column one reference.")
                }
            }
            return references
        }
    }

    func run() throws {
        let path: String = file ?? Bundle.module.path(forResource: "data/longley", ofType: "csv") ?? ""
        let choice = RegressionColumns.Choice(
            dependent: dependent, predictors: predictor, references: try references,
            categories: Set(table.category), missing: missing)
        let columns = try RegressionColumns(table.table(at: path), choice, file: path)
        print(try Fit(Regression(columns), allowsDependence: minimumNorm).report)
    }
}

extension RegressionColumns.Missing: ExpressibleByArgument {}
