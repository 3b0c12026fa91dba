import Files
import Foundation
import Tensors

extension SafeTensorsFile {
    /// Creates a file in memory that contains `tensors`. The file shares their memory.
    ///
    /// Tensors with wider types come first, and tensors with types of the same width are sorted by name, as in the
    /// reference implementation. Spaces pad the header to a multiple of 8 bytes, so every tensor is aligned. The same
    /// tensors and metadata give the same bytes.
    ///
    /// Traps if a tensor has the name `__metadata__`, which the format reserves, or the type `complex128`, which the
    /// format does not have.
    ///
    /// - Parameters:
    ///   - tensors: The tensors by name.
    ///   - metadata: Names and texts that are stored with the tensors.
    public init(_ tensors: [String: AnyTensor], metadata: [String: String] = [:]) {
        require(tensors["__metadata__"] == nil, "SafeTensorsFile: no tensor may be called __metadata__")
        for (name, tensor) in tensors {
            require(
                tensor.dtype != .complex128,
                "SafeTensorsFile: the format has no type for the complex numbers of Double of '\(name)'")
        }
        let ordered: [(key: String, value: AnyTensor)] = tensors.sorted { first, second in
            let (a, b): (Int, Int) = (first.value.dtype.byteCount, second.value.dtype.byteCount)
            return a != b ? a > b : first.key < second.key
        }
        let text: [UInt8] = Self.header(ordered, metadata)
        var header = Data(capacity: 8 + text.count)
        withUnsafeBytes(of: UInt64(text.count).littleEndian) { header.append(contentsOf: $0) }
        header.append(contentsOf: text)
        self.init(
            path: "the tensors", .tensors(tensors, header: header), names: ordered.map(\.key), metadata: metadata)
    }

    /// The bytes of the file. If the file was created from tensors, every access copies them.
    public var encoded: Data {
        let parts: [any ByteSource] = self.parts
        if parts.count == 1, let whole = parts[0] as? Data { return whole }
        return Data(joining: parts)
    }

    /// The bytes of the file in parts, in the order of the file.
    private var parts: [any ByteSource] {
        switch contents {
        case .file(let data, _): return [data]
        case .tensors(let tensors, let header): return [header] + names.compactMap { tensors[$0] }
        }
    }

    /// Writes the file atomically: after an error, an existing file is unchanged (see `AtomicFile`).
    ///
    /// - Throws: `SafeTensorsError` with the fault `.inaccessible` if the file cannot be written.
    public func write(to path: String) throws(SafeTensorsError) {
        do { try AtomicFile.write(parts, to: path) } catch {
            throw SafeTensorsError(path: path, .inaccessible(error.reason))
        }
    }

    /// Returns the header, without its length, for a file with the texts `metadata` and the data of `tensors`, which
    /// are stored one after the other in the order of the array.
    private static func header(
        _ tensors: [(key: String, value: AnyTensor)], _ metadata: [String: String]
    ) -> [UInt8] {
        var parts: [String] = []
        if !metadata.isEmpty {
            let pairs: [String] = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var end = 0
        for (name, tensor) in tensors {
            let start: Int = end
            end += tensor.byteCount
            let shape: String = tensor.shape.dimensions.map(String.init).joined(separator: ",")
            parts.append(
                "\(quoted(name)):{\"dtype\":\"\(tensor.dtype.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(end)]}")
        }
        let text: [UInt8] = Array("{\(parts.joined(separator: ","))}".utf8)
        return text + [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8)
    }

    /// Returns the text as a JSON string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
