import Foundation
import SynaNN

/// A file of JSON Lines, with one object on each line.
public struct LineFile {
    private let file: AppendingFile

    init(path: String) throws { file = try AppendingFile(path: path) }

    /// Appends an object.
    public func append(_ line: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try file.append(encoder.encode(line) + Data("\n".utf8))
    }
}
