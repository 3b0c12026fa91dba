/// An error in the data or a flag of a regression. The description says where the error is, what is wrong, and what to
/// do.
enum RegressionError: Error, Equatable, CustomStringConvertible {
    case notANumber(file: String, line: Int, column: String, text: String)
    case tooLarge(file: String, line: Int, column: String, text: String)
    case noRows(file: String)
    case unknownTarget(file: String, target: String, columns: [String])
    /// Some columns are weighted sums of other columns. `equations` contains such a sum for each of these columns.
    case dependentColumns(file: String, equations: [String], rows: Int, coefficients: Int)
    case tooFewRows(file: String, rows: Int, coefficients: Int)
    case outOfRange(file: String, quantity: String)

    var description: String {
        switch self {
        case .notANumber(let file, let line, let column, let text):
            return "\(file), line \(line), column '\(column)': '\(text)' is not a finite number. "
                + "Write a number with a decimal point, or leave out the row."
        case .tooLarge(let file, let line, let column, let text):
            return "\(file), line \(line), column '\(column)': \(text) is greater than the greatest number, 1.8e308. "
                + "Write the column in larger units."
        case .noRows(let file): return "\(file): there is no row after the column names. Write a row for each case."
        case .unknownTarget(let file, let target, let columns):
            return
                "\(file): there is no column '\(target)'. Name one of \(columns.joined(separator: ", ")) with --target."
        case .dependentColumns(let file, let equations, let rows, let coefficients):
            return "\(file): no unique coefficients exist, because columns depend on others"
                + (rows < coefficients ? " (\(rows) rows cannot determine \(coefficients) coefficients)" : "") + ":\n"
                + equations.map { "    \($0)\n" }.joined()
                + "Leave out a column of each equation, or print one of the solutions with --minimum-norm."
        case .tooFewRows(let file, let rows, let coefficients):
            return "\(file): \(rows) rows determine \(coefficients) coefficients, but not their errors. "
                + "Add rows, remove columns, or print the coefficients without errors with --minimum-norm."
        case .outOfRange(let file, let quantity):
            return "\(file): \(quantity) is outside the range of floating-point numbers. "
                + "Write the columns in units that give numbers nearer to 1."
        }
    }
}
