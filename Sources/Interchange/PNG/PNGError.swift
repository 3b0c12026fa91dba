/// A picture file that cannot be read or written: what, where, and what to do.
public struct PNGError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Error, Sendable, Hashable {
        /// The file does not exist, cannot be read, or is no whole PNG file; the system's or libpng's words.
        case unreadable(String)
        /// More pixels than the reader would take.
        case tooLarge(width: Int, height: Int, limit: Int)
        /// The file cannot be written; the system's words.
        case unwritable(String)
    }

    /// The file.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        switch fault {
        case .unreadable(let reason): return "\(path): cannot be read as a PNG picture: \(reason). Name a PNG file."
        case .tooLarge(let width, let height, let limit):
            return "\(path): \(width) × \(height) pixels are more than the \(limit) that are taken. Make it smaller."
        case .unwritable(let reason):
            return
                "\(path): cannot be written: \(reason). Name a file in a directory that exists and can be written to."
        }
    }
}
