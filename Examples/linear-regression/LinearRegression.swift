import ArgumentParser
import CSVTables
import Files
import Foundation
import Tensors

@main
struct LinearRegression: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-regression",
        abstract: "Fits a column of a CSV file by a weighted sum of the others.",
        discussion: """
            The default file is J. W. Longley's data on employment in the USA, 1947 to 1962 ("An appraisal of least squares \
            programs", 1967). Many programs lose every digit on these data. NIST certifies the answers: \
            https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml

            A column that is a weighted sum of others has no unique coefficient. The program then names the column and ends, \
            unless --minimum-norm is given.
            """, version: synaNNVersion)

    @Option(help: "A CSV file of numbers; its first line names the columns. /dev/stdin is standard input.")
    var file: String?

    @Option(help: "The column to fit. By default the first.")
    var target: String?

    @Flag(help: "If the coefficients are not unique, print those of least sum of squares, with a note.")
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
