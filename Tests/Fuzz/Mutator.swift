import Tensors

/// A generator of damaged files. The same seed makes the same changes.
struct Mutator {
    private var generator: PhiloxGenerator
    /// The characters that occur in the headers of the file formats.
    private static let syntax: [UInt8] = Array("{}[]()\"',:\\-0123456789eE.TFn \u{0}".utf8)

    init(seed: UInt64) { generator = PhiloxGenerator(seed: seed) }

    /// Returns the file with one to eight random changes. A change can insert a part of another file.
    mutating func mutated(_ file: [UInt8], splicingFrom others: [[UInt8]]) -> [UInt8] {
        var bytes: [UInt8] = file
        // Makes small numbers of changes more likely, because a reader refuses a heavily damaged file at once.
        for _ in 0 ... generator.next(below: 1 + generator.next(below: 8)) { change(&bytes, others) }
        return bytes
    }

    private mutating func position(_ bytes: [UInt8]) -> Int {
        // Chooses, on average, at least half of the positions in the first or last 160 bytes. Headers are at the start
        // of a file, and in archives also at the end.
        let edge: Int = min(bytes.count, 160)
        switch generator.next(below: 4) {
        case 0: return generator.next(below: max(1, edge))
        case 1: return bytes.count - 1 - generator.next(below: max(1, edge))
        default: return generator.next(below: max(1, bytes.count))
        }
    }

    private mutating func change(_ bytes: inout [UInt8], _ others: [[UInt8]]) {
        guard !bytes.isEmpty else {
            bytes = [UInt8(truncatingIfNeeded: generator.next())]
            return
        }
        let place: Int = position(bytes)
        switch generator.next(below: 10) {
        case 0: bytes[place] ^= 1 << UInt8(generator.next(below: 8))
        case 1: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
        case 2: bytes[place] = Self.syntax[generator.next(below: Self.syntax.count)]
        case 3: bytes.removeSubrange(place ..< min(bytes.count, place + 1 + generator.next(below: 16)))
        case 4:
            bytes.insert(
                contentsOf: bytes[place ..< min(bytes.count, place + 1 + generator.next(below: 32))], at: place)
        case 5: bytes.removeLast(min(bytes.count, 1 + generator.next(below: max(1, bytes.count))))
        case 6: writeNumber(&bytes, place)
        case 9: writeLength(&bytes)
        case 7:
            let other: [UInt8] = others[generator.next(below: others.count)]
            guard !other.isEmpty else { return }
            let start: Int = generator.next(below: other.count)
            bytes.insert(
                contentsOf: other[start ..< min(other.count, start + 1 + generator.next(below: 64))], at: place)
        default: bytes.append(contentsOf: (0 ... generator.next(below: 8)).map { _ in 0 })
        }
    }

    /// Replaces a decimal number in the file by a text that can break the calculation of a length, for example by a
    /// huge or a negative number. Does nothing if the file contains no decimal number.
    private mutating func writeLength(_ bytes: inout [UInt8]) {
        let isDigit: (UInt8) -> Bool = { (0x30 ... 0x39).contains($0) }
        let starts: [Int] = bytes.indices.filter { isDigit(bytes[$0]) && ($0 == 0 || !isDigit(bytes[$0 - 1])) }
        guard !starts.isEmpty else { return }
        let start: Int = starts[generator.next(below: starts.count)]
        let end: Int = bytes[start...].firstIndex { !isDigit($0) } ?? bytes.count
        let values: [String] = [
            "0", "-1", "1", "2305843009213693952", "9223372036854775807", "9223372036854775808", "4294967296",
            "0, 2305843009213693952", "2305843009213693952, 0", "0, 9223372036854775807, 0", "1e999", "nan", "",
        ]
        bytes.replaceSubrange(start ..< end, with: Array(values[generator.next(below: values.count)].utf8))
    }

    /// Writes a binary number at the position `place` that can break the calculation of a length or an offset. The byte
    /// order is random.
    private mutating func writeNumber(_ bytes: inout [UInt8], _ place: Int) {
        let values: [UInt64] = [
            0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 1 << 40, 1 << 62,
            UInt64(Int64.max), 1 << 63, .max, UInt64(bytes.count), UInt64(bytes.count) + 1,
        ]
        let value: UInt64 = values[generator.next(below: values.count)]
        let width: Int = [2, 4, 8][generator.next(below: 3)]
        let isLittle: Bool = generator.next(below: 2) == 0
        for index in 0 ..< width where place + index < bytes.count {
            bytes[place + index] = UInt8(
                truncatingIfNeeded: value >> UInt64(8 * (isLittle ? index : width - 1 - index)))
        }
    }
}
