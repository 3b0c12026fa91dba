import Tensors

/// Reads the rows of a table from bytes. The reader converts a number directly from the bytes of the text. It copies a
/// field only if the field is quoted, missing or wrong.
struct TextTableReader<Number: TextNumber> {
    private var cursor: TextCursor
    private let options: TextReading
    private let powers = PowersOfFive.shared
    private let missingTexts: Set<[UInt8]>
    private let filler: Number?
    /// Whether a text for a missing number is also a number, such as −999.
    private let isNumberMaybeMissing: Bool
    private var names: [String] = []
    /// For each field of a line: the column of the tensor that gets the number, or −1 if the field is skipped.
    private var targets: [Int] = []
    /// For each field that is chosen again: column `target` of the tensor gets a copy of the number in column `origin`.
    private var copies: [(target: Int, origin: Int)] = []
    private var width = 0
    private var firstLine = 0
    private var rowCount = 0
    private var numbers: UnsafeMutableBufferPointer<Number> = .init(start: nil, count: 0)

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ source: _TextSource) {
        cursor = TextCursor(bytes, source)
        options = source.options
        let texts = Set(source.options.missingTexts.map { Array($0.utf8) })
        missingTexts = texts
        isNumberMaybeMissing = texts.contains { Self.number($0, .shared) != nil }
        guard case .filled(let value) = source.options.missing else {
            filler = nil
            return
        }
        filler = Number.filler(value)
        require(filler != nil, "TextReading: missing numbers are filled with \(value), which is not \(Number.words)")
    }

    /// Returns the numbers of the text and the names of the columns. Throws a `TextFileError` for the first fault. Call
    /// this method only once.
    mutating func rows() throws(TextFileError) -> _TextRows<Number> {
        defer { numbers.deallocate() }
        var skipped = 0
        while skipped < options.skippedLines, !cursor.isAtEnd {
            cursor.skipLine()
            skipped += 1
        }
        if options.hasColumnNames {
            guard let line = try cursor.readNames() else { throw cursor.error(.noColumnNames) }
            (names, firstLine) = line
            try choose(fieldCount: names.count)
        }
        while rowCount < options.maxRows ?? .max, cursor.findRow() {
            if firstLine == 0 {
                firstLine = cursor.line
                try choose(fieldCount: cursor.countFields())
            }
            try readRow()
        }
        if firstLine == 0 {
            if case .positions(let positions) = options.columns { width = positions.count }
        }
        let (rows, columns): (Int, Int) = (rowCount, width)
        let values = Tensor<Number>(uninitialized: [rows, columns]) { [numbers] target in
            guard let start = target.baseAddress, let origin = numbers.baseAddress, rows * columns > 0 else { return }
            start.initialize(from: origin, count: rows * columns)
        }
        guard case .all = options.columns else {
            let chosen: [String] = names.isEmpty ? [] : chosenNames()
            return _TextRows(values: values, names: chosen)
        }
        return _TextRows(values: values, names: names)
    }

    /// Finds the fields that become columns. `fieldCount` is the number of fields in a line. Throws a `TextFileError`
    /// if a chosen column does not exist, or if several columns have a chosen name.
    private mutating func choose(fieldCount: Int) throws(TextFileError) {
        var fields: [Int] = []
        switch options.columns {
        case .all: fields = Array(0 ..< fieldCount)
        case .positions(let positions):
            for position in positions {
                let field: Int = position < 0 ? position + fieldCount : position
                guard (0 ..< fieldCount).contains(field) else {
                    throw cursor.error(.noColumn(position: position, fieldCount: fieldCount))
                }
                fields.append(field)
            }
        case .named(let chosen):
            for name in chosen {
                guard let field = names.firstIndex(of: name) else {
                    throw cursor.error(.unknownColumn(name, names: names))
                }
                guard names.lastIndex(of: name) == field else { throw cursor.error(.ambiguousColumn(name)) }
                fields.append(field)
            }
        }
        targets = [Int](repeating: -1, count: fieldCount)
        for (column, field) in fields.enumerated() {
            if targets[field] >= 0 { copies.append((column, targets[field])) } else { targets[field] = column }
        }
        width = fields.count
    }

    private func chosenNames() -> [String] {
        var result = [String](repeating: "", count: width)
        for (field, column) in targets.enumerated() where column >= 0 { result[column] = names[field] }
        for copy in copies { result[copy.target] = result[copy.origin] }
        return result
    }

    /// Allocates memory for another row if necessary. The first estimate assumes that all lines are as long as the
    /// current line.
    private mutating func reserveRow() {
        let needed: Int = (rowCount + 1) * width
        if needed <= numbers.count { return }
        let estimate: Int = rowCount == 0 ? cursor.estimatedRows() * width : numbers.count * 2
        let larger = UnsafeMutableBufferPointer<Number>.allocate(capacity: max(needed, estimate))
        if let origin = numbers.baseAddress, let target = larger.baseAddress {
            target.moveInitialize(from: origin, count: rowCount * width)
        }
        numbers.deallocate()
        numbers = larger
    }

    private mutating func readRow() throws(TextFileError) {
        reserveRow()
        let line: Int = cursor.line
        let row: Int = rowCount * width
        var field = 0
        repeat {
            cursor.skipBlanks()
            let target: Int = field < targets.count ? targets[field] : -1
            if target < 0 {
                try cursor.skipField(column: field + 1)
            } else {
                numbers[row + target] = try readNumber(column: field + 1)
            }
            field += 1
        } while cursor.advanceToField()
        guard field == targets.count else {
            throw cursor.error(
                .wrongFieldCount(line: line, expected: targets.count, found: field, firstLine: firstLine))
        }
        for copy in copies { numbers[row + copy.target] = numbers[row + copy.origin] }
        cursor.skipLine()
        rowCount += 1
    }

    @inline(__always)
    private mutating func readNumber(column: Int) throws(TextFileError) -> Number {
        let start: UnsafePointer<UInt8> = cursor.position
        if !isNumberMaybeMissing, let number = Number.read(&cursor.position, cursor.end, powers) {
            cursor.skipBlanks()
            if cursor.isAtFieldEnd { return number }
        }
        cursor.position = start
        return try readUnusualField(column)
    }

    /// Returns the number of a quoted field, or the filler for a missing number. Throws a `TextFileError` if the field
    /// is wrong, or if a number is missing and there is no filler. `column` is the number of the field in the line.
    @inline(never)
    private mutating func readUnusualField(_ column: Int) throws(TextFileError) -> Number {
        let place = TextFileError.Place(line: cursor.line, column: column)
        let text: [UInt8] = try cursor.readField(column: column)
        if missingTexts.contains(text) {
            if let filler { return filler }
            throw cursor.error(.missingNumber(place))
        }
        if let number = Self.number(text, powers) { return number }
        if let format = cursor.otherFormat { throw cursor.error(.otherFormat(format)) }
        let shown: String = String(decoding: text.prefix(60), as: UTF8.self) + (text.count > 60 ? "…" : "")
        let unsigned: ArraySlice<UInt8> = text.first == 0x2D || text.first == 0x2B ? text.dropFirst() : text[...]
        let isInteger: Bool = !unsigned.isEmpty && unsigned.allSatisfy { (0x30 ... 0x39).contains($0) }
        if Number.isBounded, isInteger {
            throw cursor.error(.outOfRange(place, text: shown, type: "\(Number.self)"))
        }
        if text.isEmpty { throw cursor.error(.missingNumber(place)) }
        throw cursor.error(.notANumber(place, text: shown, type: Number.words))
    }

    /// Returns the number of a whole text, or `nil` if the text is not a number of the type.
    private static func number(_ text: [UInt8], _ powers: PowersOfFive) -> Number? {
        text.withUnsafeBufferPointer { buffer in
            guard var position = buffer.baseAddress else { return nil }
            let end: UnsafePointer<UInt8> = position + buffer.count
            guard let number = Number.read(&position, end, powers), position == end else { return nil }
            return number
        }
    }
}
