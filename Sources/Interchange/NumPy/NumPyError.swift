import Tensors

/// An error about an npy or npz file that cannot be read or written. Its description names the file, the fault and the
/// remedy.
public struct NumPyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// The file cannot be read or written. The string is the reason that the system reports.
        case inaccessible(String)
        /// The first bytes are not those of an npy file of a supported version. The string is the reason.
        case notAnArray(String)
        /// The header is not the required dictionary. The string is the reason, and `position` is the position of the
        /// error in the header in bytes, counted from 0.
        case malformedHeader(String, position: Int)
        /// The array consists of pickled Python objects. They are not supported, because reading them executes code in
        /// the file.
        case pickledObjects
        /// The type of the numbers is not supported.
        case unknownType(String)
        /// The shape in the header is too large: the product of the nonzero lengths and the element size exceeds
        /// `Int.max`.
        case impossibleShape([Int])
        /// The number of data bytes in the file differs from the number that type and shape require.
        case wrongLength(expected: Int, found: Int)
        /// The array has no axes, or numbers of the given type that the type with the name `target` cannot represent.
        case unsuitable(type: DType, shape: Shape, target: String)
        /// The zip archive is damaged, not supported, or too large to be written. The string is the reason.
        case malformedArchive(String)
        /// The archive has no array of this name.
        case missing(name: String)
    }

    /// The path of the file, followed by the name of the array in brackets if the error is about an array of an
    /// archive.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    package init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String { "\(path): \(explanation)" }

    private var explanation: String {
        switch fault {
        case .inaccessible(let reason): return "\(reason). Check the path and its permissions."
        case .notAnArray(let reason): return "this is not an npy file: \(reason). Name a file that NumPy's save wrote."
        case .malformedHeader(let reason, let position):
            return "the header is damaged at byte \(position): \(reason). Make or download the file again."
        case .pickledObjects:
            return "the array consists of pickled Python objects, which are not supported. Save it with a numeric type."
        case .unknownType(let type): return "the type '\(type)' is not supported. Convert the array with astype."
        case .impossibleShape(let shape):
            return "the header contains the impossible shape \(shape). Make or download the file again."
        case .wrongLength(let expected, let found):
            return
                "type and shape require \(expected) bytes, but the file has \(found). Make or download the file again."
        case .unsuitable(let type, let shape, let target):
            return
                "the array has the type \(type.rawValue) and the shape \(shape), which are no rows of \(target). Convert it with astype."
        case .malformedArchive(let reason):
            return "this npz archive cannot be read or written: \(reason). Make or download it again."
        case .missing(let name): return "there is no array '\(name)'. Give a name that the file contains."
        }
    }
}
