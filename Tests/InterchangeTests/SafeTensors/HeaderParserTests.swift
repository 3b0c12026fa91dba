// Compiles the tests only in a debug build, because `@testable` needs a debug build.
#if DEBUG
import Testing

@testable import Interchange

@Suite struct HeaderParserTests {
    private func error(_ text: String) -> HeaderError? {
        do throws(HeaderError) {
            _ = try HeaderParser(parsing: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func headersAreParsed() throws {
        let text = #"{"__metadata__":{"k":"v"}, "a\u00e4\n": {"dtype":"F32","shape":[2, 0],"data_offsets":[8,16]}}  "#
        let header = try HeaderParser(parsing: Array(text.utf8))
        let entry = HeaderParser.Entry(name: "aä\n", type: "F32", shape: [2, 0], start: 8, end: 16)
        #expect(header.entries == [entry])
        #expect(header.metadata.map(\.key) == ["k"] && header.metadata.map(\.value) == ["v"])
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(error("[") == HeaderError(reason: "'{' is expected", position: 0))
        #expect(error("{}x") == HeaderError(reason: "unexpected bytes follow the header", position: 2))
        #expect(error(#"{"a":{"size":1}}"#)?.reason == "'size' is not a property of a tensor")
        #expect(error(#"{"a":{"dtype":"F32"}}"#)?.reason == "'a' lacks dtype, shape or data_offsets")
        #expect(error(#"{"a":{"shape":[01]}}"#)?.reason == "a number begins with 0")
        #expect(error(#"{"a":{"shape":[99999999999999999999]}}"#)?.reason == "a number is too large")
        #expect(error(#"{"a":{"data_offsets":[1]}}"#)?.reason == "'data_offsets' must be two numbers")
        #expect(error(#"{"\ud800":1}"#)?.reason == "a surrogate pair is incomplete")
        #expect(error(#"{"a"#) == HeaderError(reason: "a string is not closed", position: 3))
    }
}
#endif
