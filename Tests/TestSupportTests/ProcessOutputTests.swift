import TestSupport
import Testing

@Suite struct ProcessOutputTests {
    @Test func bytesAreUTF8AndNothingIsEmpty() {
        #expect(text(Array("äöü\n".utf8)) == "äöü\n" && text([]) == "" && text(nil) == "")
    }
}
