/// The names of the columns of a CSV text, and the place of each field.
struct FieldIndex {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var names: [String] = []
    /// The position of each row in the text.
    private var starts: [Int] = []
    /// The number of the line on which each row begins, counted from 1.
    private(set) var lines: [Int] = []
    private var fields: [RecordScanner.Field] = []

    var rowCount: Int { starts.count }

    /// Finds the fields of a text.
    ///
    /// - Throws: `TableError` if there is no record, if quotation marks are wrong, if a name is not UTF-8 or occurs
    ///   twice, or if a row has more or fewer fields than there are names.
    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, file: String) throws(TableError) {
        self.bytes = bytes
        var scanner = RecordScanner(bytes, delimiter: delimiter, file: file)
        guard scanner.findRecord() else { throw TableError(file: file, fault: .empty) }
        try readNames(&scanner, file)
        let width: Int = names.count
        fields.removeAll()
        while scanner.findRecord() {
            starts.append(scanner.position)
            lines.append(scanner.line)
            let count: Int = try scanner.scanRecord(into: &fields)
            guard count == width else {
                throw TableError(
                    file: file, line: lines.last,
                    fault: .wrongFieldCount(expected: width, found: count, delimiter: Self.name(delimiter)))
            }
        }
    }

    private mutating func readNames(_ scanner: inout RecordScanner, _ file: String) throws(TableError) {
        let (start, line): (Int, Int) = (scanner.position, scanner.line)
        _ = try scanner.scanRecord(into: &fields)
        var seen: Set<String> = []
        for (index, field) in fields.enumerated() {
            guard let text = String(validating: Self.contents(of: field, start, bytes), as: UTF8.self) else {
                throw TableError(file: file, line: line, fault: .notUTF8)
            }
            let isBlank: Bool = text.allSatisfy(\.isWhitespace)
            let name: String = isBlank ? "column \(index + 1)" : text
            if !seen.insert(name).inserted { throw TableError(file: file, line: line, fault: .duplicateName(name)) }
            names.append(name)
        }
    }

    /// The name of a delimiter in a sentence.
    private static func name(_ delimiter: UInt8) -> String {
        switch delimiter {
        case UInt8(ascii: ","): return "a comma"
        case UInt8(ascii: ";"): return "a semicolon"
        case 0x09: return "a tab"
        case 0x20: return "a space"
        default: return "'\(Character(Unicode.Scalar(delimiter)))'"
        }
    }

    /// The field of a column in a row, and its bytes between the quotation marks. Doubled quotation marks are still
    /// doubled.
    @inline(__always)
    func field(_ row: Int, _ column: Int) -> (field: RecordScanner.Field, bytes: UnsafeBufferPointer<UInt8>) {
        let field: RecordScanner.Field = fields[row * names.count + column]
        let start: Int = starts[row] + Int(field.start)
        return (field, UnsafeBufferPointer(rebasing: bytes[start ..< start + field.length]))
    }

    /// Returns the text of a field as bytes. Doubled quotation marks become single.
    func contents(_ row: Int, _ column: Int) -> [UInt8] {
        Self.contents(of: fields[row * names.count + column], starts[row], bytes)
    }

    private static func contents(
        of field: RecordScanner.Field, _ recordStart: Int, _ bytes: UnsafeBufferPointer<UInt8>
    ) -> [UInt8] {
        let start: Int = recordStart + Int(field.start)
        let text: Slice<UnsafeBufferPointer<UInt8>> = bytes[start ..< start + field.length]
        guard field.hasDoubledQuotes else { return Array(text) }
        var (result, isSecond): ([UInt8], Bool) = ([], false)
        for byte in text {
            isSecond = byte == 0x22 && !isSecond
            if !isSecond || byte != 0x22 { result.append(byte) }
        }
        return result
    }
}
