import CSVTables

/// An error about a file of comparisons that cannot be used. The description says where the fault is, what is wrong,
/// and what to do.
struct TableFileError: Error, Equatable, CustomStringConvertible {
    enum Fault: Equatable {
        /// The file cannot be read, or is not a CSV table.
        case table(CSVError)
        /// The column names, which are the value, are neither those for counts nor those for probabilities.
        case unknownHeader([String])
        case notACount(String)
        case notAProbability(String)
        case moreCasesThanTotal(cases: Int, total: Int)
        /// The file contains column names, but no rows.
        case noRows
    }

    let file: String
    /// The number of the line with the fault, counted from 1; `nil` if the fault concerns the whole file.
    var line: Int?
    /// The name of the column with the fault; `nil` if the fault does not concern a single field.
    var field: String?
    let fault: Fault

    var description: String {
        let place: [String] = [file] + (line.map { ["line \($0)"] } ?? []) + (field.map { ["field '\($0)'"] } ?? [])
        return place.joined(separator: ", ") + ": " + explanation
    }

    private var explanation: String {
        switch fault {
        case .table(let error): return error.explanation
        case .unknownHeader(let found):
            return "the column names are \(found.joined(separator: ",")). Name the columns "
                + TableFile.countColumns.joined(separator: ",") + ", or, for probabilities, "
                + TableFile.probabilityColumns.joined(separator: ",") + "."
        case .notACount(let text):
            return "'\(text)' is not a count. Write a whole number from 0 to 10^15, without separators."
        case .notAProbability(let text):
            return "'\(text)' is not a probability. Write a number from 0 to 1, with a decimal point."
        case .moreCasesThanTotal(let cases, let total):
            return "\(cases) cases are more than the total of \(total). Write the total of cases and noncases."
        case .noRows:
            return "there is no row after the column names. Write a row for each comparison."
        }
    }
}
