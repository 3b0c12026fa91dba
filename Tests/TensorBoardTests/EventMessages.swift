import Foundation
import Testing

/// The messages of an event file. The initializer expects that the checksums in the file equal checksums that this type
/// computes bit by bit.
struct EventMessages {
    /// The messages in the order in which the file contains them.
    let messages: [Data]

    /// Reads the event file at the given path.
    init(_ path: String) throws {
        let bytes: Data = try Data(contentsOf: URL(fileURLWithPath: path))
        var (messages, position): ([Data], Int) = ([], 0)
        while position < bytes.count {
            let length: Int = bytes[position ..< position + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(Self.masked(bytes[position ..< position + 8]) == Self.number(bytes, position + 8))
            let message: Data = bytes[position + 12 ..< position + 12 + length]
            #expect(Self.masked(message) == Self.number(bytes, position + 12 + length))
            messages.append(Data(message))
            position += 16 + length
        }
        self.messages = messages
    }

    private static func number(_ bytes: Data, _ position: Int) -> UInt32 {
        bytes[position ..< position + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    static func checksum(_ bytes: Data) -> UInt32 {
        var value: UInt32 = .max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0 ..< 8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
        }
        return ~value
    }

    private static func masked(_ bytes: Data) -> UInt32 {
        let value: UInt32 = checksum(bytes)
        return (value >> 15 | value << 17) &+ 0xA282_EAD8
    }
}
