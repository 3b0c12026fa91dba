// Compiles the tests only in a debug build, because `@testable` needs a debug build: the tests use internal types.
#if DEBUG
import Testing

@testable import TensorBoard

@Suite struct CRC32CTests {
    /// The first three checksums are examples in RFC 3720, appendix B.4.
    @Test func checksumsAreThoseOfTheStandard() {
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum((0 ..< 32).map { UInt8($0) }) == 0x46DD_794E)
        #expect(CRC32C.checksum([]) == 0)
    }

    /// The checksum of no bytes is 0, so the masked checksum is the constant that the mask adds.
    @Test func maskedChecksumsAreRotatedAndShifted() {
        #expect(CRC32C.masked([]) == 0xA282_EAD8)
        let value: UInt32 = 0x46DD_794E
        #expect(CRC32C.masked((0 ..< 32).map { UInt8($0) }) == (value >> 15 | value << 17) &+ 0xA282_EAD8)
    }
}
#endif
