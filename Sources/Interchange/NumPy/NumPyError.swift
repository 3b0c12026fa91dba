/// An npy or npz file that cannot be read or written: what, where, and what to do.
public struct NumPyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The system refused; its words.
        case inaccessible(String)
        /// The first bytes are not those of an npy file, or of a version that is known.
        case notAnArray(String)
        /// The header is not the dictionary that it has to be; what is wrong, and at which byte of it.
        case malformedHeader(String, position: Int)
        /// Objects that Python has pickled: reading them would run whatever program they hold.
        case pickledObjects
        /// A type of numbers that is not known here.
        case unknownType(String)
        /// A shape whose number of elements is no possible number.
        case impossibleShape([Int])
        /// Type and shape ask for another number of bytes than there are.
        case wrongLength(expected: Int, found: Int)
        /// The zip archive is damaged, or of a kind that is not known here; how.
        case malformedArchive(String)
        /// An array that is asked for and not there.
        case missing(name: String)
    }

    /// The file, and the array in it where it holds several.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String { "\(path): \(explanation)" }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and who may read or write it."
        case .notAnArray(let reason): return "this is no npy file: \(reason). Name a file that NumPy's save wrote."
        case .malformedHeader(let reason, let position):
            return "the header is damaged at byte \(position): \(reason). Make or fetch the file again."
        case .pickledObjects:
            return "the array holds pickled Python objects, which are not read. Save it with a type of numbers."
        case .unknownType(let type): return "the type '\(type)' is not known here. Convert the array with astype."
        case .impossibleShape(let shape):
            return "the header announces the shape \(shape), which no array can have. Make or fetch the file again."
        case .wrongLength(let expected, let found):
            return "type and shape ask for \(expected) bytes, and there are \(found). Make or fetch the file again."
        case .malformedArchive(let reason):
            return "this is no npz archive that can be read: \(reason). Make or fetch it again."
        case .missing(let name): return "there is no array '\(name)'. Ask for one of the names in the file."
        }
    }
}
