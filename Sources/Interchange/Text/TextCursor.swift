import Files

/// A position in a text that consists of lines and fields.
struct TextCursor {
    var position: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>
    /// The number of the current line, counted from 1.
    private(set) var line = 1
    private let bytes: UnsafeBufferPointer<UInt8>
    private let path: String
    /// The byte between two fields; `nil` for white space.
    private let delimiter: UInt8?
    /// Whether a space is a blank, and whether a tab is a blank. Blanks before and after a field are ignored. A space
    /// or a tab that is the delimiter is not a blank.
    private let isSpaceBlank, isTabBlank: Bool
    private let comment: [UInt8]
    /// The first byte of a comment mark, or −1 if there are no comments.
    private let commentStart: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ source: _TextSource) {
        self.bytes = bytes
        path = source.path
        guard let start = bytes.baseAddress else { fatalError("TextCursor: a source has at least one byte") }
        end = start + bytes.count
        position = start
        delimiter = source.options.delimiter.byte
        (isSpaceBlank, isTabBlank) = (delimiter != 0x20, delimiter != 0x09)
        comment = Array((source.options.comment ?? "").utf8)
        commentStart = comment.first.map { Int($0) } ?? -1
        // The byte order mark of UTF-8.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
    }

    var isAtEnd: Bool { position >= end }

    func error(_ fault: TextFileError.Fault) -> TextFileError { TextFileError(path: path, fault) }

    /// The format of another kind of file, if the first bytes indicate such a format; otherwise `nil`. A BMP picture
    /// also gives `nil`, because a text can begin with the same two letters as a BMP picture.
    var otherFormat: FileFormat? {
        let format = FileFormat(recognizing: bytes.prefix(16))
        return format == .bmp ? nil : format
    }

    @inline(__always)
    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 && isSpaceBlank || byte == 0x09 && isTabBlank }

    @inline(__always)
    private static func isLineBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    @inline(__always)
    mutating func skipBlanks() {
        while position < end, isBlank(position.pointee) { position += 1 }
    }

    /// Whether the position is the start of a comment.
    @inline(__always)
    private var isAtComment: Bool {
        position < end && Int(position.pointee) == commentStart && isAtWholeComment
    }

    private var isAtWholeComment: Bool {
        end - position >= comment.count && comment.indices.allSatisfy { position[$0] == comment[$0] }
    }

    /// Whether a field, and the blanks after the field, end at the position. Call `skipBlanks` first.
    @inline(__always)
    var isAtFieldEnd: Bool {
        guard position < end else { return true }
        let byte: UInt8 = position.pointee
        if let delimiter { return byte == delimiter || Self.isLineBreak(byte) || isAtComment }
        return Self.isLineBreak(byte) || isAtComment || isBlank(position[-1])
    }

    /// Moves from the end of a field to the start of the next field. Returns false at the end of the line.
    @inline(__always)
    mutating func advanceToField() -> Bool {
        guard position < end else { return false }
        if let delimiter {
            guard position.pointee == delimiter else { return false }
            position += 1
            return true
        }
        return !Self.isLineBreak(position.pointee) && !isAtComment
    }

    /// Moves to the next line.
    mutating func skipLine() {
        while position < end, !Self.isLineBreak(position.pointee) { position += 1 }
        skipLineBreak()
    }

    private mutating func skipLineBreak() {
        guard position < end else { return }
        let isReturn: Bool = position.pointee == 0x0D
        position += 1
        if isReturn, position < end, position.pointee == 0x0A { position += 1 }
        line += 1
    }

    /// Moves to the start of the next line that has a field; the search begins with the current line. Returns false if
    /// there is no such line.
    @inline(__always)
    mutating func findRow() -> Bool {
        while true {
            let start: UnsafePointer<UInt8> = position
            skipBlanks()
            guard position < end else { return false }
            if Self.isLineBreak(position.pointee) {
                skipLineBreak()
            } else if isAtComment {
                skipLine()
            } else {
                position = start
                return true
            }
        }
    }

    /// Returns an estimate of the number of rows from the position to the end of the text. The estimate assumes that
    /// all lines are as long as the current line, and that a line has at least two bytes. The result is at least 1.
    func estimatedRows() -> Int {
        var place: UnsafePointer<UInt8> = position
        while place < end, !Self.isLineBreak(place.pointee) { place += 1 }
        let length: Int = max(2, place - position + 1)
        return (end - position) / length + 1
    }

    /// Returns the number of fields in the current line without moving. Throws a `TextFileError` if the quotation marks
    /// of a field are wrong: see `readQuoted`.
    func countFields() throws(TextFileError) -> Int {
        var copy: TextCursor = self
        var count = 0
        repeat {
            copy.skipBlanks()
            count += 1
            try copy.skipField(column: count)
        } while copy.advanceToField()
        return count
    }

    /// Reads the names of the columns from the next line that is not blank, and moves to the line after this line. A
    /// comment mark before the names is skipped.
    ///
    /// - Returns: The names, and the number of the line; `nil` if all lines up to the end of the text are blank.
    /// - Throws: `TextFileError` if the quotation marks of a name are wrong: see `readQuoted`.
    mutating func readNames() throws(TextFileError) -> (names: [String], line: Int)? {
        while true {
            skipBlanks()
            guard position < end else { return nil }
            if Self.isLineBreak(position.pointee) {
                skipLineBreak()
                continue
            }
            if isAtComment { position += comment.count }
            break
        }
        let start: Int = line
        var names: [String] = []
        repeat {
            skipBlanks()
            if delimiter == nil, isAtLineEnd { break }
            names.append(String(decoding: try readField(column: names.count + 1), as: UTF8.self))
        } while advanceToField()
        skipLine()
        return (names, start)
    }

    /// Moves behind the field that begins at the position, and behind the blanks that follow. `column` is the number of
    /// the field in the line, for errors. Throws a `TextFileError` if the quotation marks are wrong: see `readQuoted`.
    mutating func skipField(column: Int) throws(TextFileError) {
        if position < end, position.pointee == 0x22 {
            _ = try readQuoted(column)
        } else {
            _ = unquotedEnd()
        }
    }

    /// Returns the bytes of the field that begins at the position, without quotation marks around the field and without
    /// spaces and tabs at both ends. Moves as `skipField` does, and throws the same errors. `column` is the number of
    /// the field in the line.
    mutating func readField(column: Int) throws(TextFileError) -> [UInt8] {
        if position < end, position.pointee == 0x22 { return try readQuoted(column) }
        let start: UnsafePointer<UInt8> = position
        var last: UnsafePointer<UInt8> = unquotedEnd()
        while last > start, isBlank(last[-1]) { last -= 1 }
        return Array(UnsafeBufferPointer(start: start, count: last - start))
    }

    /// Moves behind an unquoted field, and behind the blanks that follow. Returns the end of the field.
    private mutating func unquotedEnd() -> UnsafePointer<UInt8> {
        while position < end {
            let byte: UInt8 = position.pointee
            if Self.isLineBreak(byte) || isAtComment { break }
            if let delimiter { if byte == delimiter { break } } else if isBlank(byte) { break }
            position += 1
        }
        let last: UnsafePointer<UInt8> = position
        skipBlanks()
        return last
    }

    /// Returns the bytes of a field in quotation marks, without spaces and tabs at both ends, and moves behind the
    /// blanks that follow. Two quotation marks in the field become one. Throws a `TextFileError` with the fault
    /// `.unclosedQuote` if the closing quotation mark is missing, and `.textAfterQuote` if text follows the closing
    /// quotation mark. `column` is the number of the field in the line.
    private mutating func readQuoted(_ column: Int) throws(TextFileError) -> [UInt8] {
        let place = TextFileError.Place(line: line, column: column)
        var text: [UInt8] = []
        position += 1
        while true {
            guard position < end else { throw error(.unclosedQuote(place)) }
            let byte: UInt8 = position.pointee
            if byte == 0x22 {
                position += 1
                guard position < end, position.pointee == 0x22 else { break }
            } else if Self.isLineBreak(byte) {
                // A line break of two bytes counts as one line.
                let start: UnsafePointer<UInt8> = position
                skipLineBreak()
                text += UnsafeBufferPointer(start: start, count: position - start)
                continue
            }
            text.append(byte)
            position += 1
        }
        skipBlanks()
        guard isAtFieldEnd else { throw error(.textAfterQuote(place)) }
        while let last = text.last, last == 0x20 || last == 0x09 { text.removeLast() }
        return Array(text.drop { $0 == 0x20 || $0 == 0x09 })
    }

    private var isAtLineEnd: Bool { position >= end || Self.isLineBreak(position.pointee) || isAtComment }
}
