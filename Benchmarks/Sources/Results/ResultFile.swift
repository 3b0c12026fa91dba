import Foundation

/// A file of results, with a JSON object on each line.
public struct ResultFile<Result: Codable> {
    private let path: String
    /// The results of the file, in the order of the lines.
    public private(set) var results: [Result] = []

    /// Reads the results of the file, or none if the file does not exist. Throws a `ResultFileError` if a line is not a
    /// result.
    public init(path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else { return }
        let lines: [Substring] = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        for (number, line) in lines.enumerated() {
            guard let result = try? JSONDecoder().decode(Result.self, from: Data(line.utf8)) else {
                let place = "\(path), line \(number + 1)"
                throw ResultFileError(
                    description: "\(place): this line is not a result. Remove the line, or name another file.")
            }
            results.append(result)
        }
    }

    /// Appends a result, and writes the whole file.
    public mutating func append(_ result: Result) throws {
        results.append(result)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let lines: [String] = try results.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try lines.joined().write(toFile: path, atomically: true, encoding: .utf8)
    }
}

/// An error in a file of results. The description says where and what to do.
public struct ResultFileError: Error, CustomStringConvertible {
    public let description: String
}
