public import Files

/// An error about a data file or directory that cannot be used. The description names the file, the fault and the
/// remedy.
public struct DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file is missing or cannot be read. The string is the reason.
        case unreadable(String)
        /// The first four bytes are not the beginning of an IDX file.
        case wrongMagic(found: [UInt8])
        /// The file has another format.
        case otherFormat(FileFormat)
        /// The type of the elements differs from the type that the caller needs.
        case wrongElementType(expected: String, found: String)
        /// The number of axes differs from the number that the caller needs.
        case wrongRank(expected: Int, found: Int)
        /// The size of the images differs from the size that the caller needs.
        case wrongSize(expected: [Int], found: [Int])
        /// The number of labels differs from the number of images.
        case wrongCount(expected: Int, found: Int)
        /// The file has fewer bytes than its header requires.
        case truncated(expected: Int, found: Int)
        /// The file has more bytes than its header requires.
        case oversized(expected: Int)
        /// The size that follows from the header overflows, or exceeds 2⁴⁸ bytes. The array contains the lengths of the
        /// axes.
        case impossibleSize([Int])
        /// The data cannot be decompressed. The string is the message of zlib.
        case corruptCompression(String)
        /// A label is not less than the number of classes.
        case labelOutOfRange(position: Int, label: Int, classCount: Int)
        /// The directory is none that the readers know. The string says what it contains.
        case unknownDirectory(String)
        /// A directory has no images.
        case noImages
        /// A data set has fewer than two classes. The array contains the names of the classes.
        case tooFewClasses([String])
        /// The class `name` is not among the classes `known` of the training images or of a model.
        case unknownClass(String, known: [String])
        /// A picture cannot be read. The string is the reason with its remedy.
        case damagedImage(String)
        /// A picture has another size than the other pictures: see `wrongSize`.
        case differentImageSize(expected: [Int], found: [Int])
        /// The name is none of the data sets that the library knows. `names` lists them.
        case unknownName(names: [String])
        /// The files of a named data set are missing. `address` is where they can be had, and `places` are the
        /// directories that were searched.
        case missingDataset(address: String, places: [String])
        /// The digest of a downloaded file differs from the digest of the official file.
        case wrongDigest(expected: String, found: String)
        /// The file is not in the cache, and no mirror delivers it. The string contains the reasons.
        case unavailable(String)
        /// The file cannot be written. The string is the reason.
        case unwritable(String)
    }

    /// The path of the file or directory, or the address of a download.
    public let path: String
    /// What is wrong with the file, the directory or the download.
    public let fault: Fault

    /// Creates an error about a file, a directory or an address.
    public init(path: String, _ fault: Fault) {
        self.path = path
        self.fault = fault
    }

    /// A sentence with the path, the fault and the remedy.
    public var description: String { "\(path): \(explanation)" }

    /// The fault without the path, for a list of failed downloads. The fault `.unreadable` appears without its remedy,
    /// because the remedy is only for local files.
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
                + "This is neither a raw nor a gzip-compressed IDX file. Name an IDX file."
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
                "number of samples: expected \(expected), found \(found). Name images and labels of the same data set."
        case .truncated(let expected, let found):
            return "length: expected \(expected) bytes, found \(found). The file is truncated; fetch it again."
        case .oversized(let expected):
            return "length: expected \(expected) bytes, found more. The file has trailing bytes; fetch it again."
        case .impossibleSize(let shape):
            return "size: the header contains the shape \(shape), which is too large for a file. Fetch it again."
        case .corruptCompression(let reason):
            return "gzip: \(reason). The file is damaged; fetch it again."
        case .labelOutOfRange(let position, let label, let classCount):
            return
                "label \(position): expected a class below \(classCount), found \(label). Name labels of \(classCount) classes."
        case .unknownDirectory(let contents):
            return
                "the directory has \(contents). Name a directory of IDX files, of CIFAR-10's binary files, or with a folder of PNG "
                + "or JPEG pictures for each class."
        case .noImages:
            return
                "there are no PNG or JPEG pictures. Put the pictures of each class into a folder with the name of the class."
        case .tooFewClasses(let names):
            return
                "number of classes: expected at least 2, found \(names.count)\(names.isEmpty ? "" : " (\(names[0]))"). Put the "
                + "pictures of each class into a folder with the name of the class."
        case .unknownClass(let name, let known):
            return
                "the class '\(name)' is none of the known classes: \(Self.list(known)). Remove the class, or train with it."
        case .damagedImage(let reason): return reason
        case .differentImageSize(let expected, let found):
            return
                "size: expected \(expected[0]) × \(expected[1]) as the first picture, found \(found[0]) × \(found[1]). Choose one "
                + "size for all pictures (--image-size)."
        case .unknownName(let names):
            return
                "there is no such directory or data set. Name a directory, or one of \(names.joined(separator: ", "))."
        case .missingDataset(let address, let places):
            return
                "the files are in none of the directories \(places.joined(separator: ", ")). Fetch them from \(address), and put "
                + "them into one of the directories."
        case .wrongDigest(let expected, let found):
            return
                "SHA-256 of the uncompressed bytes: expected \(expected), found \(found). Delete the file to fetch it again."
        case .unavailable(let reason):
            return "the files are not available: \(reason). Put them into a directory and name it."
        case .unwritable(let reason):
            return "cannot be written: \(reason). Check the permissions and the free space of the directory."
        }
    }

    /// Returns the first names of a list, and the number of the others.
    private static func list(_ names: [String]) -> String {
        let more: Int = names.count - 10
        return names.prefix(10).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "nothing" }
        return bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined(separator: " ")
    }
}
