import Foundation

/// Returns the path of a program in a folder of PATH. Without the program, returns `nil` and writes a warning that the
/// tests `skipped` do not run.
public func programInPath(_ name: String, skipped: String) -> String? {
    let folders: [Substring] = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found: String? = folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    if found == nil {
        FileHandle.standardError.write(Data("WARNING: SKIPPED THE TESTS \(skipped): \(name) is not in PATH.\n".utf8))
    }
    return found
}
