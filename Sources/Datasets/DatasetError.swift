public import Files

/// A data file or directory that cannot be used: what, where, and what to do.
public struct DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file does not exist or cannot be read; the system's words.
        case unreadable(String)
        /// The first four bytes are not those of an IDX file.
        case wrongMagic(found: [UInt8])
        /// A file of another format.
        case otherFormat(FileFormat)
        /// Another element type than the caller needs.
        case wrongElementType(expected: String, found: String)
        /// Another number of axes than the caller needs.
        case wrongRank(expected: Int, found: Int)
        /// Another size than the caller needs.
        case wrongSize(expected: [Int], found: [Int])
        /// Two files that belong together have different numbers of samples.
        case wrongCount(expected: Int, found: Int)
        /// Fewer bytes than the header announces.
        case truncated(expected: Int, found: Int)
        /// More bytes than the header announces.
        case oversized(expected: Int)
        /// Lengths whose product is no possible size.
        case impossibleSize([Int])
        /// Compressed data that does not decompress; zlib's words.
        case corruptCompression(String)
        /// A label that is no class.
        case labelOutOfRange(position: Int, label: Int, classCount: Int)
        /// Another content than the official one.
        case wrongDigest(expected: String, found: String)
        /// Nowhere to be had: neither in a directory nor from the network.
        case unavailable(String)
        /// The file cannot be written; the system's words.
        case unwritable(String)
    }

    /// The file or directory.
    public let file: String
    /// What is wrong with it.
    public let fault: Fault

    public init(file: String, _ fault: Fault) {
        self.file = file
        self.fault = fault
    }

    public var description: String { "\(file): \(explanation)" }

    /// What is wrong, without what to do about it where that depends on who asked for the file.
    var cause: String {
        if case .unreadable(let reason) = fault { return reason }
        return explanation
    }

    private var explanation: String {
        switch fault {
        case .unreadable(let reason):
            return "cannot be read: \(reason). Name an IDX file, or a directory that holds the four MNIST files."
        case .wrongMagic(let found):
            return
                "magic number: expected 00 00, an element type and a rank, found \(Self.hexadecimal(found)). "
                + "This is not an IDX file, nor a gzip'd one. Name one."
        case .otherFormat(let format):
            return "this is \(format.name), and an IDX file is needed. Name an IDX file, or a gzip'd one."
        case .wrongElementType(let expected, let found):
            return "element type: expected \(expected), found \(found). Write the file with \(expected)."
        case .wrongRank(let expected, let found):
            return "number of axes: expected \(expected), found \(found). Name another file."
        case .wrongSize(let expected, let found):
            return "size: expected \(expected), found \(found). Name files whose images have one size."
        case .wrongCount(let expected, let found):
            return
                "number of samples: expected \(expected), found \(found). Name images and labels that belong together."
        case .truncated(let expected, let found):
            return "length: expected \(expected) bytes, found \(found). The file is truncated; fetch it again."
        case .oversized(let expected):
            return "length: expected \(expected) bytes, found more. The file has trailing bytes; fetch it again."
        case .impossibleSize(let shape):
            return "size: the header announces \(shape), which no file can hold. Fetch it again."
        case .corruptCompression(let reason):
            return "gzip: \(reason). The file is damaged; fetch it again."
        case .labelOutOfRange(let position, let label, let classCount):
            return
                "label \(position): expected a class below \(classCount), found \(label). Name labels of \(classCount) classes."
        case .wrongDigest(let expected, let found):
            return
                "SHA-256 of the uncompressed bytes: expected \(expected), found \(found). Delete the file to have it fetched again."
        case .unavailable(let reason):
            return "MNIST is not to be had: \(reason). Put its four files into a directory and name it."
        case .unwritable(let reason):
            return "cannot be written: \(reason). Name a place that can be written to."
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing" }
        return bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined(separator: " ")
    }
}
