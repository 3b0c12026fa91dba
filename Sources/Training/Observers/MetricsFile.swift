import Files
import Foundation

/// A file to which one line of JSON is appended for each epoch.
public struct MetricsFile: Sendable {
    private let file: AppendingFile

    /// Opens the file at `path`, or creates it. Throws a `MetricsFileError` if the file cannot be written, so that an
    /// unusable path is reported before the training.
    public init(path: String) throws(MetricsFileError) {
        do { file = try AppendingFile(path: path) } catch {
            throw MetricsFileError(path: path, reason: error.reason)
        }
    }

    /// Appends the metrics as a line of JSON, completely or not at all. Throws a `MetricsFileError` if the file cannot
    /// be written.
    public func append(_ metrics: EpochMetrics) throws(MetricsFileError) {
        do { try file.append(Data((metrics.jsonLine + "\n").utf8)) } catch {
            throw MetricsFileError(path: file.path, reason: error.reason)
        }
    }

    /// Appends the metrics as a line of JSON, unless the last line of the file is the same line. A resumed training
    /// needs this method if the training was killed between saving a checkpoint and appending the line. Throws a
    /// `MetricsFileError` if the file cannot be written.
    public func appendUnlessLast(_ metrics: EpochMetrics) throws(MetricsFileError) {
        let contents: String = (try? String(contentsOfFile: file.path, encoding: .utf8)) ?? ""
        if contents.split(separator: "\n").last.map(String.init) != metrics.jsonLine { try append(metrics) }
    }
}

/// The error of a metrics file that cannot be written.
public struct MetricsFileError: Error, CustomStringConvertible, Hashable {
    /// The path of the file.
    public let path: String
    /// The system's reason.
    public let reason: String

    /// The path, the reason and advice.
    public var description: String {
        "cannot append to the metrics file \(path): \(reason). Name a file in a directory that exists and can be written to."
    }
}
