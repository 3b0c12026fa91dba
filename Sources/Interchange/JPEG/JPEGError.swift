/// An error about a JPEG file that cannot be read. Its description names the file, the fault and the remedy.
public struct JPEGError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// The file is missing, cannot be read, is not a complete JPEG file, or is of an unsupported kind. The string
        /// is the reason that the system or libjpeg reports.
        case unreadable(String)
        /// The picture has more pixels than the caller's limit.
        case tooLarge(width: Int, height: Int, limit: Int)
    }

    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String {
        switch fault {
        case .unreadable(let reason):
            return "\(path): cannot be read as a JPEG picture: \(reason). Name a whole JPEG file."
        case .tooLarge(let width, let height, let limit):
            return "\(path): \(width) × \(height) pixels exceed the limit of \(limit). Make the picture smaller."
        }
    }
}
