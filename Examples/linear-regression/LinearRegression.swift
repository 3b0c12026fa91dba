import ArgumentParser
import Files
import Foundation
import LinearAlgebra
import SwiftCSV
import Tensors

@main
struct LinearRegression: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linear-regression", abstract: "Fits a column of a CSV file by a weighted sum of the others.",
        discussion: """
            Without a file: J. W. Longley's data on employment in the USA, 1947 to 1962 ("An appraisal of least squares \
            programs", 1967), on which many a program loses every digit. The certified answers are NIST's: \
            https://www.itl.nist.gov/div898/strd/lls/data/Longley.shtml
            """)

    @Option(help: "A CSV file of numbers, the first line naming the columns.")
    var file: String?

    @Option(help: "The column to fit. The first unless given.")
    var target: String?

    static func main() {
        StandardOutput.verifyAtExit()
        main(nil)
    }

    func run() throws {
        let table: Table = try Table(path: file ?? Bundle.module.path(forResource: "data/longley", ofType: "csv") ?? "")
        print(try Fit(table, target: target ?? table.names[0]).report)
    }
}

/// A CSV file's columns as numbers.
struct Table {
    let names: [String]
    let columns: [String: [Double]]

    init(path: String) throws {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ValidationError("\(path) cannot be read. Name a CSV file with --file.")
        }
        let rows: [[String]] = try CSV<Enumerated>(string: text).rows
        names = try CSV<Enumerated>(string: text).header
        var columns: [String: [Double]] = [:]
        for (row, fields) in rows.enumerated() {
            for (name, field) in zip(names, fields) {
                guard let value = Double(field.trimmingCharacters(in: .whitespaces)), value.isFinite else {
                    throw ValidationError("\(path), line \(row + 2), column \(name): '\(field)' is no number")
                }
                columns[name, default: []].append(value)
            }
        }
        self.columns = columns
    }
}

/// A least-squares fit with an intercept, by QR of the matrix itself: no normal equations, which square its condition
/// number.
struct Fit {
    let report: String

    init(_ table: Table, target: String) throws {
        guard let values = table.columns[target] else {
            throw ValidationError("there is no column '\(target)'; there are \(table.names.joined(separator: ", "))")
        }
        let names: [String] = ["(intercept)"] + table.names.filter { $0 != target }
        let columns: [[Double]] = names.map { table.columns[$0] ?? [Double](repeating: 1, count: values.count) }
        guard values.count > names.count else {
            throw ValidationError("\(values.count) rows are too few for \(names.count) coefficients")
        }
        let x = Tensor<Double>(stacking: columns.map { Tensor($0) }, axis: 1)
        let y = Tensor<Double>(values)
        let coefficients: Tensor<Double>
        do {
            coefficients = try leastSquares(x, y)
        } catch {
            guard case .singular(_, let position, _) = error else { throw error }
            throw ValidationError("column '\(names[position])' is a weighted sum of the others: take it out")
        }
        let squares: Double = (y - matmul(x, coefficients)).squared().sum().scalar
        let deviation: Double = (squares / Double(values.count - names.count)).squareRoot()
        // (XᵀX)⁻¹ = R⁻¹R⁻ᵀ: its diagonal is the squared length of R⁻¹'s rows.
        let inverse: Tensor<Double> = try solveTriangular(qr(x).r, Tensor(identity: names.count), .upper)
        let errors: Tensor<Double> = vectorNorm(inverse) * Tensor(deviation)
        let explained: Double = 1 - squares / (y - y.mean()).squared().sum().scalar
        var lines: [String] = ["coefficient              value     standard error         t"]
        for (index, name) in names.enumerated() {
            let (value, error): (Double, Double) = (coefficients[index].scalar, errors[index].scalar)
            let label: String = name.padding(toLength: 14, withPad: " ", startingAt: 0)
            lines.append(label + String(format: "%16.8g   %16.8g   %7.2f", value, error, value / error))
        }
        lines.append(
            String(
                format: "residual standard deviation %.8g, R² %.8f, condition number %.2g", deviation,
                explained, try conditionNumber(x).scalar))
        report = lines.joined(separator: "\n")
    }
}
