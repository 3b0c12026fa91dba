/// Reads decimal numbers for readers of text in other modules.
package enum DecimalNumber {
    /// Returns the `Double` nearest to the decimal number that the whole text consists of, such as `-12.5e-3`. A number
    /// that exceeds the greatest finite `Double` gives an infinity. Returns `nil` for any other text, also for `inf`
    /// and `nan`.
    package static func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        guard var position = text.baseAddress, let last = text.last else { return nil }
        // The words of `SpecialNumber` end with a letter, and decimal numbers end with a digit or a point.
        guard last &- 0x30 <= 9 || last == UInt8(ascii: ".") else { return nil }
        let end: UnsafePointer<UInt8> = position + text.count
        guard let number = Double.read(&position, end, .shared), position == end else { return nil }
        return number
    }
}
