import Files
public import Foundation
import Tensors

extension Table {
    /// Reads a CSV file. A gzip file is decompressed.
    ///
    /// The first line that is not blank contains the names of the columns; every other line that is not blank is a row.
    /// Lines end with `\n`, `\r\n` or `\r`. A byte order mark is skipped. A field between quotation marks may contain
    /// delimiters, line breaks and doubled quotation marks. Blanks around a field do not count, except between
    /// quotation marks. A column without a name gets the name `column 3`, with its position counted from 1.
    ///
    /// The type of a column is the first of these types that fits all its fields that are not missing:
    ///
    /// 1. numbers, such as `-12.5e-3`. `inf` is not a number. An integer that `Double` does not represent is not a
    ///    number either, because two identifiers could become equal;
    /// 2. dates in one of the forms in `reading.dates`;
    /// 3. categories.
    ///
    /// A column in which every field is missing has the type `number`. `reading.types` overrides the type.
    ///
    /// The time is proportional to the size of the file: less than a second for a million rows of six columns.
    ///
    /// - Parameters:
    ///   - path: The path of a file, a pipe or `/dev/stdin`.
    ///   - reading: The options. Invalid options trap: see `TableReading`.
    /// - Throws: `TableError` if the file cannot be read, is not text in UTF-8 or is empty; if quotation marks are wrong;
    ///   if a row has another number of fields than there are names; if two columns have the same name; if a field does
    ///   not have the type in `reading.types`, or this dictionary names a column that does not exist.
    public init(contentsOf path: String, reading: TableReading = TableReading()) throws(TableError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw TableError(file: path, fault: .unreadable(error.reason))
        }
        try self.init(csv: data, reading: reading, file: path)
    }

    /// Reads a CSV text, as `init(contentsOf:reading:)` does. Errors name `file` as the origin of the text.
    public init(csv text: String, reading: TableReading = TableReading(), file: String = "text") throws(TableError) {
        try self.init(csv: Data(text.utf8), reading: reading, file: file)
    }

    /// Reads the bytes of a CSV text, as `init(contentsOf:reading:)` does. Errors name `file` as the origin of the text.
    public init(csv data: Data, reading: TableReading = TableReading(), file: String = "text") throws(TableError) {
        reading.verify()
        let text: Data = try Self.text(data, file)
        var result: Result<Table, TableError>?
        text.withUnsafeBytes { buffer in
            let bytes: UnsafeBufferPointer<UInt8> = buffer.bindMemory(to: UInt8.self)
            result = Result { () throws(TableError) -> Table in try Table(bytes, reading, file) }
        }
        guard let result else { fatalError("unreachable: the closure has run") }
        do { self = try result.get() } catch {
            guard let format = FileFormat(recognizing: text.prefix(16)), format != .bmp else { throw error }
            throw TableError(file: file, fault: .unreadable("text is needed, and it is \(format.name)"))
        }
    }

    private init(
        _ bytes: UnsafeBufferPointer<UInt8>, _ reading: TableReading, _ file: String
    ) throws(TableError) {
        let index = try FieldIndex(bytes, delimiter: reading.delimiter.byte(for: bytes), file: file)
        if let unknown = reading.types.keys.sorted().first(where: { !index.names.contains($0) }) {
            throw TableError(file: file, fault: .unknownColumn(unknown, names: index.names))
        }
        let (origin, missing) = (RowOrigin(file: file, lines: index.lines), MissingWords(reading.missingWords))
        var results = [Result<Column, TableError>?](repeating: nil, count: index.names.count)
        results.withUnsafeMutableBufferPointer { results in
            Parallelism.forEachChunk(results.count) { column in
                let reader = ColumnReader(index, column: column, reading, missing, origin)
                results[column] = Result { () throws(TableError) -> Column in try reader.read() }
            }
        }
        // If several columns have faults, the error is that of the first column.
        var columns: [Column] = []
        for result in results.compactMap(\.self) { columns.append(try result.get()) }
        self.init(columns, rowCount: index.rowCount, origin: origin)
    }

    /// Returns the text of a file: decompressed, if the file is a gzip file.
    private static func text(_ data: Data, _ file: String) throws(TableError) -> Data {
        var text: Data = data
        if data.starts(with: [0x1F, 0x8B]) {
            var reader = ByteReader(data)
            do { text = Data(try reader.read(atMost: FileContents.streamLimit + 1)) } catch {
                throw TableError(file: file, fault: .unreadable("the compressed data are damaged: \(error.reason)"))
            }
            guard text.count <= FileContents.streamLimit else {
                let words = "the compressed data expand to more than \(FileContents.streamLimit >> 30) GiB"
                throw TableError(file: file, fault: .unreadable(words))
            }
        }
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) {
            throw TableError(file: file, fault: .unreadable("the text is UTF-16 or UTF-32, and UTF-8 is needed"))
        }
        return text
    }
}
