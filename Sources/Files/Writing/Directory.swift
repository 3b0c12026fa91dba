import Foundation

/// Makes a directory, and those above it, where they are missing.
///
/// - Returns: The system's words and the directory that they are about, where that fails; nothing else.
package func directoryFault(making path: String) -> String? {
    if (try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)) != nil { return nil }
    // Foundation keeps the reason to itself: ask again for each directory in turn.
    var prefix: String = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
        prefix += "/" + part
        if mkdir(prefix, 0o777) == 0 { continue }
        let code: Int32 = errno
        var isDirectory: ObjCBool = false
        let exists: Bool = FileManager.default.fileExists(atPath: prefix, isDirectory: &isDirectory)
        if exists && isDirectory.boolValue { continue }
        return exists ? "\(prefix) is not a directory" : "\(prefix): \(String(cString: strerror(code)))"
    }
    return path.isEmpty ? "the path is empty" : nil
}
