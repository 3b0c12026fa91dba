public import Files

/// An error about a safetensors file that cannot be read or written, or that does not fit a model. Its description
/// names the file, the fault and the remedy.
public struct SafeTensorsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be read or written. The string is the reason that the system reports.
        case inaccessible(String)
        /// The file has another format.
        case otherFormat(FileFormat)
        /// The file is shorter than the eight bytes that contain the length of the header.
        case tooShort(byteCount: Int)
        /// The length of the header exceeds the length of the file or `SafeTensorsFile.headerLimit`.
        case headerTooLong(announced: UInt64, limit: Int)
        /// The header is not the JSON that the format requires. The string is the reason, and `position` is the
        /// position of the error in the header in bytes, counted from 0.
        case malformedHeader(String, position: Int)
        /// A name occurs twice in the header.
        case duplicateName(String)
        /// The type of a tensor is not supported.
        case unknownType(name: String, type: String)
        /// The shape of a tensor is too large: the product of the nonzero lengths and the element size exceeds
        /// `Int.max`.
        case impossibleShape(name: String, shape: [Int])
        /// The number of bytes between the offsets of a tensor differs from the number that type and shape require.
        case wrongLength(name: String, expected: Int, found: Int)
        /// The offsets of a tensor leave a gap, overlap other tensors, are in the wrong order, or exceed the data. The
        /// tensor must start at `expectedStart`, the end of the tensor before it.
        case misplaced(name: String, expectedStart: Int, start: Int, end: Int)
        /// Bytes follow the last tensor.
        case trailingBytes(expected: Int, found: Int)
        /// The file has no tensor of this name.
        case missing(name: String)
        /// The numbers of a tensor cannot be converted to the type `target`: they are complex and the type is real,
        /// they are real and the type is an integer type, or they are integers that do not fit.
        case inconvertible(name: String, type: DType, target: String)
        /// A file does not fit a model. The arrays contain the names that are missing in the file, the names of the
        /// file that the model does not use, and the tensors whose shape or type does not fit.
        case mismatch(missing: [String], unused: [String], misshaped: [Misshaped])
    }

    /// A tensor whose shape or type does not fit the model.
    public struct Misshaped: Sendable, Hashable {
        /// The name of the tensor.
        public let name: String
        /// The shape of the tensor in the model, and the shape of the tensor in the file.
        public let expected, found: [Int]
        /// The type in the file if it cannot be converted to the type in the model, and `nil` otherwise.
        public let type: DType?
    }

    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    package init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String { "\(path): \(explanation)" }

    /// The fault and the remedy, without the path. If the file cannot be read or written, the text contains only the
    /// reason that the system reports.
    package var reason: String {
        if case .inaccessible(let reason) = fault { return reason }
        return explanation
    }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and its permissions."
        case .mismatch(let missing, let unused, let misshaped): return mismatch(missing, unused, misshaped)
        case .missing(let name): return "there is no tensor '\(name)'. Give a name that the file contains."
        case .inconvertible(let name, let type, let target):
            return
                "the numbers of tensor '\(name)' have the type \(type.rawValue) and cannot be converted to \(target). Read them as a type that can hold them."
        case .otherFormat(let format):
            return
                "this is \(format.name), but a safetensors file is needed. Convert it with the program that wrote it."
        case .unknownType(let name, let type):
            return
                "tensor '\(name)' has the unsupported type '\(type)'. Convert it to F32 with the program that wrote it."
        case .tooShort, .headerTooLong, .malformedHeader, .duplicateName, .impossibleShape, .wrongLength, .misplaced,
            .trailingBytes:
            return "this safetensors file is damaged: \(damage). Make or download it again."
        }
    }

    private var damage: String {
        switch fault {
        case .inaccessible, .otherFormat, .unknownType, .missing, .inconvertible, .mismatch: return ""
        case .tooShort(let byteCount): return "it has \(byteCount) bytes, but the length of the header alone takes 8"
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
                ?? "\(wrong.name) has the shape \(wrong.found) and not \(wrong.expected)"
        }
        return "the file does not fit the model: " + parts.joined(separator: "; ")
            + ". Load it into the model that it was saved from, or allow differences with load(from:verifying: .names) or .shapes."
    }
}
