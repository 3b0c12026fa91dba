/// Functions that compute the checksums of PNG files. A reader refuses a damaged file at once if the checksums are
/// wrong.
enum PNGChecksums {
    /// Returns a PNG file with the given chunks.
    static func file(_ chunks: [(name: String, contents: [UInt8])]) -> [UInt8] {
        signature + chunks.flatMap { chunk(Array($0.name.utf8), $0.contents) }
    }

    /// Returns the file with the correct checksum in every chunk before the first chunk with an impossible length.
    static func mended(_ file: [UInt8]) -> [UInt8] {
        var (result, position): ([UInt8], Int) = (Array(file.prefix(8)), 8)
        while position + 12 <= file.count {
            let length: Int = file[position ..< position + 4].reduce(0) { $0 << 8 | Int($1) }
            guard length <= file.count - position - 12 else { break }
            let name: [UInt8] = Array(file[position + 4 ..< position + 8])
            result += chunk(name, Array(file[position + 8 ..< position + 8 + length]))
            position += 12 + length
        }
        return result + file.dropFirst(position)
    }

    /// Returns the Adler-32 checksum of the bytes as four bytes. zlib data end with this checksum.
    static func adler(_ bytes: [UInt8]) -> [UInt8] {
        var (a, b): (Int, Int) = (1, 0)
        for byte in bytes {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        return number(b << 16 | a)
    }

    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    private static func chunk(_ name: [UInt8], _ contents: [UInt8]) -> [UInt8] {
        let body: [UInt8] = name + contents
        return number(contents.count) + body + number(Int(crc(body)))
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var remainder: UInt32 = .max
        for byte in bytes {
            remainder ^= UInt32(byte)
            for _ in 0 ..< 8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
        }
        return ~remainder
    }
}
