import Foundation
import SynaNN

/// A file in the format JSON Lines, with an object on each line.
public struct LineFile {
    private let file: AppendingFile

    init(path: String) throws { file = try AppendingFile(path: path) }

    /// Appends a line with the JSON object. Throws if the value cannot be encoded or the line cannot be written.
    public func append(_ line: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try file.append(encoder.encode(line) + Data("\n".utf8))
    }
}
