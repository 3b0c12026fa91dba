public import Files

/// A safetensors file that cannot be read or written, or does not fit a model: what, where, and what to do.
public struct SafeTensorsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be read or written; the system's reason.
        case inaccessible(String)
        /// The file has another format.
        case otherFormat(FileFormat)
        /// The file is shorter than the eight bytes of the header's length.
        case tooShort(byteCount: Int)
        /// The header's length exceeds the file, or `SafeTensorsFile.headerLimit`.
        case headerTooLong(announced: UInt64, limit: Int)
        /// The header does not follow the format's JSON; the reason, and the byte of the header.
        case malformedHeader(String, position: Int)
        /// A name occurs twice in the header.
        case duplicateName(String)
        /// The type of a tensor is not supported.
        case unknownType(name: String, type: String)
        /// The number of bytes of a shape overflows.
        case impossibleShape(name: String, shape: [Int])
        /// The offsets span another number of bytes than type and shape require.
        case wrongLength(name: String, expected: Int, found: Int)
        /// Offsets leave a gap, overlap, run backwards, or exceed the data.
        case misplaced(name: String, expectedStart: Int, start: Int, end: Int)
        /// Bytes follow the last tensor.
        case trailingBytes(expected: Int, found: Int)
        /// The file has no tensor of this name.
        case missing(name: String)
        /// A model and a file differ: every missing, unused and mis-shaped name.
        case mismatch(missing: [String], unused: [String], misshaped: [Misshaped])
    }

    /// A tensor whose shape or type does not fit the model.
    public struct Misshaped: Sendable, Hashable {
        /// The tensor's name.
        public let name: String
        /// The model's shape, and the file's.
        public let expected, found: [Int]
        /// The file's type, where it cannot be converted to the model's; else `nil`.
        public let type: DType?
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// Where, what and what to do.
    public var description: String { "\(path): \(explanation)" }

    /// What is wrong and what to do, without the path; only the reason where the file cannot be read or written.
    package var reason: String {
        if case .inaccessible(let reason) = fault { return reason }
        return explanation
    }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and who may read or write it."
        case .mismatch(let missing, let unused, let misshaped): return mismatch(missing, unused, misshaped)
        case .missing(let name): return "there is no tensor '\(name)'. Ask for one of the names in the file."
        case .otherFormat(let format):
            return
                "this is \(format.name), but a safetensors file is needed. Convert it with the program that wrote it."
        case .unknownType(let name, let type):
            return
                "tensor '\(name)' has the unsupported type '\(type)'. Convert it to F32 with the program that wrote it."
        case .tooShort, .headerTooLong, .malformedHeader, .duplicateName, .impossibleShape, .wrongLength, .misplaced,
            .trailingBytes:
            return "this safetensors file is damaged: \(damage). Make or fetch it again."
        }
    }

    private var damage: String {
        switch fault {
        case .inaccessible, .otherFormat, .unknownType, .missing, .mismatch: return ""
        case .tooShort(let byteCount): return "it has \(byteCount) bytes, fewer than the 8 of the header's length"
        case .headerTooLong(let announced, let limit):
            return "it announces a header of \(announced) bytes, but at most \(limit) are possible"
        case .malformedHeader(let what, let position): return "header, byte \(position): \(what)"
        case .duplicateName(let name): return "the name '\(name)' occurs twice in the header"
        case .impossibleShape(let name, let shape): return "tensor '\(name)' has the impossible shape \(shape)"
        case .wrongLength(let name, let expected, let found):
            return "tensor '\(name)' requires \(expected) bytes, but its offsets span \(found)"
        case .misplaced(let name, let expected, let start, let end):
            return "tensor '\(name)' has the offsets \(start) to \(end), but must begin at \(expected)"
        case .trailingBytes(let expected, let found):
            return "it has \(found) bytes of data, but the tensors have \(expected)"
        }
    }

    private func mismatch(_ missing: [String], _ unused: [String], _ misshaped: [Misshaped]) -> String {
        var parts: [String] = []
        if !missing.isEmpty { parts.append("missing: " + missing.joined(separator: ", ")) }
        if !unused.isEmpty { parts.append("unused: " + unused.joined(separator: ", ")) }
        parts += misshaped.map { wrong in
            wrong.type.map { "\(wrong.name) is of type \($0.rawValue)" }
                ?? "\(wrong.name) is \(wrong.found) and not \(wrong.expected)"
        }
        return "the file does not fit the model: " + parts.joined(separator: "; ")
            + ". Load it into the model that it was saved from, or allow differences with load(from:verifying: .names) or .shapes."
    }
}
