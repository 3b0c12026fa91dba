import Foundation

/// Functions that list the files of the repository, for tests of documents.
enum Repository {
    static let root: URL = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct Document {
        /// The path of the document, relative to the root of the repository.
        let name: String
        let url: URL
        let text: String
    }

    /// Returns the paths of all files and folders below a folder, relative to the root of the repository. The result
    /// contains neither `.git` nor the folders of builds.
    static func paths(below folder: String = "") throws -> Set<String> {
        var paths: Set<String> = []
        let url: URL = root.appendingPathComponent(folder)
        for name in try FileManager.default.contentsOfDirectory(atPath: url.path) {
            if name.hasPrefix(".build") || name == ".git" { continue }
            let path: String = folder.isEmpty ? name : "\(folder)/\(name)"
            paths.insert(path)
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder),
                isFolder.boolValue
            {
                try paths.formUnion(self.paths(below: path))
            }
        }
        return paths
    }

    /// Returns the lines of the Swift code in a Markdown text, without the spaces at their ends and without empty lines.
    static func codeLines(in text: String) -> [String] {
        var (isCode, code): (Bool, [String]) = (false, [])
        for line in text.split(separator: "\n").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            if line.hasPrefix("```") {
                isCode = line == "```swift"
            } else if isCode {
                code.append(line)
            }
        }
        return code
    }

    /// Returns all Markdown files of the repository.
    static func documents() throws -> [Document] {
        try paths().filter { $0.hasSuffix(".md") }.sorted().map { name in
            let url: URL = root.appendingPathComponent(name)
            return Document(name: name, url: url, text: try String(contentsOf: url, encoding: .utf8))
        }
    }
}
