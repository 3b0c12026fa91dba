import Foundation

/// Little-endian numbers and text at positions that a file announces.
struct LittleEndianFields {
    /// The bytes; `startIndex` must be 0.
    let data: Data

    /// The number of `width` bytes at a position; `nil` where it would not lie within the data or exceeds `Int`.
    func number(_ position: Int, _ width: Int) -> Int? {
        guard position >= 0, position <= data.count - width else { return nil }
        let value: UInt64 = (0 ..< width).reversed().reduce(0) { $0 << 8 | UInt64(data[position + $1]) }
        return Int(exactly: value)
    }

    /// The UTF-8 text of `length` bytes at a position; `nil` where it would not lie within the data or is not UTF-8.
    func text(_ position: Int, _ length: Int) -> String? {
        guard position >= 0, length <= data.count - position else { return nil }
        return String(validating: data[position ..< position + length], as: UTF8.self)
    }
}

extension Data {
    /// Appends the lowest `width` bytes of a number, the lowest first.
    mutating func append(number: Int, _ width: Int) {
        for byte in 0 ..< width { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
