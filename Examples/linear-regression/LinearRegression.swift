import ArgumentParser
import CSVTables
import Files
import Foundation
import Tensors

@main
struct LinearRegression: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-regression",
        abstract: "Fits a column of a CSV file by a weighted sum of the other columns.",
        discussion: """
            The default file is J. W. Longley's data on employment in the USA, 1947 to 1962 ("An appraisal of least squares \
            programs", 1967). Many programs compute no correct digit for these data. NIST publishes certified results: \
            https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml

            If a column is a weighted sum of other columns, the coefficients are not unique. The program then prints these \
            columns as equations, and ends with an error. With --minimum-norm, the program prints one of the solutions.
            """, version: synaNNVersion)

    @Option(help: "A CSV file of numbers. The first line contains the column names. /dev/stdin is standard input.")
    var file: String?

    @Option(help: "The name of the column to fit. By default, the first column.")
    var target: String?

    @Flag(help: "If the coefficients are not unique, print the coefficients with the least sum of squares, and a note.")
    var minimumNorm = false

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func run() throws {
        let path: String = file ?? Bundle.module.path(forResource: "data/longley", ofType: "csv") ?? ""
        let table = try NumberTable(CSVRows(path: path), file: path)
        print(try Fit(Regression(table, target: target), allowsDependence: minimumNorm).report)
    }
}
