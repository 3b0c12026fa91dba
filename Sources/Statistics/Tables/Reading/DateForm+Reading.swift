extension TableReading.DateForm {
    /// Returns the number of days from 1 January 1970 to the date that the whole text consists of. Returns `nil` if the
    /// text has another form, or if there is no such date.
    func days(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        var parts = DateParts(text)
        let date: CalendarDay?
        switch self {
        case .yearMonthDay:
            guard let year = parts.number(4 ... 4), parts.skip("-"), let month = parts.number(2 ... 2), parts.skip("-"),
                let day = parts.number(2 ... 2)
            else { return nil }
            date = CalendarDay(year: year, month: month, day: day)
        case .dayMonthYear, .monthDayYear:
            guard let first = parts.number(1 ... 2), let separator = parts.separator(),
                let second = parts.number(1 ... 2), parts.skip(separator), let year = parts.number(4 ... 4)
            else { return nil }
            let isDayFirst: Bool = self == .dayMonthYear
            date = CalendarDay(year: year, month: isDayFirst ? second : first, day: isDayFirst ? first : second)
        case .dayMonthNameYear:
            guard let day = parts.number(1 ... 2), let separator = parts.separator(), let month = parts.monthName(),
                parts.skip(separator), let year = parts.number(4 ... 4)
            else { return nil }
            date = CalendarDay(year: year, month: month, day: day)
        }
        guard let date, parts.isAtEnd else { return nil }
        return Double(date.daysSince1970)
    }
}

/// A position in the text of a date.
private struct DateParts {
    private let text: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    /// Reads a number with a number of digits in `range`. Returns `nil` if there are fewer or more digits.
    mutating func number(_ range: ClosedRange<Int>) -> Int? {
        let start: Int = position
        var value = 0
        while position < text.count, text[position] &- 0x30 <= 9 {
            guard position - start < range.upperBound else { return nil }
            value = value * 10 + Int(text[position] &- 0x30)
            position += 1
        }
        return position - start >= range.lowerBound ? value : nil
    }

    /// Reads a point, a slash, a dash or a space, and returns it.
    mutating func separator() -> Unicode.Scalar? {
        guard position < text.count else { return nil }
        let scalar = Unicode.Scalar(text[position])
        guard scalar == "." || scalar == "/" || scalar == "-" || scalar == " " else { return nil }
        position += 1
        return scalar
    }

    /// Reads `scalar`, and returns whether it is there.
    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard position < text.count, Unicode.Scalar(text[position]) == scalar else { return false }
        position += 1
        return true
    }

    /// Reads at least three letters at the start of the English name of a month, and returns the month's number.
    mutating func monthName() -> Int? {
        let start: Int = position
        while position < text.count, (0x61 ... 0x7A).contains(text[position] | 0x20) { position += 1 }
        let word: String = String(decoding: text[start ..< position], as: UTF8.self).lowercased()
        guard word.count >= 3, let index = Self.months.firstIndex(where: { $0.hasPrefix(word) }) else { return nil }
        return index + 1
    }

    private static let months: [String] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}
