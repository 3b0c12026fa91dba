/// Reads the JSON of a safetensors header: an object of tensors and an object of strings, and nothing else.
///
/// Foundation's decoder lets the later of two equal names win, and takes what the format forbids. A header comes from
/// whoever made the file: this reader accepts the format's own grammar, knows where it is, and cannot recurse.
struct HeaderParser {
    /// A tensor as the header describes it, nothing of it checked against the file.
    struct Entry: Equatable {
        var name = ""
        var type = ""
        var shape: [Int] = []
        var start = 0
        var end = 0
    }

    /// What is wrong, and at which byte.
    struct Failure: Error, Equatable {
        let sentence: String
        let position: Int
    }

    private let bytes: [UInt8]
    private var position = 0
    private(set) var entries: [Entry] = []
    private(set) var metadata: [(key: String, value: String)] = []
    private var hasMetadata = false

    init(parsing bytes: [UInt8]) throws(Failure) {
        self.bytes = bytes
        try object { (parser, name) throws(Failure) in
            if name == "__metadata__" {
                try parser.parseMetadata()
            } else {
                try parser.parseEntry(name)
            }
        }
        skipSpace()
        if position < bytes.count { throw failure("something stands behind the header's end") }
    }

    private mutating func parseMetadata() throws(Failure) {
        if hasMetadata { throw failure("'__metadata__' stands twice") }
        hasMetadata = true
        // The reference implementation takes null for no metadata.
        if acceptsNull() { return }
        try object { (parser, key) throws(Failure) in
            parser.metadata.append((key, try parser.string()))
        }
    }

    private mutating func parseEntry(_ name: String) throws(Failure) {
        var entry = Entry(name: name)
        var seen: Set<String> = []
        try object { (parser, key) throws(Failure) in
            guard seen.insert(key).inserted else { throw parser.failure("'\(key)' stands twice") }
            switch key {
            case "dtype": entry.type = try parser.string()
            case "shape": entry.shape = try parser.integers()
            case "data_offsets":
                let offsets: [Int] = try parser.integers()
                guard offsets.count == 2 else { throw parser.failure("'data_offsets' are two numbers") }
                (entry.start, entry.end) = (offsets[0], offsets[1])
            default: throw parser.failure("'\(key)' is no property of a tensor")
            }
        }
        guard seen.count == 3 else { throw failure("'\(name)' lacks dtype, shape or data_offsets") }
        entries.append(entry)
    }

    // MARK: JSON

    private func failure(_ sentence: String) -> Failure { Failure(sentence: sentence, position: position) }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func expect(_ character: Character) throws(Failure) {
        skipSpace()
        guard position < bytes.count, bytes[position] == character.asciiValue else {
            throw failure("'\(character)' expected")
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

    /// `{"key": …, …}`, each value read by `value`.
    private mutating func object(
        _ value: (inout HeaderParser, _ key: String) throws(Failure) -> Void
    ) throws(Failure) {
        try expect("{")
        if accepts("}") { return }
        repeat {
            let key: String = try string()
            try expect(":")
            try value(&self, key)
        } while accepts(",")
        try expect("}")
    }

    /// `[1, 2, …]`, none negative.
    private mutating func integers() throws(Failure) -> [Int] {
        try expect("[")
        if accepts("]") { return [] }
        var values: [Int] = []
        repeat { values.append(try integer()) } while accepts(",")
        try expect("]")
        return values
    }

    private mutating func integer() throws(Failure) -> Int {
        skipSpace()
        let start: Int = position
        var value = 0
        while position < bytes.count, (0x30 ... 0x39).contains(bytes[position]) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = product.addingReportingOverflow(Int(bytes[position] - 0x30))
            guard !overflows, !overflowsToo else { throw failure("a number is too large") }
            value = sum
            position += 1
        }
        guard position > start else { throw failure("a number of 0 or more expected") }
        guard position == start + 1 || bytes[start] != 0x30 else { throw failure("a number begins with 0") }
        return value
    }

    private mutating func string() throws(Failure) -> String {
        try expect("\"")
        var content: [UInt8] = []
        while position < bytes.count {
            let byte: UInt8 = bytes[position]
            position += 1
            if byte == 0x22 {
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw failure("a name is not valid UTF-8")
                }
                return text
            }
            guard byte >= 0x20 else { throw failure("a control character within a name") }
            if byte == 0x5C { try escape(&content) } else { content.append(byte) }
        }
        throw failure("a name without an end")
    }

    private static let escapes: [UInt8: UInt8] = [
        0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09,
    ]

    private mutating func escape(_ content: inout [UInt8]) throws(Failure) {
        guard position < bytes.count else { throw failure("a name without an end") }
        let kind: UInt8 = bytes[position]
        position += 1
        if let plain = Self.escapes[kind] {
            content.append(plain)
            return
        }
        guard kind == 0x75 else { throw failure("an escape that JSON does not know") }
        var code: UInt32 = try hexadecimal()
        if (0xD800 ..< 0xDC00).contains(code) {
            guard position + 1 < bytes.count, bytes[position] == 0x5C, bytes[position + 1] == 0x75 else {
                throw failure("half a surrogate pair")
            }
            position += 2
            let low: UInt32 = try hexadecimal()
            guard (0xDC00 ..< 0xE000).contains(low) else { throw failure("half a surrogate pair") }
            code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw failure("half a surrogate pair") }
        content += Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Failure) -> UInt32 {
        guard position + 4 <= bytes.count else { throw failure("an escape without an end") }
        var code: UInt32 = 0
        for byte in bytes[position ..< position + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw failure("four hexadecimal digits expected")
            }
            code = code << 4 + UInt32(digit)
        }
        position += 4
        return code
    }
}
