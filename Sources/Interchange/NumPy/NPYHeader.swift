/// The header of an npy file, a Python dictionary with the keys `descr`, `fortran_order` and `shape`.
struct NPYHeader {
    /// NumPy's name of the type, for example `<f4`. The parser does not verify this name.
    let type: String
    /// Whether the array is in Fortran order, in which the first index varies fastest.
    let isFortranOrder: Bool
    /// The lengths of the axes. The parser does not compare them with the length of the file.
    let shape: [Int]

    init(parsing bytes: [UInt8]) throws(HeaderError) {
        var reader = Reader(bytes: bytes)
        var (type, order, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
        try reader.expect("{")
        while !reader.accepts("}") {
            let key: String = try reader.string()
            try reader.expect(":")
            switch key {
            case "descr" where type == nil: type = try reader.string()
            case "fortran_order" where order == nil: order = try reader.boolean()
            case "shape" where shape == nil: shape = try reader.tuple()
            default: throw reader.error("the key '\(key)' is not expected here")
            }
            if !reader.accepts(",") {
                try reader.expect("}")
                break
            }
        }
        try reader.expectEnd()
        guard let type, let order, let shape else { throw reader.error("descr, fortran_order or shape is missing") }
        (self.type, isFortranOrder, self.shape) = (type, order, shape)
    }

    /// Reads the Python literals of npy headers.
    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        func error(_ reason: String) -> HeaderError { HeaderError(reason: reason, position: position) }

        mutating func skipSpace() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }

        /// Skips white space, and then `character` if this character follows. Returns whether the character follows.
        mutating func accepts(_ character: Character) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
            position += 1
            return true
        }

        mutating func expect(_ character: Character) throws(HeaderError) {
            if !accepts(character) { throw error("'\(character)' is expected") }
        }

        mutating func expectEnd() throws(HeaderError) {
            skipSpace()
            if position < bytes.count { throw error("unexpected bytes follow the dictionary") }
        }

        /// Reads a string in single or double quotes, without escapes. Throws a `HeaderError` if no such string
        /// follows, for example if a list describes a structured type.
        mutating func string() throws(HeaderError) -> String {
            skipSpace()
            guard position < bytes.count, bytes[position] == 0x27 || bytes[position] == 0x22 else {
                throw error("a string is expected (structured types are not supported)")
            }
            let quote: UInt8 = bytes[position]
            let start: Int = position + 1
            guard let end = bytes[start...].firstIndex(of: quote) else { throw error("a quote is not closed") }
            guard let text = String(validating: bytes[start ..< end], as: UTF8.self), !text.contains("\\") else {
                throw error("a string is not plain text")
            }
            position = end + 1
            return text
        }

        mutating func boolean() throws(HeaderError) -> Bool {
            skipSpace()
            for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return value
            }
            throw error("True or False is expected")
        }

        mutating func tuple() throws(HeaderError) -> [Int] {
            try expect("(")
            var lengths: [Int] = []
            while !accepts(")") {
                lengths.append(try length())
                if lengths.count > 64 { throw error("no array has more than 64 axes") }
                if !accepts(",") {
                    try expect(")")
                    break
                }
            }
            return lengths
        }

        private mutating func length() throws(HeaderError) -> Int {
            skipSpace()
            let digits: ArraySlice<UInt8> = bytes[position...].prefix { (0x30 ... 0x39).contains($0) }
            guard !digits.isEmpty, let value = Int(String(decoding: digits, as: UTF8.self)) else {
                throw error("a length is expected")
            }
            position = digits.endIndex
            // Python 2 writes a long integer with the suffix L, for example 3L.
            if position < bytes.count, bytes[position] == 0x4C { position += 1 }
            return value
        }
    }
}
