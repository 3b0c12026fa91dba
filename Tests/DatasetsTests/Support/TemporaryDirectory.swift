import Foundation

/// A temporary directory. The deinitializer deletes the directory.
final class TemporaryDirectory: Sendable {
    let path: String

    init() {
        let url: URL = FileManager.default.temporaryDirectory
            .appendingPathComponent("synann-tests-" + UUID().uuidString)
        do {
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        } catch {
            fatalError("cannot make a temporary directory: \(error)")
        }
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes the bytes to a file in this directory, and returns the file's path.
    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        let file: String = path + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }

    /// The sorted paths of all files and directories in this directory, relative to this directory.
    var contents: [String] {
        guard let names = FileManager.default.enumerator(atPath: path)?.allObjects as? [String] else { return [] }
        return names.sorted()
    }
}
