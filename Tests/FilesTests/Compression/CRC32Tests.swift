import Files
import Foundation
import Testing

@Suite struct CRC32Tests {
    /// The first expected number is the check value of CRC-32 in Williams, "A painless guide to CRC error detection
    /// algorithms". The second expected number is computed bit by bit.
    @Test func checksumsAreThoseOfTheDefinition() {
        #expect(CRC32.checksum(Data("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum(Data()) == 0)
        let bytes: [UInt8] = [0, 1, 2, 250]
        #expect(bytes.withUnsafeBytes { CRC32.checksum($0) } == Self.bitByBit(bytes))
    }

    private static func bitByBit(_ bytes: [UInt8]) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0 ..< 8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return ~value
    }
}
