/// Data or a flag from which no regression follows: where, what is wrong, and what to do.
enum RegressionError: Error, Equatable, CustomStringConvertible {
    case notANumber(file: String, line: Int, column: String, text: String)
    case tooLarge(file: String, line: Int, column: String, text: String)
    case noRows(file: String)
    case unknownTarget(file: String, target: String, columns: [String])
    /// The columns that are weighted sums of others, as equations.
    case dependentColumns(file: String, equations: [String], rows: Int, coefficients: Int)
    case tooFewRows(file: String, rows: Int, coefficients: Int)
    case outOfRange(file: String, quantity: String)

    var description: String {
        switch self {
        case .notANumber(let file, let line, let column, let text):
            return "\(file), line \(line), column '\(column)': '\(text)' is no finite number. "
                + "Write one with a decimal point, or leave out the row."
        case .tooLarge(let file, let line, let column, let text):
            return "\(file), line \(line), column '\(column)': \(text) is beyond the greatest number, 1.8e308. "
                + "Write the column in greater units."
        case .noRows(let file): return "\(file): there is no row after the columns' names. Write one for each case."
        case .unknownTarget(let file, let target, let columns):
            return
                "\(file): there is no column '\(target)'. Name one of \(columns.joined(separator: ", ")) with --target."
        case .dependentColumns(let file, let equations, let rows, let coefficients):
            return "\(file): no unique coefficients exist, as columns depend on others"
                + (rows < coefficients ? " (\(rows) rows cannot determine \(coefficients) coefficients)" : "") + ":\n"
                + equations.map { "    \($0)\n" }.joined()
                + "Take out a column of each equation, or ask for one of the many solutions with --minimum-norm."
        case .tooFewRows(let file, let rows, let coefficients):
            return "\(file): \(rows) rows determine \(coefficients) coefficients without an error to estimate. "
                + "Give more rows or fewer columns, or ask for the coefficients alone with --minimum-norm."
        case .outOfRange(let file, let quantity):
            return "\(file): \(quantity) is beyond the range of floating-point numbers. "
                + "Write the columns in units that are nearer to 1."
        }
    }
}
