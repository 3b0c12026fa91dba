import Files
import Foundation
import Statistics

/// A file that the program writes: JSON or CSV, by the ending of its name.
struct OutputFile {
    let path: String

    /// Checks the ending before any work is done.
    ///
    /// - Throws: `UnusableInput` if the path ends neither in .json nor in .csv.
    init(_ path: String) throws {
        guard path.hasSuffix(".json") || path.hasSuffix(".csv") else {
            throw UnusableInput(description: "--output: '\(path)' must end in .json or .csv. Give it such a name.")
        }
        self.path = path
    }

    /// Writes the file atomically: `json` or `table`, by the ending of the path.
    func write(json: @autoclosure () throws -> Data, table: @autoclosure () throws -> Table) throws {
        guard path.hasSuffix(".json") else { return try table().write(to: path) }
        let contents: Data = try json()
        do { try AtomicFile.write(contents, to: path) } catch {
            throw UnusableInput(description: "\(path): cannot be written: \(error.reason). Name another file.")
        }
    }
}

extension Table {
    /// Creates a table of columns that the program writes.
    ///
    /// - Throws: `UnusableInput` if two columns have the same name, because a column of the input has a name that the
    ///   program gives.
    init(output columns: [Column]) throws(UnusableInput) {
        var names: Set<String> = []
        if let column = columns.first(where: { !names.insert($0.name).inserted }) {
            throw UnusableInput(
                description: "two columns of the output would be called '\(column.name)'. "
                    + "Give the column of the input another name.")
        }
        self.init(columns)
    }
}
