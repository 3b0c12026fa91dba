/// A CSV file that cannot be used. The description says where, what is wrong, and what to do.
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Equatable, Sendable {
        /// The file cannot be opened, or it is not text. The value is the reason.
        case unreadable(String)
        /// The file has no lines.
        case empty
        /// The quotes break the rules of CSV. The value says how.
        case malformed(String)
        /// A column without a name. The value is its number, from 1.
        case namelessColumn(Int)
        /// Two columns with this name.
        case duplicateName(String)
        /// A row whose number of fields is not the number of columns.
        case wrongFieldCount(expected: Int, found: Int)
    }

    /// The path of the file, as given.
    public let file: String
    /// The line, from 1; `nil` if the fault concerns the whole file.
    public var line: Int?
    /// What is wrong.
    public let fault: Fault

    /// Creates an error from its parts.
    public init(file: String, line: Int? = nil, fault: Fault) {
        (self.file, self.line, self.fault) = (file, line, fault)
    }

    /// The place, what is wrong, and what to do.
    public var description: String { file + (line.map { ", line \($0)" } ?? "") + ": " + explanation }

    /// What is wrong and what to do, without the place.
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
