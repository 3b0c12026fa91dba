/// A CSV file that cannot be used: where, what is wrong, and what to do.
public struct CSVError: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Fault: Equatable, Sendable {
        /// The system refused, or the file is no text; why.
        case unreadable(String)
        /// Not a line of text.
        case empty
        /// Quotes that are not as they have to be; how.
        case malformed(String)
        /// A column whose name is empty, by its number from 1.
        case namelessColumn(Int)
        case duplicateName(String)
        case wrongFieldCount(expected: Int, found: Int)
    }

    public let file: String
    /// From 1; none where the fault is the file's.
    public var line: Int?
    public let fault: Fault

    public init(file: String, line: Int? = nil, fault: Fault) {
        (self.file, self.line, self.fault) = (file, line, fault)
    }

    public var description: String { file + (line.map { ", line \($0)" } ?? "") + ": " + explanation }

    /// What is wrong and what to do, without the place.
    public var explanation: String {
        switch fault {
        case .unreadable(let reason): return "cannot be read: \(reason). Name a CSV file."
        case .empty: return "the file is empty. Write the names of the columns, then a line for each row."
        case .malformed(let reason):
            return "not CSV: \(reason). Put a field with quotes between quotes, and double those in it."
        case .namelessColumn(let number): return "column \(number) has no name. Give every column one."
        case .duplicateName(let name): return "two columns are called '\(name)'. Give every column a name of its own."
        case .wrongFieldCount(let expected, let found):
            return "the row has \(Self.count(found, "field")), and there are \(Self.count(expected, "column")). "
                + "Write a field for each column, and a field with a comma between quotes."
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
