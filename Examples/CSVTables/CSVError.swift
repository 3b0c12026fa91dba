/// An error about a CSV file that cannot be used. The description says where the fault is, what is wrong, and what to
/// do.
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of fault of a CSV file.
    public enum Fault: Equatable, Sendable {
        /// The file cannot be opened, or its contents are not text. The value is the reason.
        case unreadable(String)
        /// The file has no lines, or only empty lines.
        case empty
        /// The quotes break the rules of CSV. The value says in which way.
        case malformed(String)
        /// A column has no name. The value is the column's number, counted from 1.
        case namelessColumn(Int)
        /// Two columns have the same name, which is the value.
        case duplicateName(String)
        /// A row has more or fewer fields than the file has columns.
        case wrongFieldCount(expected: Int, found: Int)
    }

    /// The path of the file, as the caller gave it.
    public let file: String
    /// The number of the line with the fault, counted from 1; `nil` if the fault concerns the whole file.
    public var line: Int?
    /// What is wrong with the file.
    public let fault: Fault

    /// Creates an error. `line` is `nil` if the fault concerns the whole file.
    public init(file: String, line: Int? = nil, fault: Fault) {
        (self.file, self.line, self.fault) = (file, line, fault)
    }

    /// A sentence with the file, the line, the fault and what to do.
    public var description: String { file + (line.map { ", line \($0)" } ?? "") + ": " + explanation }

    /// A sentence with the fault and what to do, without the file and the line.
    public var explanation: String {
        switch fault {
        case .unreadable(let reason): return "cannot be read: \(reason). Name a CSV file."
        case .empty: return "the file is empty. Write the names of the columns, then a line for each row."
        case .malformed(let reason):
            return
                "not CSV: \(reason). Put a field that contains quotes between quotes, and double the quotes inside it."
        case .namelessColumn(let number): return "column \(number) has no name. Name every column."
        case .duplicateName(let name): return "two columns are called '\(name)'. Give each column a different name."
        case .wrongFieldCount(let expected, let found):
            return "the row has \(Self.count(found, "field")), and there are \(Self.count(expected, "column")). "
                + "Write one field for each column, and put a field that contains a comma between quotes."
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
