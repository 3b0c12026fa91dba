/// An error in the data or a flag of a regression. The description says where the error is, what is wrong, and what to
/// do.
enum LinearRegressionError: Error, Equatable, CustomStringConvertible {
    /// A value is missing in every row. `columns` are the names of the columns that the regression uses.
    case noCompleteRow(file: String, columns: [String])
    /// A column of categories has only one level.
    case oneLevel(file: String, column: String, level: String)
    /// Some columns are weighted sums of other columns. `equations` contains such a sum for each of these columns.
    case dependentColumns(file: String, equations: [String], rows: Int, coefficients: Int)
    case tooFewRows(file: String, rows: Int, coefficients: Int)
    case outOfRange(file: String, quantity: String)

    var description: String {
        switch self {
        case .noCompleteRow(let file, let columns):
            return "\(file): in every row, a value of the columns \(columns.joined(separator: ", ")) is missing. "
                + "Name columns with more values with --predictor."
        case .oneLevel(let file, let column, let level):
            return "\(file), column '\(column)': every row has the value '\(level)', so the column explains nothing. "
                + "Leave it out: name the other columns with --predictor."
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
