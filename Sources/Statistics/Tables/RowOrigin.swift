/// Where the rows of a table come from. An error about a cell names the file and the line.
struct RowOrigin: Sendable, Equatable {
    /// The path of the file, as the caller gave it.
    let file: String
    /// The number of the line on which each row begins, counted from 1.
    let lines: [Int]

    /// Returns the origin of the rows at `rows`.
    func rows(at rows: [Int]) -> RowOrigin { RowOrigin(file: file, lines: rows.map { lines[$0] }) }
}
