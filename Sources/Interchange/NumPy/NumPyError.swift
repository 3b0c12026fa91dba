/// An npy or npz file that cannot be read or written: what, where, and what to do.
public struct NumPyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be read or written; the system's reason.
        case inaccessible(String)
        /// The first bytes are not those of an npy file of a supported version; the reason.
        case notAnArray(String)
        /// The header is not the required dictionary; the reason, and the byte of the header.
        case malformedHeader(String, position: Int)
        /// The array consists of pickled Python objects. To read them is to run the program that they contain.
        case pickledObjects
        /// The type of the numbers is not supported.
        case unknownType(String)
        /// The header announces a shape whose number of bytes overflows.
        case impossibleShape([Int])
        /// The file has another number of data bytes than type and shape require.
        case wrongLength(expected: Int, found: Int)
        /// The zip archive is damaged, not supported, or too large to be written; the reason.
        case malformedArchive(String)
        /// The archive has no array of this name.
        case missing(name: String)
    }

    /// The file; with the array's name in brackets where the error is about an array of an archive.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// Where, what and what to do.
    public var description: String { "\(path): \(explanation)" }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and who may read or write it."
        case .notAnArray(let reason): return "this is not an npy file: \(reason). Name a file that NumPy's save wrote."
        case .malformedHeader(let reason, let position):
            return "the header is damaged at byte \(position): \(reason). Make or fetch the file again."
        case .pickledObjects:
            return "the array consists of pickled Python objects, which are not read. Save it with a type of numbers."
        case .unknownType(let type): return "the type '\(type)' is not supported. Convert the array with astype."
        case .impossibleShape(let shape):
            return "the header announces the impossible shape \(shape). Make or fetch the file again."
        case .wrongLength(let expected, let found):
            return
                "type and shape require \(expected) bytes, but the file has \(found). Make or fetch the file again."
        case .malformedArchive(let reason):
            return "this npz archive cannot be read or written: \(reason). Make or fetch it again."
        case .missing(let name): return "there is no array '\(name)'. Ask for one of the names in the file."
        }
    }
}
