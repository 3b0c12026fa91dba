// Compiles the tests only in a debug build, because `@testable` needs a debug build: `ProtobufFields` is internal.
#if DEBUG
import Foundation
import Testing

@testable import TestSupport

/// Messages whose bytes are written by hand, from the description of the encoding
/// (protobuf.dev/programming-guides/encoding), are read correctly.
@Suite struct ProtobufFieldsTests {
    @Test func fieldsOfEachWireTypeAreRead() {
        // Field 1 is the varint 150, field 2 is the text "testing", and field 3 is the 32-bit float 1.5. Then field 1
        // occurs again, with the varint 1.
        let bytes: [UInt8] =
            [0x08, 0x96, 0x01, 0x12, 0x07] + Array("testing".utf8) + [0x1D, 0, 0, 0xC0, 0x3F, 0x08, 0x01]
        let fields = ProtobufFields(Data(bytes))
        #expect(fields.integer(1) == 1 && fields.integers(1) == [150, 1])
        #expect(fields.text(2) == "testing" && fields.texts(2) == ["testing"] && fields.float(3) == 1.5)
        #expect(fields.integer(4) == nil && fields.text(4) == "" && fields.data(4) == nil && fields.messages(4).isEmpty)
    }

    @Test func negativeAndPackedIntegersAreRead() {
        let minusOne = [UInt8](repeating: 0xFF, count: 9) + [0x01]
        #expect(ProtobufFields(Data([0x08] + minusOne)).integer(1) == -1)
        #expect(ProtobufFields(Data([0x0A, 0x0D, 0x03, 0x8E, 0x02] + minusOne)).integers(1) == [3, 270, -1])
    }

    @Test func messagesMayBeNested() {
        let fields = ProtobufFields(Data([0x1A, 0x03, 0x08, 0x96, 0x01]))
        #expect(fields.message(3)?.integer(1) == 150 && fields.messages(3).count == 1)
    }

    @Test(arguments: [[0x0B], [0x08], [0x12, 0x05, 0x41]] as [[UInt8]])
    func brokenMessagesTrap(bytes: [UInt8]) async {
        await #expect(processExitsWith: .failure) { [bytes = bytes as [UInt8]] in _ = ProtobufFields(Data(bytes)) }
    }
}
#endif
