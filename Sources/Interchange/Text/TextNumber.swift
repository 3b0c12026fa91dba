import ComplexModule
import Tensors

/// A scalar that can be read from bytes of text.
protocol TextNumber: TextScalar {
    /// Reads the number at `position`, and moves `position` behind the number. The text ends before `end`, and `powers`
    /// is the table for rounding. Returns `nil`, with an undefined `position`, if no number of the type begins there.
    static func read(
        _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> Self?
    /// Returns `value` as a number of the type, or `nil` if an integer type cannot represent `value`.
    static func filler(_ value: Double) -> Self?
    /// The type as part of a sentence: "a number".
    static var words: String { get }
    /// Whether a text of digits alone can be out of the type's range.
    static var isBounded: Bool { get }
}

extension TextNumber {
    static var isBounded: Bool { false }
}

extension Double: TextNumber {
    @inline(__always)
    static func read(
        _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> Double? {
        let start: UnsafePointer<UInt8> = position
        guard let number = DecimalScanner(&position, end) else {
            position = start
            return SpecialNumber.read(&position, end)
        }
        // Integers up to 2⁵³ and powers of ten up to 10²² are exact in `Double`, so the product or quotient of the two
        // numbers is rounded only once.
        if number.mantissa <= 1 << 53, !number.isTruncated, number.exponent.magnitude <= 22 {
            let value = Double(number.mantissa)
            let scale: Double = PowersOfTen.exact[Int(number.exponent.magnitude)]
            let result: Double = number.exponent < 0 ? value / scale : value * scale
            return number.isNegative ? -result : result
        }
        let bits: UInt64 = BinaryRounding.double.bits(number.mantissa, number.exponent, powers)
        if number.isTruncated, bits != BinaryRounding.double.bits(number.mantissa + 1, number.exponent, powers) {
            return Double(text(start, position))
        }
        let result = Double(bitPattern: bits)
        return number.isNegative ? -result : result
    }

    static func filler(_ value: Double) -> Double? { value }
    static var words: String { "a number" }
}

extension Float: TextNumber {
    @inline(__always)
    static func read(
        _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> Float? {
        let start: UnsafePointer<UInt8> = position
        guard let number = DecimalScanner(&position, end) else {
            position = start
            return SpecialNumber.read(&position, end).map { Float($0) }
        }
        let bits: UInt64 = BinaryRounding.float.bits(number.mantissa, number.exponent, powers)
        if number.isTruncated, bits != BinaryRounding.float.bits(number.mantissa + 1, number.exponent, powers) {
            return Float(text(start, position))
        }
        let result = Float(bitPattern: UInt32(truncatingIfNeeded: bits))
        return number.isNegative ? -result : result
    }

    static func filler(_ value: Double) -> Float? { Float(value) }
    static var words: String { "a number" }
}

extension TextNumber where Self: FixedWidthInteger {
    @inline(__always)
    static func read(
        _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> Self? {
        guard position < end else { return nil }
        let isNegative: Bool = position.pointee == UInt8(ascii: "-")
        if isNegative || position.pointee == UInt8(ascii: "+") { position += 1 }
        let start: UnsafePointer<UInt8> = position
        var (magnitude, overflows): (UInt64, Bool) = (0, false)
        while position < end {
            let digit: UInt8 = position.pointee &- 0x30
            guard digit <= 9 else { break }
            let (product, isGreat) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, isGreater) = product.addingReportingOverflow(UInt64(digit))
            overflows = overflows || isGreat || isGreater
            magnitude = sum
            position += 1
        }
        guard position > start, !overflows else { return nil }
        if !isNegative { return Self(exactly: magnitude) }
        // The magnitude of Int64.min exceeds Int64.max, so the code negates the magnitude in UInt64.
        return magnitude <= 1 << 63 ? Self(exactly: Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
    }

    static func filler(_ value: Double) -> Self? { Self(exactly: value) }
    static var words: String { "an integer" }
    static var isBounded: Bool { true }
}

extension Int: TextNumber {}
extension Int8: TextNumber {}
extension Int16: TextNumber {}
extension Int32: TextNumber {}
extension Int64: TextNumber {}
extension UInt: TextNumber {}
extension UInt8: TextNumber {}
extension UInt16: TextNumber {}
extension UInt32: TextNumber {}
extension UInt64: TextNumber {}

extension Complex: TextNumber where RealType: ComplexPart & TextNumber {
    static func read(
        _ position: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ powers: PowersOfFive
    ) -> Complex? {
        let hasParenthesis: Bool = position < end && position.pointee == UInt8(ascii: "(")
        if hasParenthesis { position += 1 }
        guard let first = RealType.read(&position, end, powers) else { return nil }
        var result = Complex(first, 0)
        if isUnit(position, end) {
            position += 1
            result = Complex(0, first)
        } else if position < end, position.pointee == UInt8(ascii: "+") || position.pointee == UInt8(ascii: "-") {
            guard let second = RealType.read(&position, end, powers), isUnit(position, end) else { return nil }
            position += 1
            result = Complex(first, second)
        }
        guard hasParenthesis else { return result }
        guard position < end, position.pointee == UInt8(ascii: ")") else { return nil }
        position += 1
        return result
    }

    private static func isUnit(_ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        position < end && (position.pointee == UInt8(ascii: "i") || position.pointee == UInt8(ascii: "j"))
    }

    static func filler(_ value: Double) -> Complex? { RealType.filler(value).map { Complex($0, 0) } }
    static var words: String { "a complex number" }
}

/// Returns the bytes from `start` up to `end` as a string.
private func text(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> String {
    String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
}
