import Foundation
import Tensors

/// A safetensors file: named tensors and a few strings, as Hugging Face's library and many others write them.
///
///     let file = try SafeTensorsFile(contentsOf: "model.safetensors")
///     let weight = try file.tensor("conv1.weight", as: Float.self)
///
/// The file is mapped into memory: a tensor's bytes are read when it is asked for. Everything the header says is checked
/// first, in checked arithmetic: the tensors must fill the data without gap or overlap. Whoever shortens the file meanwhile
/// makes the process fail, as with every mapped file; `AtomicFile` replaces files and never shortens them.
///
/// Source: https://github.com/huggingface/safetensors, "Format".
public struct SafeTensorsFile: Sendable {
    /// The longest header that is taken, which is the reference implementation's limit.
    public static let headerLimit = 100_000_000

    /// The names, in the order of the data.
    public let names: [String]
    /// The header's own strings.
    public let metadata: [String: String]
    let path: String
    private let data: Data
    private let entries: [String: Location]

    private struct Location: Sendable {
        let dtype: DType
        let shape: Shape
        let range: Range<Int>
    }

    /// Maps a file and checks all of its header.
    public init(contentsOf path: String) throws(SafeTensorsError) {
        let data: Data
        do { data = try FileContents.bytes(of: path) } catch {
            throw SafeTensorsError(path: path, .inaccessible(error.reason))
        }
        try self.init(data, path: path)
    }

    /// The same for a file's bytes. `path` is what errors name.
    public init(_ bytes: Data, path: String) throws(SafeTensorsError) {
        data = bytes.startIndex == 0 ? bytes : Data(bytes)
        self.path = path
        let (headerEnd, header) = try Self.header(of: data, path)
        let parser: HeaderParser
        do { parser = try HeaderParser(parsing: Array(header)) } catch {
            throw SafeTensorsError(path: path, .malformedHeader(error.sentence, position: error.position))
        }
        metadata = Dictionary(parser.metadata.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
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
        (self.entries, self.names) = (entries, names)
    }

    private static func header(of data: Data, _ path: String) throws(SafeTensorsError) -> (end: Int, bytes: Data) {
        guard data.count >= 8 else { throw SafeTensorsError(path: path, .tooShort(byteCount: data.count)) }
        let announced: UInt64 = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        let limit: Int = min(headerLimit, data.count - 8)
        guard announced <= UInt64(limit) else {
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
        guard let length = Self.product(entry.shape + [dtype.byteCount]) else {
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

    /// Nothing where it overflows, even if a 0 follows.
    private static func product(_ factors: [Int]) -> Int? {
        var product = 1
        for factor in factors where factor != 0 {
            let (next, overflows) = product.multipliedReportingOverflow(by: factor)
            if overflows { return nil }
            product = next
        }
        return factors.contains(0) ? 0 : product
    }

    /// A tensor as it lies in the file.
    public func anyTensor(_ name: String) throws(SafeTensorsError) -> AnyTensor {
        guard let location = entries[name] else { throw SafeTensorsError(path: path, .missing(name: name)) }
        return AnyTensor(dtype: location.dtype, shape: location.shape, bytes: data[location.range])
    }

    /// A tensor, converted as `AnyTensor.tensor(as:)` does.
    public func tensor<Scalar: FileScalar>(
        _ name: String, as type: Scalar.Type = Scalar.self
    ) throws(SafeTensorsError) -> Tensor<Scalar> {
        let stored: AnyTensor = try anyTensor(name)
        guard let tensor: Tensor<Scalar> = stored.tensor() else {
            let shape: [Int] = stored.shape.dimensions
            throw SafeTensorsError(
                path: path,
                .mismatch(
                    missing: [], unused: [],
                    misshaped: [.init(name: name, expected: shape, found: shape, type: stored.dtype)]))
        }
        return tensor
    }

    /// Type and shape of a tensor, without reading it.
    public func description(of name: String) -> (dtype: DType, shape: Shape)? {
        entries[name].map { ($0.dtype, $0.shape) }
    }
}
