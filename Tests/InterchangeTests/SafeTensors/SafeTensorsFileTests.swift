import Foundation
import Interchange
import NeuralNetworks
import Tensors
import TestSupport
import Testing

@Suite struct SafeTensorsFileTests {
    private func withFile<Result>(_ bytes: Data? = nil, _ body: (String) throws -> Result) throws -> Result {
        let path: String = NSTemporaryDirectory() + "\(UUID().uuidString).safetensors"
        defer { try? FileManager.default.removeItem(atPath: path) }
        if let bytes { try bytes.write(to: URL(fileURLWithPath: path)) }
        return try body(path)
    }

    private func file(_ header: String, data: [UInt8] = []) -> Data {
        var bytes = Data()
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
        return bytes + Data(header.utf8) + Data(data)
    }

    private func fault(_ bytes: Data) throws -> SafeTensorsError.Fault? {
        try withFile(bytes) { path in
            do {
                _ = try SafeTensorsFile(contentsOf: path)
                return nil
            } catch let error as SafeTensorsError {
                #expect(error.path == path && error.description.hasPrefix(path))
                return error.fault
            }
        }
    }

    @Test func hostileHeadersAreRefused() throws {
        let entry = #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        #expect(try fault(file(entry, data: [0, 0, 0, 0])) == nil)
        #expect(try fault(Data([1, 2, 3])) == .tooShort(byteCount: 3))
        #expect(try fault(Data([255, 255, 255, 255, 255, 255, 255, 255])) == .headerTooLong(announced: .max, limit: 0))
        #expect(try fault(file(entry).prefix(20)) == .headerTooLong(announced: 54, limit: 12))
        #expect(try fault(file(entry, data: [0, 0, 0])) == .misplaced(name: "a", expectedStart: 0, start: 0, end: 4))
        #expect(try fault(file(entry, data: [0, 0, 0, 0, 9])) == .trailingBytes(expected: 4, found: 5))
        func one(_ type: String, _ shape: String, _ offsets: String) throws -> SafeTensorsError.Fault? {
            try fault(
                file(
                    "{\"a\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":\(offsets)}}",
                    data: [UInt8](repeating: 0, count: 8)))
        }
        #expect(try one("F32", "[2]", "[0,8]") == nil)
        #expect(try one("F32", "[1]", "[0,8]") == .wrongLength(name: "a", expected: 4, found: 8))
        #expect(try one("F31", "[2]", "[0,8]") == .unknownType(name: "a", type: "F31"))
        #expect(try one("F32", "[1]", "[4,8]") == .misplaced(name: "a", expectedStart: 0, start: 4, end: 8))
        #expect(try one("F32", "[1]", "[8,0]") == .misplaced(name: "a", expectedStart: 0, start: 8, end: 0))
        let large: [Int] = [1 << 40, 1 << 40, 0]
        #expect(try one("F32", "\(large)", "[0,0]") == .impossibleShape(name: "a", shape: large))
        for place in 0 ... 2 {
            var shape: [Int] = [1 << 40, 1 << 40]
            shape.insert(0, at: place)
            #expect(try one("F32", "\(shape)", "[0,0]") == .impossibleShape(name: "a", shape: shape))
        }
        #expect(try fault(Data("PK\u{3}\u{4} of PyTorch".utf8)) == .otherFormat(.zip))
        for bad in ["[-1]", "[1.5]", "[1e3]", "[99999999999999999999]", "[01]", "1", "[[1]]", "[1,]", "null"] {
            guard case .malformedHeader = try one("F32", bad, "[0,8]") else {
                Issue.record("the shape \(bad) was accepted")
                continue
            }
        }
    }

    @Test func overlapsGapsAndDuplicatesAreRefused() throws {
        func two(_ first: String, _ second: String, name: String = "b") throws -> SafeTensorsError.Fault? {
            let header = """
                {"a":{"dtype":"U8","shape":[4],"data_offsets":\(first)},\
                "\(name)":{"dtype":"U8","shape":[4],"data_offsets":\(second)}}
                """
            return try fault(file(header, data: [UInt8](repeating: 0, count: 8)))
        }
        #expect(try two("[0,4]", "[4,8]") == nil)
        #expect(try two("[4,8]", "[0,4]") == nil)
        #expect(try two("[0,4]", "[2,6]") == .misplaced(name: "b", expectedStart: 4, start: 2, end: 6))
        #expect(try two("[0,4]", "[5,9]") == .misplaced(name: "b", expectedStart: 4, start: 5, end: 9))
        #expect(try two("[0,4]", "[0,4]") == .misplaced(name: "b", expectedStart: 4, start: 0, end: 4))
        #expect(try two("[0,4]", "[4,8]", name: "a") == .duplicateName("a"))
    }

    @Test func headersThatAreNotOfTheFormatAreRefused() throws {
        let headers: [String] = [
            "", "[]", "null", "{", "{}x", #"{"a"}"#, #"{"a":1}"#, #"{"a":{}}"#, #"{"a":{"dtype":"F32","shape":[]}}"#,
            #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"more":1}}"#,
            #"{"a":{"dtype":"F32","dtype":"F32","shape":[],"data_offsets":[0,4]}}"#,
            #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}"#, #"{"__metadata__":{"k":1}}"#,
            #"{"__metadata__":{},"__metadata__":{}}"#, #"{"__metadata__":{"k":"1","k":"2"}}"#, #"{"\ud800":{}}"#,
            #"{"\x":{}}"#, "{\"\u{1}\":{}}", #"{"__metadata__":{"k":"v"}"#, #"{"\u12"#, #"{"\"#,
            String(repeating: "[", count: 100_000), String(repeating: #"{"a":"#, count: 100_000),
        ]
        for header in headers {
            #expect(try fault(file(header)) != nil, "\(header.prefix(60))")
        }
        var invalid: Data = file(#"{"__metadata__":{"k":"?"}}"#)
        invalid[invalid.count - 4] = 0xFF
        #expect(try fault(invalid) == .malformedHeader("a string is not valid UTF-8", position: 24))
        #expect(try fault(file("{}")) == nil)
        #expect(try fault(file(#"{"__metadata__":null}"#)) == nil)
        #expect(try fault(file(#"{"__metadata__": null ,"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#)) == nil)
        #expect(try fault(file(#"{"__metadata__":nul}"#)) != nil)
        #expect(try fault(file(#"{"__metadata__":null,"__metadata__":null}"#)) != nil)
        #expect(try fault(file(#" { "__metadata__" : { "\u00e4\ud83d\ude00\n" : "v" } } "#)) == nil)
    }

    @Test func absentFilesAreNamed() {
        let absent: String = NSTemporaryDirectory() + "\(UUID().uuidString)/a"
        let error = #expect(throws: SafeTensorsError.self) { try SafeTensorsFile(contentsOf: absent) }
        #expect(error?.fault == .inaccessible("No such file or directory"))
        let other = #expect(throws: SafeTensorsError.self) { try SafeTensorsFile([:]).write(to: absent) }
        #expect(other?.fault == .inaccessible("No such file or directory"))
    }
}
