import Files
import Foundation
import Tensors

/// The decompressed text of a file, which has at least one byte, and the options for reading the text.
public struct _TextSource: Sendable {
    let path: String
    let bytes: Data
    let options: TextReading

    init(_ data: Data, path: String, _ options: TextReading) throws(TextFileError) {
        (self.path, self.options) = (path, options)
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            throw TextFileError(path: path, .wideCharacters)
        }
        guard data.starts(with: [0x1F, 0x8B]) else {
            bytes = data.isEmpty ? Data([0x0A]) : data
            return
        }
        var reader = ByteReader(data)
        let expanded: [UInt8]
        do { expanded = try reader.read(atMost: TextReading.expandedLimit + 1) } catch {
            throw TextFileError(path: path, .damagedArchive(error.reason))
        }
        guard expanded.count <= TextReading.expandedLimit else {
            throw TextFileError(
                path: path, .damagedArchive("they expand to more than \(TextReading.expandedLimit >> 30) GiB"))
        }
        bytes = expanded.isEmpty ? Data([0x0A]) : Data(expanded)
    }
}

/// Returns the numbers of a text and the names of the columns. Throws the errors of `TextTableReader.rows`.
@inline(__always)
func readRows<Number: TextNumber>(of source: _TextSource) throws(TextFileError) -> _TextRows<Number> {
    var result: Result<_TextRows<Number>, TextFileError>?
    source.bytes.withUnsafeBytes { buffer in
        var reader = TextTableReader<Number>(buffer.bindMemory(to: UInt8.self), source)
        result = Result { () throws(TextFileError) -> _TextRows<Number> in try reader.rows() }
    }
    guard let result else { fatalError("unreachable: the closure has run") }
    return try result.get()
}
