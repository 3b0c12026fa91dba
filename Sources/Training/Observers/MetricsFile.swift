import Files
import Foundation

/// A file to which one line of JSON is appended for each epoch.
public struct MetricsFile: Sendable {
    private let file: AppendingFile

    /// Opens the file or creates it, so that an unusable path is reported before the training and not after it.
    public init(path: String) throws(MetricsFileError) {
        do { file = try AppendingFile(path: path) } catch {
            throw MetricsFileError(path: path, reason: error.reason)
        }
    }

    /// Appends a line in one write, either whole or not at all.
    public func append(_ metrics: EpochMetrics) throws(MetricsFileError) {
        do { try file.append(Data((metrics.jsonLine + "\n").utf8)) } catch {
            throw MetricsFileError(path: file.path, reason: error.reason)
        }
    }

    /// Appends a line unless it is the file's last line. A resumed training needs this if it was killed after it saved
    /// a checkpoint and before it appended the line.
    public func appendUnlessLast(_ metrics: EpochMetrics) throws(MetricsFileError) {
        let contents: String = (try? String(contentsOfFile: file.path, encoding: .utf8)) ?? ""
        if contents.split(separator: "\n").last.map(String.init) != metrics.jsonLine { try append(metrics) }
    }
}

/// A metrics file that cannot be written.
public struct MetricsFileError: Error, CustomStringConvertible, Hashable {
    /// The file.
    public let path: String
    /// The system's reason.
    public let reason: String

    /// What, where and what to do.
    public var description: String {
        "cannot append to the metrics file \(path): \(reason). Name a file in a directory that exists and can be written to."
    }
}
