public import Files

/// A data file or directory that cannot be used: what, where, and what to do.
public struct DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file is missing or cannot be read; the reason.
        case unreadable(String)
        /// The first four bytes are not those of an IDX file.
        case wrongMagic(found: [UInt8])
        /// The file has another format.
        case otherFormat(FileFormat)
        /// The elements have another type than the caller needs.
        case wrongElementType(expected: String, found: String)
        /// The array has another number of axes than the caller needs.
        case wrongRank(expected: Int, found: Int)
        /// The images have another size than the caller needs.
        case wrongSize(expected: [Int], found: [Int])
        /// Images and labels differ in number.
        case wrongCount(expected: Int, found: Int)
        /// The file has fewer bytes than its header announces.
        case truncated(expected: Int, found: Int)
        /// The file has more bytes than its header announces.
        case oversized(expected: Int)
        /// The header announces axis lengths whose product is too large for any file.
        case impossibleSize([Int])
        /// The data cannot be decompressed; zlib's message.
        case corruptCompression(String)
        /// A label is not below the number of classes.
        case labelOutOfRange(position: Int, label: Int, classCount: Int)
        /// The contents differ from the official ones.
        case wrongDigest(expected: String, found: String)
        /// No directory has the file and no mirror delivers it; the reasons.
        case unavailable(String)
        /// The file cannot be written; the reason.
        case unwritable(String)
    }

    /// The file or directory, or the address of a download.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    /// An error about the file, directory or address at `path`.
    public init(path: String, _ fault: Fault) {
        self.path = path
        self.fault = fault
    }

    /// Where, what and what to do.
    public var description: String { "\(path): \(explanation)" }

    /// The fault as part of a list of failed downloads, where the advice about local files does not apply.
    var cause: String {
        if case .unreadable(let reason) = fault { return reason }
        return explanation
    }

    private var explanation: String {
        switch fault {
        case .unreadable(let reason):
            return "cannot be read: \(reason). Name an IDX file, or a directory with the four MNIST files."
        case .wrongMagic(let found):
            return
                "magic number: expected 00 00, an element type and a rank, found \(Self.hexadecimal(found)). "
                + "This is not an IDX file, raw or gzip-compressed. Name one."
        case .otherFormat(let format):
            return "this is \(format.name), but an IDX file is needed. Name an IDX file, raw or gzip-compressed."
        case .wrongElementType(let expected, let found):
            return "element type: expected \(expected), found \(found). Write the file with \(expected)."
        case .wrongRank(let expected, let found):
            return "number of axes: expected \(expected), found \(found). Name another file."
        case .wrongSize(let expected, let found):
            return "size: expected \(expected), found \(found). Name files whose images have the same size."
        case .wrongCount(let expected, let found):
            return
                "number of samples: expected \(expected), found \(found). Name images and labels that belong together."
        case .truncated(let expected, let found):
            return "length: expected \(expected) bytes, found \(found). The file is truncated; fetch it again."
        case .oversized(let expected):
            return "length: expected \(expected) bytes, found more. The file has trailing bytes; fetch it again."
        case .impossibleSize(let shape):
            return "size: the header announces the shape \(shape), which is too large for a file. Fetch it again."
        case .corruptCompression(let reason):
            return "gzip: \(reason). The file is damaged; fetch it again."
        case .labelOutOfRange(let position, let label, let classCount):
            return
                "label \(position): expected a class below \(classCount), found \(label). Name labels of \(classCount) classes."
        case .wrongDigest(let expected, let found):
            return
                "SHA-256 of the uncompressed bytes: expected \(expected), found \(found). Delete the file to fetch it again."
        case .unavailable(let reason):
            return "MNIST is not available: \(reason). Put its four files into a directory and name it."
        case .unwritable(let reason):
            return "cannot be written: \(reason). Name a place that can be written to."
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing" }
        return bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined(separator: " ")
    }
}
