import Tensors

/// Converts the fields of a column to values.
struct ColumnReader {
    private let index: FieldIndex
    private let column: Int
    private let reading: TableReading
    private let form: NumberText
    private let missing: MissingWords
    private let origin: RowOrigin

    init(_ index: FieldIndex, column: Int, _ reading: TableReading, _ missing: MissingWords, _ origin: RowOrigin) {
        (self.index, self.column, self.reading) = (index, column, reading)
        (self.missing, self.origin) = (missing, origin)
        form = NumberText(reading)
    }

    private var name: String { index.names[column] }

    /// Returns the column with the type in `reading.types`, or with the first type that fits all its fields: numbers,
    /// dates, categories.
    ///
    /// - Throws: `TableError` if a field does not have the type in `reading.types`, or is not UTF-8.
    func read() throws(TableError) -> Column {
        let values: Column.Values
        switch reading.types[name] {
        case .number: values = .numbers(try numbers())
        case .day: values = .days(try days())
        case .category: values = try categories()
        case nil: values = try inferred()
        }
        return Column(name, values, origin: origin)
    }

    private func inferred() throws(TableError) -> Column.Values {
        let numbers: Tensor<Double>? = converted { bytes in
            guard let value = form.number(bytes), value.isFinite, !NumberText.losesDigits(bytes, value) else {
                return nil
            }
            return value
        }
        if let numbers { return .numbers(numbers) }
        for form in reading.dates {
            if let days = converted({ form.days($0) }) { return .days(days) }
        }
        return try categories()
    }

    /// Returns the values of all fields, with NaN for a missing one; `nil` if `convert` returns `nil` for a field.
    @inline(__always)
    private func converted(_ convert: (UnsafeBufferPointer<UInt8>) -> Double?) -> Tensor<Double>? {
        var fits = true
        let result = Tensor<Double>(uninitialized: [index.rowCount]) { target in
            for row in 0 ..< index.rowCount {
                let bytes: UnsafeBufferPointer<UInt8> = trimmed(row)
                if missing.contains(bytes) {
                    target.initializeElement(at: row, to: .nan)
                } else if fits, let value = convert(bytes) {
                    target.initializeElement(at: row, to: value)
                } else {
                    fits = false
                    target.initializeElement(at: row, to: .nan)
                }
            }
        }
        return fits ? result : nil
    }

    private func numbers() throws(TableError) -> Tensor<Double> {
        var values: [Double] = []
        values.reserveCapacity(index.rowCount)
        for row in 0 ..< index.rowCount {
            let bytes: UnsafeBufferPointer<UInt8> = trimmed(row)
            if missing.contains(bytes) {
                values.append(.nan)
            } else if let value = form.number(bytes) {
                guard value.isFinite else { throw error(.tooLarge(shown(row)), row) }
                values.append(value)
            } else {
                throw error(.notANumber(shown(row)), row)
            }
        }
        return Tensor(values)
    }

    private func days() throws(TableError) -> Tensor<Double> {
        for form in reading.dates {
            if let days = converted({ form.days($0) }) { return days }
        }
        // Names the first field that the form of the first date does not fit.
        let present: [Int] = (0 ..< index.rowCount).filter { !missing.contains(trimmed($0)) }
        let form: TableReading.DateForm? = reading.dates.first { form in
            present.first.map { form.days(trimmed($0)) != nil } ?? false
        }
        let row: Int = present.first { form?.days(trimmed($0)) == nil } ?? 0
        let forms: [String] = form.map { [$0.rawValue] } ?? reading.dates.map(\.rawValue)
        throw error(.notADay(shown(row), forms: forms.joined(separator: " or ")), row)
    }

    private func categories() throws(TableError) -> Column.Values {
        var (levels, recent) = (Levels(), RecentTexts())
        for row in 0 ..< index.rowCount {
            let (field, bytes) = index.field(row, column)
            if missing.contains(trimmed(row)) {
                levels.append(nil)
            } else if !field.hasDoubledQuotes, let code = recent.code(bytes) {
                levels.append(code: code)
            } else {
                let text: String? =
                    field.hasDoubledQuotes
                    ? String(validating: index.contents(row, column), as: UTF8.self)
                    : String(validating: bytes, as: UTF8.self)
                guard let text else { throw error(.notUTF8, row) }
                levels.append(text)
                if !field.hasDoubledQuotes { recent.remember(bytes, levels.lastCode) }
            }
        }
        return levels.values
    }

    /// Returns the bytes of a field without the blanks that a quoted field can have at both ends.
    @inline(__always)
    private func trimmed(_ row: Int) -> UnsafeBufferPointer<UInt8> {
        let (field, bytes) = index.field(row, column)
        if !field.isQuoted { return bytes }
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
        else { return UnsafeBufferPointer(rebasing: bytes[..<0]) }
        return UnsafeBufferPointer(rebasing: bytes[first ... last])
    }

    private func shown(_ row: Int) -> String {
        String(decoding: index.contents(row, column).prefix(244), as: UTF8.self)
    }

    private func error(_ fault: TableError.Fault, _ row: Int) -> TableError {
        TableError(file: origin.file, line: origin.lines[row], column: name, fault: fault)
    }
}
