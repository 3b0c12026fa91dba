import Files
import Foundation

/// A file to which one line of JSON is appended for each epoch.
public struct MetricsFile: Sendable {
    private let path: String

    /// Opens the file, or makes it, so that an unusable path is found before the training and not after it.
    public init(path: String) throws(MetricsFileError) {
        self.path = path
        try append("")
    }

    /// Appends a line in one write: whole, or not at all.
    public func append(_ metrics: EpochMetrics) throws(MetricsFileError) { try append(metrics.jsonLine + "\n") }

    /// Appends a line unless it is the file's last: for a training that is resumed after it was killed between its checkpoint
    /// and its line.
    public func appendUnlessLast(_ metrics: EpochMetrics) throws(MetricsFileError) {
        let contents: String = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        if contents.split(separator: "\n").last.map(String.init) != metrics.jsonLine { try append(metrics) }
    }

    private func append(_ text: String) throws(MetricsFileError) {
        let descriptor: Int32 = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw MetricsFileError(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        if let reason = appendFault(Array(text.utf8), to: descriptor) {
            throw MetricsFileError(path: path, reason: reason)
        }
    }
}

/// A metrics file that cannot be written.
public struct MetricsFileError: Error, CustomStringConvertible, Hashable {
    /// The file.
    public let path: String
    /// What the system said.
    public let reason: String

    public var description: String {
        "cannot append to the metrics file \(path): \(reason). Name a file in a directory that exists and can be written to."
    }
}
