/// An error about a PNG file that cannot be read or written. Its description names the file, the fault and the remedy.
public struct PNGError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// The file is missing, cannot be read, or is not a complete PNG file. The string is the reason that the system
        /// or libpng reports.
        case unreadable(String)
        /// The picture has more pixels than the caller's limit.
        case tooLarge(width: Int, height: Int, limit: Int)
        /// The file cannot be written. The string is the reason that the system reports.
        case unwritable(String)
    }

    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String {
        switch fault {
        case .unreadable(let reason): return "\(path): cannot be read as a PNG picture: \(reason). Name a PNG file."
        case .tooLarge(let width, let height, let limit):
            return "\(path): \(width) × \(height) pixels exceed the limit of \(limit). Make the picture smaller."
        case .unwritable(let reason):
            return
                "\(path): cannot be written: \(reason). Name a file in a directory that exists and can be written to."
        }
    }
}
