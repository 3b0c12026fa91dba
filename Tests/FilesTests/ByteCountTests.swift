import Files
import Testing

@Suite struct ByteCountTests {
    @Test func bytesAreCounted() {
        #expect(byteCount(of: [], elementSize: 8) == 8)
        #expect(byteCount(of: [3, 4], elementSize: 2) == 24)
        #expect(byteCount(of: [3, 0, 4], elementSize: 2) == 0)
        #expect(byteCount(of: [1 << 31, 1 << 31], elementSize: 1) == 1 << 62)
    }

    @Test func impossibleLengthsAreRefused() {
        #expect(byteCount(of: [-1], elementSize: 1) == nil)
        #expect(byteCount(of: [0, -1], elementSize: 1) == nil)
        #expect(byteCount(of: [1 << 31, 1 << 31], elementSize: 2) == nil)
        // If a length is 0, and the product of the other lengths and the element size overflows, the result is `nil`.
        #expect(byteCount(of: [3, 1 << 61, 0], elementSize: 4) == nil)
    }
}
