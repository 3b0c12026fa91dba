import Foundation
import Tensors

extension SafeTensorsFile {
    /// Writes tensors to a safetensors file: whole, or not at all.
    ///
    /// The widest types come first and names in order among them, as the reference implementation has it, so that every
    /// tensor lies aligned; the header is filled up with spaces to a multiple of 8. The same tensors give the same bytes.
    ///
    /// - Parameter metadata: Strings to keep beside them.
    public static func write(
        _ tensors: [String: AnyTensor], metadata: [String: String] = [:], to path: String
    ) throws(SafeTensorsError) {
        do { try AtomicFile.write(encode(tensors, metadata: metadata), to: path) } catch {
            throw SafeTensorsError(path: path, .inaccessible(error.reason))
        }
    }

    /// The bytes of such a file.
    public static func encode(_ tensors: [String: AnyTensor], metadata: [String: String] = [:]) -> Data {
        precondition(tensors["__metadata__"] == nil, "SafeTensorsFile: no tensor may be called __metadata__")
        let ordered: [(key: String, value: AnyTensor)] = tensors.sorted { first, second in
            let (a, b): (Int, Int) = (first.value.dtype.byteCount, second.value.dtype.byteCount)
            return a != b ? a > b : first.key < second.key
        }
        var parts: [String] = []
        if !metadata.isEmpty {
            let pairs: [String] = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            parts.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var end = 0
        for (name, tensor) in ordered {
            let start: Int = end
            end += tensor.bytes.count
            let shape: String = tensor.shape.dimensions.map(String.init).joined(separator: ",")
            parts.append(
                "\(quoted(name)):{\"dtype\":\"\(tensor.dtype.rawValue)\",\"shape\":[\(shape)],"
                    + "\"data_offsets\":[\(start),\(end)]}")
        }
        var header: [UInt8] = Array("{\(parts.joined(separator: ","))}".utf8)
        header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
        var data = Data(capacity: 8 + header.count + end)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { data.append(contentsOf: $0) }
        data.append(contentsOf: header)
        for (_, tensor) in ordered { data.append(tensor.bytes) }
        return data
    }

    /// A JSON string.
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
