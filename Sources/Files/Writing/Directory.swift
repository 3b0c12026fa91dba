import Foundation

/// Directories in which files are written.
public enum Directory {
    /// Creates a directory and its missing parents. An existing directory does not change.
    ///
    /// - Throws: `FileFault` if a directory cannot be created or the path is empty. The reason contains the directory
    ///   that could not be created, for example "/dev/null is not a directory".
    public static func create(_ path: String) throws(FileFault) {
        if (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil { return }
        if path.isEmpty { throw FileFault(directory: path, operation: "create", because: "the path is empty") }
        // Foundation's error does not contain the system's reason. To get the system's reason, the loop creates each
        // directory of the path.
        var prefix: String = path.hasPrefix("/") ? "" : "."
        for part in path.split(separator: "/") {
            prefix += "/" + part
            if mkdir(prefix, 0o777) == 0 { continue }
            let code: Int32 = errno
            var isDirectory: ObjCBool = false
            let exists: Bool = FileManager.default.fileExists(atPath: prefix, isDirectory: &isDirectory)
            if exists && isDirectory.boolValue { continue }
            let reason: String =
                exists ? "\(prefix) is not a directory" : "\(prefix): \(String(cString: strerror(code)))"
            throw FileFault(directory: path, operation: "create", because: reason)
        }
    }
}
