public import Files

/// A safetensors file that cannot be read, or does not fit: what, where, and what to do.
public struct SafeTensorsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The system refused; its words.
        case inaccessible(String)
        /// A file of another format.
        case otherFormat(FileFormat)
        /// The file is shorter than the eight bytes that begin every one.
        case tooShort(byteCount: Int)
        /// The header is said to be longer than the file, or than any header may be.
        case headerTooLong(announced: UInt64, limit: Int)
        /// The header is not the JSON that it has to be; what is wrong, and at which byte of the header.
        case malformedHeader(String, position: Int)
        /// A name that stands twice in the header.
        case duplicateName(String)
        /// A type that is not known here.
        case unknownType(name: String, type: String)
        /// A shape whose number of elements is no possible number.
        case impossibleShape(name: String, shape: [Int])
        /// Type and shape ask for another number of bytes than the offsets span.
        case wrongLength(name: String, expected: Int, found: Int)
        /// Offsets that leave a gap, overlap, run backwards or beyond the data.
        case misplaced(name: String, expectedStart: Int, start: Int, end: Int)
        /// Bytes behind the last tensor.
        case trailingBytes(expected: Int, found: Int)
        /// A tensor that is asked for and not there.
        case missing(name: String)
        /// A model and a file that differ: every missing, unused and mis-shaped name.
        case mismatch(missing: [String], unused: [String], misshaped: [Misshaped])
    }

    /// A tensor whose shape, or type, is not the model's.
    public struct Misshaped: Sendable, Hashable {
        public let name: String
        public let expected, found: [Int]
        /// The type of numbers that cannot become the model's, if that is what is wrong.
        public let type: DType?
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String { "\(path): \(explanation)" }

    /// What is wrong, in words, without the path.
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
            return "this is \(format.name), and a safetensors file is needed. Convert it where it was made."
        case .unknownType(let name, let type):
            return
                "tensor '\(name)' has the type '\(type)', which is not known here. Convert it to F32 where it was made."
        case .tooShort, .headerTooLong, .malformedHeader, .duplicateName, .impossibleShape, .wrongLength, .misplaced,
            .trailingBytes:
            return "this is no whole safetensors file: \(damage). Make or fetch it again."
        }
    }

    private var damage: String {
        switch fault {
        case .inaccessible, .otherFormat, .unknownType, .missing, .mismatch: return ""
        case .tooShort(let byteCount): return "\(byteCount) bytes are fewer than the 8 of the header's length"
        case .headerTooLong(let announced, let limit):
            return "the header is said to have \(announced) bytes, where \(limit) are possible"
        case .malformedHeader(let what, let position): return "header, byte \(position): \(what)"
        case .duplicateName(let name): return "the name '\(name)' stands twice in the header"
        case .impossibleShape(let name, let shape): return "tensor '\(name)' has the impossible shape \(shape)"
        case .wrongLength(let name, let expected, let found):
            return "tensor '\(name)' needs \(expected) bytes, and its offsets span \(found)"
        case .misplaced(let name, let expected, let start, let end):
            return "tensor '\(name)' lies at \(start)..\(end), where one has to begin at \(expected)"
        case .trailingBytes(let expected, let found):
            return "\(found) bytes of data, where the tensors have \(expected)"
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
            + ". Load it into the model that it was saved from, or allow differences by load(from:verifying: .names) or .shapes."
    }
}
