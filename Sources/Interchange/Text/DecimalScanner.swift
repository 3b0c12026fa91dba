/// The decimal number at the start of a text: `±mantissa · 10^exponent`.
struct DecimalScanner {
    /// The integer of the first 19 significant digits, or of all digits if there are fewer.
    private(set) var mantissa: UInt64 = 0
    /// The exponent of ten.
    private(set) var exponent = 0
    private(set) var isNegative = false
    /// Whether the number has more significant digits than the mantissa.
    private(set) var isTruncated = false

    /// Reads a number such as `-12.5e-3` at `position`, and moves `position` behind the number. The text ends before
    /// `end`.
    ///
    /// - Returns: `nil`, with an undefined `position`, if no number in decimal digits begins there.
    @inline(__always)
    init?(_ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        guard position < end else { return nil }
        if position.pointee == UInt8(ascii: "-") {
            isNegative = true
            position += 1
        } else if position.pointee == UInt8(ascii: "+") {
            position += 1
        }
        let start: UnsafePointer<UInt8> = position
        Self.addDigits(&mantissa, &position, end)
        var digitCount: Int = position - start
        var fractionCount = 0
        if position < end, position.pointee == UInt8(ascii: ".") {
            position += 1
            let fraction: UnsafePointer<UInt8> = position
            Self.addDigits(&mantissa, &position, end)
            fractionCount = position - fraction
            digitCount += fractionCount
        }
        guard digitCount > 0 else { return nil }
        exponent = -fractionCount
        if digitCount > 19 { truncate(start, position, fractionCount) }
        if position < end, position.pointee | 0x20 == UInt8(ascii: "e") { readExponent(&position, end) }
    }

    /// Appends the decimal digits at `position` to `mantissa`, and moves `position` behind the digits. `mantissa` may
    /// overflow if there are more than 19 digits; `truncate` then computes `mantissa` again.
    @inline(__always)
    private static func addDigits(
        _ mantissa: inout UInt64, _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) {
        while end - position >= 8 {
            let word: UInt64 = UInt64(
                littleEndian: UnsafeRawPointer(position).loadUnaligned(as: UInt64.self))
            // A byte above '9' or below '0' sets the highest bit of a byte in `above` or `below`. If no such bit is
            // set, all eight bytes are digits.
            let above: UInt64 = word &+ 0x4646_4646_4646_4646
            let below: UInt64 = word &- 0x3030_3030_3030_3030
            guard (above | below) & 0x8080_8080_8080_8080 == 0 else { break }
            // Combines the digits to pairs, the pairs to groups of four, and the groups to one number. Source: D.
            // Lemire, "Number parsing at a gigabyte per second", 2021, section 6.
            let pairs: UInt64 = (below &* 10) &+ (below >> 8)
            let low: UInt64 = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
            let high: UInt64 = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
            mantissa = mantissa &* 100_000_000 &+ ((low &+ high) >> 32)
            position += 8
        }
        while position < end {
            let digit: UInt8 = position.pointee &- 0x30
            guard digit <= 9 else { return }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
        }
    }

    /// Computes `mantissa` again from the first 19 significant digits between `start` and `end`, and sets `exponent`.
    /// `fractionCount` is the number of digits after the point.
    @inline(never)
    private mutating func truncate(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ fractionCount: Int) {
        var (position, used): (UnsafePointer<UInt8>, Int) = (start, 0)
        var rest: Int = 0
        mantissa = 0
        while position < end {
            defer { position += 1 }
            let digit: UInt8 = position.pointee &- 0x30
            guard digit <= 9 else { continue }
            if used == 0 && digit == 0 { continue }
            if used < 19 {
                mantissa = mantissa * 10 + UInt64(digit)
                used += 1
            } else {
                rest += 1
            }
        }
        exponent = rest - fractionCount
        isTruncated = rest > 0
    }

    /// Reads an exponent such as `e-12` at `position`, adds the exponent to `exponent`, and moves `position` behind the
    /// exponent. If no digits follow the letter, `position` does not move.
    @inline(__always)
    private mutating func readExponent(_ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) {
        var place: UnsafePointer<UInt8> = position + 1
        guard place < end else { return }
        let sign: UInt8 = place.pointee
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { place += 1 }
        var value = 0
        let start: UnsafePointer<UInt8> = place
        while place < end {
            let digit: UInt8 = place.pointee &- 0x30
            guard digit <= 9 else { break }
            // The limit 2⁵⁰ prevents an overflow. The limit must be large, because a number with 10⁶ digits and the
            // exponent −10⁶ is neither 0 nor infinite.
            if value < 1 << 50 { value = value * 10 + Int(digit) }
            place += 1
        }
        guard place > start else { return }
        exponent += sign == UInt8(ascii: "-") ? -value : value
        position = place
    }
}
