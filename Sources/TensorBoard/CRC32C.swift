/// The cyclic redundancy check with Castagnoli's polynomial. TensorFlow's record files contain the checksum in a masked
/// form: see `masked`.
///
/// Source: RFC 3720 (iSCSI).
enum CRC32C {
    private static let table: [UInt32] = (0 ..< 256).map { byte in
        (0 ..< 8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    /// Returns the checksum of the bytes.
    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes { value = value >> 8 ^ table[Int(UInt8(truncatingIfNeeded: value) ^ byte)] }
        return ~value
    }

    /// Returns the checksum of the bytes in the masked form that records contain: the checksum rotated by 15 bits, plus
    /// a constant. Without the mask, a checksum of data that contain their own checksum would detect errors poorly.
    static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let value: UInt32 = checksum(bytes)
        return (value >> 15 | value << 17) &+ 0xA282_EAD8
    }
}
