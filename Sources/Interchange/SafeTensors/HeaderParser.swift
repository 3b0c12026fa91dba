/// Parses the JSON of a safetensors header.
///
/// The header is a JSON object with an entry for each tensor. It may also have the entry `__metadata__`, an object of
/// strings. Foundation's decoder accepts duplicate names and JSON that the format forbids. This parser accepts only the
/// grammar of the format and reports the position of an error. The depth of its recursion is bounded, so a malicious
/// header cannot exhaust the stack.
struct HeaderParser {
    /// A tensor as the header describes it. `start` and `end` are the offsets of the tensor's bytes from the end of the
    /// header. The parser does not compare the entry with the rest of the file.
    struct Entry: Equatable {
        var name = ""
        var type = ""
        var shape: [Int] = []
        var start = 0
        var end = 0
    }

    private let bytes: [UInt8]
    private var position = 0
    private(set) var entries: [Entry] = []
    private(set) var metadata: [(key: String, value: String)] = []
    private var hasMetadata = false

    init(parsing bytes: [UInt8]) throws(HeaderError) {
        self.bytes = bytes
        try object { (parser, name) throws(HeaderError) in
            if name == "__metadata__" {
                try parser.parseMetadata()
            } else {
                try parser.parseEntry(name)
            }
        }
        skipSpace()
        if position < bytes.count { throw error("unexpected bytes follow the header") }
    }

    private mutating func parseMetadata() throws(HeaderError) {
        if hasMetadata { throw error("'__metadata__' occurs twice") }
        hasMetadata = true
        // The reference implementation accepts null instead of an object. A null means that there is no metadata.
        if acceptsNull() { return }
        try object { (parser, key) throws(HeaderError) in
            parser.metadata.append((key, try parser.string()))
        }
    }

    private mutating func parseEntry(_ name: String) throws(HeaderError) {
        var entry = Entry(name: name)
        var seen: Set<String> = []
        try object { (parser, key) throws(HeaderError) in
            guard seen.insert(key).inserted else { throw parser.error("'\(key)' occurs twice") }
            switch key {
            case "dtype": entry.type = try parser.string()
            case "shape": entry.shape = try parser.integers()
            case "data_offsets":
                let offsets: [Int] = try parser.integers()
                guard offsets.count == 2 else { throw parser.error("'data_offsets' must be two numbers") }
                (entry.start, entry.end) = (offsets[0], offsets[1])
            default: throw parser.error("'\(key)' is not a property of a tensor")
            }
        }
        guard seen.count == 3 else { throw error("'\(name)' lacks dtype, shape or data_offsets") }
        entries.append(entry)
    }

    // MARK: JSON

    private func error(_ reason: String) -> HeaderError { HeaderError(reason: reason, position: position) }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func expect(_ character: Character) throws(HeaderError) {
        skipSpace()
        guard position < bytes.count, bytes[position] == character.asciiValue else {
            throw error("'\(character)' is expected")
        }
        position += 1
    }

    private mutating func accepts(_ character: Character) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func acceptsNull() -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: "null".utf8) else { return false }
        position += 4
        return true
    }

    /// Parses an object `{"key": …, …}` and calls `value` to parse each value. Throws a `HeaderError` if the text is
    /// not such an object, and the errors of `value`.
    private mutating func object(
        _ value: (inout HeaderParser, _ key: String) throws(HeaderError) -> Void
    ) throws(HeaderError) {
        try expect("{")
        if accepts("}") { return }
        repeat {
            let key: String = try string()
            try expect(":")
            try value(&self, key)
        } while accepts(",")
        try expect("}")
    }

    /// Parses an array `[1, 2, …]` of integers that are at least 0. Throws a `HeaderError` if the text is not such an
    /// array, or if a number exceeds `Int.max`.
    private mutating func integers() throws(HeaderError) -> [Int] {
        try expect("[")
        if accepts("]") { return [] }
        var values: [Int] = []
        repeat { values.append(try integer()) } while accepts(",")
        try expect("]")
        return values
    }

    private mutating func integer() throws(HeaderError) -> Int {
        skipSpace()
        let start: Int = position
        var value = 0
        while position < bytes.count, (0x30 ... 0x39).contains(bytes[position]) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflows, !overflowsToo else { throw error("a number is too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw error("a nonnegative integer is expected") }
        guard position == start + 1 || bytes[start] != 0x30 else { throw error("a number begins with 0") }
        return value
    }

    private mutating func string() throws(HeaderError) -> String {
        try expect("\"")
        var content: [UInt8] = []
        while position < bytes.count {
            let byte: UInt8 = bytes[position]
            position += 1
            if byte == 0x22 {
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw error("a string is not valid UTF-8")
                }
                return text
            }
            guard byte >= 0x20 else { throw error("a string contains a control character") }
            if byte == 0x5C { try escape(&content) } else { content.append(byte) }
        }
        throw error("a string is not closed")
    }

    private static let escapes: [UInt8: UInt8] = [
        0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
    ]

    private mutating func escape(_ content: inout [UInt8]) throws(HeaderError) {
        guard position < bytes.count else { throw error("a string is not closed") }
        let kind: UInt8 = bytes[position]
        position += 1
        if let character = Self.escapes[kind] {
            content.append(character)
            return
        }
        guard kind == 0x75 else { throw error("JSON has no such escape sequence") }
        var code: UInt32 = try hexadecimal()
        if (0xD800 ..< 0xDC00).contains(code) {
            guard position + 1 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75 else {
                throw error("a surrogate pair is incomplete")
            }
            position += 2
            let low: UInt32 = try hexadecimal()
            guard (0xDC00 ..< 0xE000).contains(low) else { throw error("a surrogate pair is incomplete") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw error("a surrogate pair is incomplete") }
        content += Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(HeaderError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw error("an escape sequence is incomplete") }
        var code: UInt32 = 0
        for byte in bytes[position ..< position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error("four hexadecimal digits are expected")
            }
            code = code << 4 + UInt32(digit)
        }
        position += 4
        return code
    }
}
