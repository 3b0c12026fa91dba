import Foundation

/// Reads little-endian numbers and text at positions that come from a file.
struct LittleEndianFields {
    /// The bytes; `startIndex` must be 0.
    let data: Data

    /// Returns the number in `width` bytes at a position; `nil` if the bytes are not within the data or the number
    /// exceeds `Int`.
    func number(_ position: Int, _ width: Int) -> Int? {
        guard position >= 0, position <= data.count - width else { return nil }
        let value: UInt64 = (0 ..< width).reversed().reduce(0) { $0 << 8 | UInt64(data[position + $1]) }
        return Int(exactly: value)
    }

    /// Returns the UTF-8 text in `length` bytes at a position; `nil` if the bytes are not within the data or are not
    /// UTF-8.
    func text(_ position: Int, _ length: Int) -> String? {
        guard position >= 0, length <= data.count - position else { return nil }
        return String(validating: data[position ..< position + length], as: UTF8.self)
    }
}

extension Data {
    /// Appends the `width` lowest bytes of `number`, the least significant byte first.
    mutating func append(number: Int, _ width: Int) {
        for byte in 0 ..< width { append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
    }
}
