import Files

/// An error about a file that cannot be read as a picture. Its description names the file, the fault and the remedy.
public struct PictureError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// The file is missing or cannot be read, or it is a damaged, incomplete or unsupported PNG or JPEG file. The
        /// string is the reason.
        case unreadable(String)
        /// The file is neither a PNG nor a JPEG file. The value is the format that the first bytes indicate; `nil` if
        /// they indicate no known format.
        case otherFormat(FileFormat?)
        /// The picture has more pixels than the caller's limit.
        case tooLarge(width: Int, height: Int, limit: Int)
    }

    /// The path of the file.
    public let path: String
    /// What is wrong with the file.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    /// A sentence with the path, the fault and the remedy.
    public var description: String { "\(path): \(explanation)" }

    /// The fault and the remedy without the path.
    package var explanation: String {
        switch fault {
        case .unreadable(let reason):
            return "cannot be read as a picture: \(reason). Name a whole PNG or JPEG file."
        case .otherFormat(let format):
            let found: String = format.map { "it is \($0.name)" } ?? "it is neither a PNG nor a JPEG file"
            let remedy: String = format?.isConvertiblePicture == true ? "Convert it to" : "Name a file in the format"
            return "cannot be read as a picture: \(found). \(remedy) PNG or JPEG."
        case .tooLarge(let width, let height, let limit):
            return "\(width) × \(height) pixels exceed the limit of \(limit). Make the picture smaller."
        }
    }
}
