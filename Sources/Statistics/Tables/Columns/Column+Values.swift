public import Tensors

extension Column {
    /// The numbers of the rows, `[rows]`; NaN for a missing number. The days of a column of dates are numbers too.
    ///
    /// - Throws: `TableError` if the column has categories. The error names the first text that is not a number.
    public var numbers: Tensor<Double> {
        get throws(TableError) {
            switch values {
            case .numbers(let values), .days(let values): return values
            case .categories(let codes, let levels):
                let isNumber: [Bool] = levels.map { NumberText.plain.number($0)?.isFinite == true }
                let row: Int? = codes.scalars.firstIndex { $0 >= 0 && !isNumber[Int($0)] }
                guard let row, let text = text(row) else { throw error(.wrongType(needed: .number, found: .category)) }
                let isTooLarge: Bool = NumberText.plain.number(text) != nil
                throw error(isTooLarge ? .tooLarge(text) : .notANumber(text), row: row)
            }
        }
    }

    /// The position of each row's text in the levels, `[rows]`, and the levels; −1 for a missing text. The levels that
    /// a file gives are in ascending order: by number if all are numbers, otherwise by Unicode. The order therefore
    /// does not depend on the order of the rows.
    ///
    /// - Throws: `TableError` if the column has no categories.
    public var categories: (codes: Tensor<Int32>, levels: [String]) {
        get throws(TableError) {
            guard case .categories(let codes, let levels) = values else {
                throw error(.wrongType(needed: .category, found: type))
            }
            return (codes, levels)
        }
    }

    /// Returns the column as categories. The levels of numbers are their shortest texts, such as `2` and `2.5`, and the
    /// levels of days are dates such as `2001-04-19`.
    public func asCategories() -> Column {
        if case .categories = values { return self }
        return Column(name, Levels((0 ..< count).map { text($0) }).values, origin: origin)
    }

    /// Returns the text of a row's value: a level, the shortest text of a number, or a date such as `2001-04-19`.
    /// Returns `nil` for a missing value. Traps if the row does not exist.
    public func text(_ row: Int) -> String? {
        require((0 ..< count).contains(row), "Column '\(name)': there is no row \(row) of \(count)")
        switch values {
        case .numbers(let values): return Self.text(values[row].scalar)
        case .days(let values): return Self.date(values[row].scalar)
        case .categories(let codes, let levels):
            let code: Int32 = codes[row].scalar
            return code < 0 ? nil : levels[Int(code)]
        }
    }

    /// The texts of all rows: see `text(_:)`.
    public var texts: [String?] {
        switch values {
        case .numbers(let values): return values.scalars.map { Self.text($0) }
        case .days(let values): return values.scalars.map { Self.date($0) }
        case .categories(let codes, let levels): return codes.scalars.map { $0 < 0 ? nil : levels[Int($0)] }
        }
    }

    /// Returns the shortest text of a number; `nil` for NaN. Whole numbers have no decimals.
    static func text(_ number: Double) -> String? {
        if number.isNaN { return nil }
        if let whole = Int(exactly: number), abs(whole) < 1 << 53, !(whole == 0 && number.sign == .minus) {
            return String(whole)
        }
        return number.description
    }

    /// Returns the date of a day such as `2001-04-19`, or the number of days if it is not whole; `nil` for NaN.
    static func date(_ days: Double) -> String? {
        guard let whole = Int(exactly: days), abs(whole) < 1 << 40 else { return text(days) }
        return CalendarDay(daysSince1970: whole).description
    }
}
