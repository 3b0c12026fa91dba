// Compiles the tests only in a debug build, because `@testable` needs a debug build.
#if DEBUG
import Testing

@testable import Interchange

@Suite struct NPYHeaderTests {
    private func error(_ text: String) -> HeaderError? {
        do throws(HeaderError) {
            _ = try NPYHeader(parsing: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func headersAreParsed() throws {
        let text = "{ 'shape' : (3, 4L) , \"descr\": '<f4', 'fortran_order': True, }\n"
        let header = try NPYHeader(parsing: Array(text.utf8))
        #expect(header.type == "<f4" && header.isFortranOrder && header.shape == [3, 4])
        let scalar = try NPYHeader(parsing: Array("{'descr':'|b1','fortran_order':False,'shape':()}".utf8))
        #expect(scalar.type == "|b1" && !scalar.isFortranOrder && scalar.shape == [])
    }

    @Test func errorsSayWhatAndWhere() {
        #expect(error("[") == HeaderError(reason: "'{' is expected", position: 0))
        #expect(error("{'a': 1}") == HeaderError(reason: "the key 'a' is not expected here", position: 5))
        #expect(error("{'descr': 4}")?.position == 10)
        #expect(error("{'descr': '<f4}") == HeaderError(reason: "a quote is not closed", position: 10))
        #expect(error("{'fortran_order': 0}") == HeaderError(reason: "True or False is expected", position: 18))
        #expect(error("{'shape': (-1,)}") == HeaderError(reason: "a length is expected", position: 11))
        #expect(error("{'shape': (2,)}")?.reason == "descr, fortran_order or shape is missing")
        let lengths: String = String(repeating: "1,", count: 65)
        #expect(error("{'shape': (\(lengths))}")?.reason == "no array has more than 64 axes")
    }
}
#endif
