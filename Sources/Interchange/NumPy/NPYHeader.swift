/// The header of an npy file: a Python dictionary with the keys `descr`, `fortran_order` and `shape`.
struct NPYHeader {
    let type: String
    let isFortranOrder: Bool
    let shape: [Int]

    /// What is wrong with a header, and where.
    struct Flaw: Error {
        let sentence: String
        let position: Int
    }

    init(parsing bytes: [UInt8]) throws(Flaw) {
        var reader = Reader(bytes: bytes)
        var (type, order, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
        try reader.expect("{")
        while !reader.takes("}") {
            let key: String = try reader.string()
            try reader.expect(":")
            switch key {
            case "descr" where type == nil: type = try reader.string()
            case "fortran_order" where order == nil: order = try reader.boolean()
            case "shape" where shape == nil: shape = try reader.tuple()
            default: throw reader.flaw("the key '\(key)' is not expected here")
            }
            if !reader.takes(",") {
                try reader.expect("}")
                break
            }
        }
        try reader.expectEnd()
        guard let type, let order, let shape else { throw reader.flaw("descr, fortran_order or shape is missing") }
        (self.type, isFortranOrder, self.shape) = (type, order, shape)
    }

    /// Python's literals, as far as npy headers have them.
    private struct Reader {
        let bytes: [UInt8]
        var position = 0

        func flaw(_ sentence: String) -> Flaw { Flaw(sentence: sentence, position: position) }

        mutating func skipSpace() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }

        mutating func takes(_ character: Character) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
            position += 1
            return true
        }

        mutating func expect(_ character: Character) throws(Flaw) {
            if !takes(character) { throw flaw("'\(character)' is expected") }
        }

        mutating func expectEnd() throws(Flaw) {
            skipSpace()
            if position < bytes.count { throw flaw("something follows the dictionary") }
        }

        /// A string in single or double quotes, without escapes; a structured type is a list and refused by the quote.
        mutating func string() throws(Flaw) -> String {
            skipSpace()
            guard position < bytes.count, bytes[position] == 0x27 || bytes[position] == 0x22 else {
                throw flaw("a string is expected (structured types are not known here)")
            }
            let quote: UInt8 = bytes[position]
            let start: Int = position + 1
            guard let end = bytes[start...].firstIndex(of: quote) else { throw flaw("a quote is not closed") }
            guard let text = String(validating: bytes[start ..< end], as: UTF8.self), !text.contains("\\") else {
                throw flaw("a string is not plain text")
            }
            position = end + 1
            return text
        }

        mutating func boolean() throws(Flaw) -> Bool {
            skipSpace()
            for (word, value) in [("True", true), ("False", false)] where bytes[position...].starts(with: word.utf8) {
                position += word.utf8.count
                return value
            }
            throw flaw("True or False is expected")
        }

        mutating func tuple() throws(Flaw) -> [Int] {
            try expect("(")
            var lengths: [Int] = []
            while !takes(")") {
                lengths.append(try length())
                if lengths.count > 64 { throw flaw("no array has more than 64 axes") }
                if !takes(",") {
                    try expect(")")
                    break
                }
            }
            return lengths
        }

        private mutating func length() throws(Flaw) -> Int {
            skipSpace()
            let digits: ArraySlice<UInt8> = bytes[position...].prefix { (0x30 ... 0x39).contains($0) }
            guard !digits.isEmpty, let value = Int(String(decoding: digits, as: UTF8.self)) else {
                throw flaw("a length is expected")
            }
            position = digits.endIndex
            // Python 2 wrote 3L.
            if position < bytes.count, bytes[position] == 0x4C { position += 1 }
            return value
        }
    }
}
