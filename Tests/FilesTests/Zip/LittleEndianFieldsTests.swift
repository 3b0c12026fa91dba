// Compiles the tests only in a debug build, because `@testable` needs a debug build.
#if DEBUG
import Foundation
import Testing

@testable import Files

@Suite struct LittleEndianFieldsTests {
    @Test func numbersComeBack() {
        var data = Data()
        for (number, width) in [(0x1234, 2), (0x8765_4321, 4), (.max, 8)] { data.append(number: number, width) }
        let fields = LittleEndianFields(data: data)
        #expect(data.prefix(2) == Data([0x34, 0x12]))
        #expect(fields.number(0, 2) == 0x1234 && fields.number(2, 4) == 0x8765_4321 && fields.number(6, 8) == .max)
        #expect(LittleEndianFields(data: Data(repeating: 0xFF, count: 8)).number(0, 8) == nil)
    }

    @Test func nothingOutsideIsRead() {
        let fields = LittleEndianFields(data: Data("añ".utf8))
        for position in [-1, 2, 3, Int.max] { #expect(fields.number(position, 2) == nil, "\(position)") }
        #expect(fields.text(0, 3) == "añ" && fields.text(3, 0) == "")
        #expect(fields.text(0, 2) == nil && fields.text(1, 3) == nil && fields.text(-1, 1) == nil)
    }
}
#endif
