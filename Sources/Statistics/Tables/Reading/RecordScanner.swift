/// Divides the bytes of a CSV text into records, which are lines of fields. A record with a line break between
/// quotation marks has several lines.
///
/// Lines end with `\n`, `\r\n` or `\r`. Spaces and tabs around a field do not belong to the field, unless they are the
/// delimiter or stand between quotation marks. A quotation mark inside an unquoted field is an ordinary character.
struct RecordScanner {
    /// Where a field lies, relative to the start of its record.
    struct Field {
        /// The position of the first byte, without the quotation mark.
        let start: UInt32
        /// The number of bytes. The two highest bits are `quoted` and `doubled`.
        let extent: UInt32

        /// Set if the field stands between quotation marks.
        static let quoted: UInt32 = 1 << 31
        /// Set if the field contains doubled quotation marks.
        static let doubled: UInt32 = 1 << 30

        var length: Int { Int(extent & ~(Self.quoted | Self.doubled)) }
        var isQuoted: Bool { extent & Self.quoted != 0 }
        var hasDoubledQuotes: Bool { extent & Self.doubled != 0 }
    }

    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position = 0
    /// The number of the line at `position`, counted from 1.
    private(set) var line = 1
    private let delimiter: UInt8
    private let file: String

    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, file: String) {
        (self.bytes, self.delimiter, self.file) = (bytes, delimiter, file)
        // The byte order mark of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { (byte == 0x20 || byte == 0x09) && byte != delimiter }

    @inline(__always)
    private func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    @inline(__always)
    private mutating func skipBlanks() {
        while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    }

    private mutating func skipLineBreak() {
        guard position < bytes.count else { return }
        let isReturn: Bool = bytes[position] == 0x0D
        position += 1
        if isReturn, position < bytes.count, bytes[position] == 0x0A { position += 1 }
        line += 1
    }

    /// Moves to the start of the next record; the search begins at the current line. Lines without fields are skipped.
    /// Returns false at the end of the text.
    mutating func findRecord() -> Bool {
        while true {
            let start: Int = position
            skipBlanks()
            guard position < bytes.count else { return false }
            guard isLineBreak(bytes[position]) else {
                position = start
                return true
            }
            skipLineBreak()
        }
    }

    /// Appends the fields of the record at the position to `fields`, and moves to the next line.
    ///
    /// - Returns: The number of fields.
    /// - Throws: `TableError` if a quotation mark is not closed, if text follows a closing quotation mark, or if the
    ///   record is too long.
    @inline(__always)
    mutating func scanRecord(into fields: inout [Field]) throws(TableError) -> Int {
        let (start, firstLine): (Int, Int) = (position, line)
        var count = 0
        while true {
            skipBlanks()
            count += 1
            if position < bytes.count, bytes[position] == 0x22 {
                fields.append(try scanQuoted(recordStart: start))
            } else {
                let fieldStart: Int = position
                while position < bytes.count {
                    let byte: UInt8 = bytes[position]
                    if byte == delimiter || isLineBreak(byte) { break }
                    position += 1
                }
                var end: Int = position
                while end > fieldStart, isBlank(bytes[end - 1]) { end -= 1 }
                fields.append(try field(fieldStart, end, 0, start, firstLine))
            }
            guard position < bytes.count, bytes[position] == delimiter else { break }
            position += 1
        }
        skipLineBreak()
        return count
    }

    @inline(__always)
    private func field(
        _ start: Int, _ end: Int, _ flags: UInt32, _ recordStart: Int, _ firstLine: Int
    ) throws(TableError) -> Field {
        guard start - recordStart <= Int(UInt32.max), end - start < Int(Field.doubled) else {
            throw TableError(file: file, line: firstLine, fault: .tooLong)
        }
        return Field(start: UInt32(start - recordStart), extent: UInt32(end - start) | flags)
    }

    /// Moves behind a field between quotation marks, and behind the blanks that follow.
    private mutating func scanQuoted(recordStart: Int) throws(TableError) -> Field {
        let firstLine: Int = line
        position += 1
        let start: Int = position
        var flags: UInt32 = Field.quoted
        while true {
            guard position < bytes.count else { throw TableError(file: file, line: firstLine, fault: .unclosedQuote) }
            let byte: UInt8 = bytes[position]
            if isLineBreak(byte) {
                skipLineBreak()
            } else {
                position += 1
                guard byte == 0x22 else { continue }
                guard position < bytes.count, bytes[position] == 0x22 else { break }
                flags |= Field.doubled
                position += 1
            }
        }
        let field: Field = try field(start, position - 1, flags, recordStart, firstLine)
        skipBlanks()
        guard position >= bytes.count || bytes[position] == delimiter || isLineBreak(bytes[position]) else {
            throw TableError(file: file, line: line, fault: .textAfterQuote(following))
        }
        return field
    }

    /// The text from the position to the end of the field.
    private var following: String {
        let rest: Slice<UnsafeBufferPointer<UInt8>> = bytes[position...]
        return String(decoding: rest.prefix { $0 != delimiter && !isLineBreak($0) }.prefix(61), as: UTF8.self)
    }
}
