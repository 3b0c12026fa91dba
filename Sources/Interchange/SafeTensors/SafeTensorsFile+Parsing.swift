import Files
import Foundation
import Tensors

extension SafeTensorsFile {
    /// Reads the bytes of a file and verifies its header.
    ///
    /// - Parameters:
    ///   - bytes: The bytes of the file.
    ///   - path: The path that errors contain.
    /// - Throws: `SafeTensorsError` if the bytes have another format or a damaged header.
    public init(_ bytes: Data, path: String) throws(SafeTensorsError) {
        let data: Data = bytes.startIndex == 0 ? bytes : Data(bytes)
        let (headerEnd, header) = try Self.header(of: data, path)
        let parser: HeaderParser
        do { parser = try HeaderParser(parsing: Array(header)) } catch {
            throw SafeTensorsError(path: path, .malformedHeader(error.reason, position: error.position))
        }
        let metadata: [String: String] = Dictionary(
            parser.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        if metadata.count < parser.metadata.count { throw SafeTensorsError(path: path, .duplicateName("__metadata__")) }
        var (entries, names): ([String: Location], [String]) = ([:], [])
        var end = 0
        for entry in parser.entries.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            let location: Location = try Self.location(entry, after: end, headerEnd, data.count, path)
            guard entries.updateValue(location, forKey: entry.name) == nil else {
                throw SafeTensorsError(path: path, .duplicateName(entry.name))
            }
            names.append(entry.name)
            end = entry.end
        }
        guard headerEnd + end == data.count else {
            throw SafeTensorsError(path: path, .trailingBytes(expected: end, found: data.count - headerEnd))
        }
        self.init(path: path, .file(data, entries: entries), names: names, metadata: metadata)
    }

    private static func header(of data: Data, _ path: String) throws(SafeTensorsError) -> (end: Int, bytes: Data) {
        guard data.count >= 8 else { throw SafeTensorsError(path: path, .tooShort(byteCount: data.count)) }
        let announced: UInt64 = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        let limit: Int = min(headerLimit, data.count - 8)
        guard announced <= UInt64(limit) else {
            if let format = FileFormat(recognizing: data) {
                throw SafeTensorsError(path: path, .otherFormat(format))
            }
            throw SafeTensorsError(path: path, .headerTooLong(announced: announced, limit: limit))
        }
        return (8 + Int(announced), data[8 ..< 8 + Int(announced)])
    }

    private static func location(
        _ entry: HeaderParser.Entry, after end: Int, _ headerEnd: Int, _ byteCount: Int, _ path: String
    ) throws(SafeTensorsError) -> Location {
        guard let dtype = DType(rawValue: entry.type), dtype != .complex128 else {
            throw SafeTensorsError(path: path, .unknownType(name: entry.name, type: entry.type))
        }
        guard let length = Files.byteCount(of: entry.shape, elementSize: dtype.byteCount) else {
            throw SafeTensorsError(path: path, .impossibleShape(name: entry.name, shape: entry.shape))
        }
        guard entry.start == end, entry.end >= entry.start, entry.end <= byteCount - headerEnd else {
            throw SafeTensorsError(
                path: path, .misplaced(name: entry.name, expectedStart: end, start: entry.start, end: entry.end))
        }
        guard entry.end - entry.start == length else {
            throw SafeTensorsError(
                path: path, .wrongLength(name: entry.name, expected: length, found: entry.end - entry.start))
        }
        return Location(
            dtype: dtype, shape: Shape(entry.shape), range: headerEnd + entry.start ..< headerEnd + entry.end)
    }
}
