import CSVTables

/// A file of comparisons that cannot be used: where, what is wrong, and what to do.
struct TableFileError: Error, Equatable, CustomStringConvertible {
    enum Fault: Equatable {
        /// What any table has to be.
        case table(CSVError)
        case unknownHeader([String])
        case notACount(String)
        case notAProbability(String)
        case moreCasesThanTotal(cases: Int, total: Int)
        case noRows
    }

    let file: String
    /// From 1; none where the fault is the file's.
    var line: Int?
    /// The name of the column.
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
            return "the columns are called \(found.joined(separator: ",")). Name them "
                + TableFile.countColumns.joined(separator: ",") + ", or, for probabilities, "
                + TableFile.probabilityColumns.joined(separator: ",") + "."
        case .notACount(let text):
            return "'\(text)' is no count. Write a whole number from 0 to 10^15, without separators."
        case .notAProbability(let text):
            return "'\(text)' is no probability. Write a number from 0 to 1, with a decimal point."
        case .moreCasesThanTotal(let cases, let total):
            return "\(cases) cases of \(total) in all. Write the total of cases and noncases."
        case .noRows:
            return "there is no row after the columns' names. Write one for each comparison."
        }
    }
}
