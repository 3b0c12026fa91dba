internal import CZlib
import Foundation

/// The cyclic redundancy check of gzip, zip and PNG files.
///
/// Source: RFC 1952, section 8.
package enum CRC32 {
    /// Returns the checksum of the bytes.
    package static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(truncatingIfNeeded: crc32_z(0, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count))
    }

    /// Returns the checksum of the bytes.
    package static func checksum(_ bytes: Data) -> UInt32 { checksum([bytes]) }

    /// Returns the checksum of the bytes of `parts`, one part after the other.
    package static func checksum(_ parts: [any ByteSource]) -> UInt32 {
        let sum: UInt = parts.reduce(0) { sum, part in
            part.withBytes { bytes in
                bytes.isEmpty ? sum : crc32_z(sum, bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count)
            }
        }
        return UInt32(truncatingIfNeeded: sum)
    }
}
