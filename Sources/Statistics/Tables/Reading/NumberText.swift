import Interchange

/// The form of the numbers in a text: the character before the decimals, and the character between groups of digits.
struct NumberText: Sendable {
    private let point: UInt8
    /// The bytes of the character between groups of three digits; empty if there is none.
    private let separator: [UInt8]

    /// Numbers with a decimal point and without groups of digits.
    static let plain = NumberText(TableReading())

    init(_ reading: TableReading) {
        point = UInt8(ascii: reading.decimalComma ? "," : ".")
        separator = reading.thousandsSeparator.map { Array(String($0).utf8) } ?? []
    }

    /// Returns the number that the whole text consists of, such as `-12.5e-3`. A number above the greatest `Double`
    /// gives an infinity. Returns `nil` for any other text, also for `inf` and `nan`.
    @inline(__always)
    func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        if separator.isEmpty && point == UInt8(ascii: ".") { return DecimalNumber.double(text) }
        return plainBytes(text)?.withUnsafeBufferPointer { DecimalNumber.double($0) }
    }

    /// Returns the number that the whole text consists of, as the other method of this name.
    func number(_ text: String) -> Double? {
        var copy: String = text
        return copy.withUTF8 { number($0) }
    }

    /// Returns the text with a decimal point and without groups of digits. Returns `nil` if the text contains a point
    /// that is neither the character before the decimals nor between groups, or if the groups do not have three digits.
    private func plainBytes(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var position: Int = 0
        // The number of digits after the last separator; −1 before the first separator.
        var groupLength = -1
        // Separators and groups end at the decimals or the exponent.
        var isWhole = true
        var digitCount = 0
        while position < text.count {
            let byte: UInt8 = text[position]
            if byte &- 0x30 <= 9 {
                digitCount += 1
                if groupLength >= 0 && isWhole { groupLength += 1 }
                plain.append(byte)
                position += 1
            } else if isWhole && isSeparator(text, position) {
                let isPossible: Bool = groupLength < 0 ? (1 ... 3).contains(digitCount) : groupLength == 3
                guard isPossible else { return nil }
                groupLength = 0
                position += separator.count
            } else {
                if byte == point || byte | 0x20 == UInt8(ascii: "e") {
                    if isWhole && groupLength >= 0 && groupLength != 3 { return nil }
                    isWhole = false
                    plain.append(byte == point ? UInt8(ascii: ".") : byte)
                } else if byte == UInt8(ascii: ".") {
                    return nil
                } else {
                    plain.append(byte)
                }
                position += 1
            }
        }
        return isWhole && groupLength >= 0 && groupLength != 3 ? nil : plain
    }

    private func isSeparator(_ text: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        !separator.isEmpty && text.count - position >= separator.count
            && separator.indices.allSatisfy { text[position + $0] == separator[$0] }
    }

    /// Whether `text` is an integer that no `Double` represents, and `value` is the nearest number. Integers with more
    /// than 19 digits count as such.
    @inline(__always)
    static func losesDigits(_ text: UnsafeBufferPointer<UInt8>, _ value: Double) -> Bool {
        abs(value) >= 0x1p53 && isOtherInteger(text, value)
    }

    private static func isOtherInteger(_ text: UnsafeBufferPointer<UInt8>, _ value: Double) -> Bool {
        let isSigned: Bool = text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+")
        var integer: UInt64 = 0
        for byte in text.dropFirst(isSigned ? 1 : 0) {
            guard byte &- 0x30 <= 9 else { return false }
            let (product, isGreat) = integer.multipliedReportingOverflow(by: 10)
            let (sum, isGreater) = product.addingReportingOverflow(UInt64(byte &- 0x30))
            if isGreat || isGreater { return true }
            integer = sum
        }
        return UInt64(exactly: value.magnitude) != integer
    }
}
