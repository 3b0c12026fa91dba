import Files
import Foundation
public import Tensors

/// A text file with a table of numbers, such as comma-separated values. NumPy's `savetxt` writes such files, and
/// `loadtxt` and `genfromtxt` read them.
///
///     let x: Tensor<Double> = try TextFile<Double>(contentsOf: "x.csv", .csv).values
///     try TextFile(y).write(to: "y.txt")
///
/// A line is a row of the table. Blank lines are skipped. Lines end with `\n`, `\r\n` or `\r`; the last line may have
/// no line end. A byte order mark at the start is skipped. A field may be enclosed in quotation marks, as RFC 4180
/// describes. A field in quotation marks may contain delimiters, line breaks, and doubled quotation marks.
///
/// Numbers are written as in Swift and C: `-1.5`, `.5`, `2.`, `1e-7`, and `nan` and `inf` in capitals or small letters.
/// A real number with any number of digits is rounded to the nearest number of the type `Scalar`. An integer type
/// accepts only integers. A complex number is `1+2i` or `1+2j`, with or without parentheses.
public struct TextFile<Scalar: TextScalar>: Sendable, Equatable {
    /// The numbers, in the shape `[rows, columns]`.
    public let values: Tensor<Scalar>
    /// The names of the columns; empty if the columns have no names.
    public let columnNames: [String]

    /// Creates a file with the numbers of a tensor.
    ///
    /// Traps if the tensor has more than two axes, or if the number of names is not the number of columns.
    ///
    /// - Parameters:
    ///   - values: A matrix, or a vector, which becomes a single column. A tensor of shape `[]` becomes a single row.
    ///   - columnNames: A name for each column, or no names.
    public init(_ values: Tensor<Scalar>, columnNames: [String] = []) {
        require(values.rank <= 2, "TextFile: a tensor of shape \(values.shape) is not a table of rows")
        let table: Tensor<Scalar> = values.rank == 2 ? values : values.reshaped(to: [values.count, 1])
        require(
            columnNames.isEmpty || columnNames.count == table.shape[1],
            "TextFile: \(columnNames.count) names for the columns of shape \(table.shape)")
        (self.values, self.columnNames) = (table, columnNames)
    }

    /// Reads a file. A gzip file is decompressed.
    ///
    /// A file without rows gives the shape `[0, columns]`. Here `columns` is the number of chosen columns. If `options`
    /// choose all columns, this is the number of names, or 0 without names.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - options: The delimiter, and what to read. Invalid options trap: see `TextReading`.
    /// - Throws: `TextFileError` if the file cannot be read, is not a text file in UTF-8 or has damaged gzip data; if a
    ///   field is missing or is not a number of the type; if quotation marks are wrong; if the lines differ in their
    ///   number of fields; if a chosen column or the line with the names does not exist, or a chosen name occurs twice.
    public init(contentsOf path: String, _ options: TextReading = TextReading()) throws(TextFileError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw TextFileError(path: path, .inaccessible(error.reason))
        }
        try self.init(data, path: path, options)
    }

    /// Reads the bytes of a file, as `init(contentsOf:_:)` does.
    ///
    /// - Parameters:
    ///   - data: The bytes of the file.
    ///   - path: The path that errors contain.
    ///   - options: The delimiter, and what to read. Invalid options trap: see `TextReading`.
    /// - Throws: `TextFileError` under the conditions of `init(contentsOf:_:)`, except that no file can be unreadable.
    public init(_ data: Data, path: String, _ options: TextReading = TextReading()) throws(TextFileError) {
        options.verify()
        let source = try _TextSource(data, path: path, options)
        let table: _TextRows<Scalar> = try Scalar._rows(of: source)
        (values, columnNames) = (table.values, table.names)
    }

    /// Writes the file atomically: after an error, an existing file is unchanged (see `AtomicFile`). If the path ends
    /// with `.gz`, the file is compressed.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - options: The delimiter, the digits, the header and the line ends. With the default, a reader gets the same
    ///     numbers. Traps under the conditions of `encoded`.
    /// - Throws: `TextFileError` if the file cannot be written.
    public func write(to path: String, _ options: TextWriting = TextWriting()) throws(TextFileError) {
        let text: Data = encoded(options)
        let bytes: Data = path.hasSuffix(".gz") ? DeflateFormat.gzip.compressed(text) : text
        do { try AtomicFile.write(bytes, to: path) } catch {
            throw TextFileError(path: path, .inaccessible(error.reason))
        }
    }
}
