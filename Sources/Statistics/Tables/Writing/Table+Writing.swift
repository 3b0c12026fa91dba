import Files
import Foundation
import Tensors

extension Table {
    /// The table as a CSV text: a line with the names, and a line for each row.
    ///
    /// Lines end with `\n`. A missing value is an empty field. Numbers have the fewest digits that identify them, with a
    /// decimal point, and dates have the form `2001-04-19`. A text stands between quotation marks if it contains a
    /// delimiter, a quotation mark or a line break, or has blanks at an end.
    ///
    /// `Table(csv:)` reads the same values, with three exceptions: texts such as `007` become numbers, and missing words
    /// such as `NA` become missing values, unless the options of the reader say otherwise; and infinite numbers, which
    /// CSV files do not have, become texts.
    ///
    /// - Parameter delimiter: The character between two fields. Traps under the conditions of
    ///   `TableReading.Delimiter.character`.
    public func csvText(delimiter: Unicode.Scalar = ",") -> String {
        requirePossible(delimiter, "csvText")
        return String(decoding: csvBytes(delimiter), as: UTF8.self)
    }

    private func requirePossible(_ delimiter: Unicode.Scalar, _ operation: String) {
        require(
            TableReading.Delimiter.isPossible(delimiter),
            "\(operation): \(String(reflecting: String(delimiter))) cannot separate fields")
    }

    private func csvBytes(_ delimiter: Unicode.Scalar) -> [UInt8] {
        let separator = UInt8(delimiter.value)
        let names: [String] = self.names.map { FieldWriter.field($0, delimiter) }
        var bytes: [UInt8] = Array(names.joined(separator: String(delimiter)).utf8) + [0x0A]
        let writers: [FieldWriter] = columns.map { FieldWriter($0, delimiter: delimiter) }
        for row in 0 ..< rowCount {
            let start: Int = bytes.count
            for (index, writer) in writers.enumerated() {
                if index > 0 { bytes.append(separator) }
                writer.append(row, to: &bytes)
            }
            // A reader skips blank lines, so the quotation marks keep a line whose only value is missing.
            if bytes.count == start { bytes += "\"\"".utf8 }
            bytes.append(0x0A)
        }
        return bytes
    }

    /// Writes the table as a CSV file, atomically: after an error, an existing file is unchanged (see `AtomicFile`). If
    /// the path ends with `.gz`, the file is compressed.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - delimiter: The character between two fields: see `csvText`.
    /// - Throws: `TableError` if the file cannot be written.
    public func write(to path: String, delimiter: Unicode.Scalar = ",") throws(TableError) {
        requirePossible(delimiter, "write")
        let text = Data(csvBytes(delimiter))
        do { try AtomicFile.write(path.hasSuffix(".gz") ? DeflateFormat.gzip.compressed(text) : text, to: path) } catch
        {
            throw TableError(file: path, fault: .unwritable(error.reason))
        }
    }
}
