import Tensors

/// Appends the fields of a column to a CSV text. The texts of the levels are quoted only once.
struct FieldWriter {
    private enum Source {
        case numbers([Double])
        case days([Double])
        case levels(codes: [Int32], fields: [[UInt8]])
    }

    private let source: Source

    init(_ column: Column, delimiter: Unicode.Scalar) {
        switch column.values {
        case .numbers(let values): source = .numbers(values.scalars)
        case .days(let values): source = .days(values.scalars)
        case .categories(let codes, let levels):
            source = .levels(codes: codes.scalars, fields: levels.map { Array(Self.field($0, delimiter).utf8) })
        }
    }

    /// Appends the field of a row to `bytes`. A missing value has an empty field.
    func append(_ row: Int, to bytes: inout [UInt8]) {
        switch source {
        case .numbers(let values): bytes += (Column.text(values[row]) ?? "").utf8
        case .days(let values): bytes += (Column.date(values[row]) ?? "").utf8
        case .levels(let codes, let fields): if codes[row] >= 0 { bytes += fields[Int(codes[row])] }
        }
    }

    /// Returns a text as a field: between quotation marks if it is necessary.
    static func field(_ text: String, _ delimiter: Unicode.Scalar) -> String {
        let isBlankAtEnd: Bool = [text.first, text.last].contains { end in " \t".contains(end ?? "x") }
        let special: [Unicode.Scalar] = ["\"", "\r", "\n", delimiter]
        let isSpecial: Bool = text.unicodeScalars.contains { special.contains($0) }
        // Quotation marks also protect a text that begins with the same bytes as a byte order mark.
        let isMark: Bool = text.unicodeScalars.first.map { $0.value == 0xFEFF } ?? false
        guard isBlankAtEnd || isSpecial || isMark else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
