import Foundation
import TestSupport
import Testing

/// The links, paths and source files that the documents mention exist. If a file has moved, the failure lists the
/// mentions to change.
@Suite struct DocumentPathTests {
    @Test func everyLinkHasATarget() throws {
        try expectExistence(of: /\]\(([^)#\s]+)[^)]*\)/, atLeast: 30) { target, document, _ in
            let folder: URL = document.url.deletingLastPathComponent()
            return target.contains(":") || FileManager.default.fileExists(atPath: folder.appending(path: target).path)
        }
    }

    @Test func everyPathExists() throws {
        let paths = #/(?:^|[\s`("])((?:Sources|Tests|Examples|Benchmarks|docs|\.ci|\.github)/[^\s`)",;:]+)/#
        try expectExistence(of: paths.anchorsMatchLineEndings(), atLeast: 40) { path, _, paths in
            path.contains(".build") || exists(trimmed(path), in: paths)
        }
    }

    @Test func everySourceFileExists() throws {
        let names: Set<String> = try Set(Repository.paths().map { String($0.split(separator: "/").last ?? "") })
        try expectExistence(of: /`([A-Za-z_+]+\.(?:swift|h|c))`/, atLeast: 40) { name, _, _ in names.contains(name) }
    }

    /// Expects that everything that `pattern` captures in the documents exists, and that there are at least `least`
    /// captures. `exists` returns whether a captured text exists, for example among the paths of the repository.
    /// Captures that contain `NAME` or `…` are patterns of names, and are not checked.
    private func expectExistence(
        of pattern: some RegexComponent<(Substring, Substring)>, atLeast least: Int,
        _ exists: (_ mention: String, _ document: Repository.Document, _ paths: Set<String>) throws -> Bool
    ) throws {
        let paths: Set<String> = try Repository.paths()
        var (count, missing): (Int, [String]) = (0, [])
        for document in try Repository.documents() {
            for match in document.text.matches(of: pattern) {
                let mention = String(match.output.1)
                if mention.contains("NAME") || mention.contains("…") { continue }
                count += 1
                if try !exists(mention, document, paths) { missing.append("\(document.name): \(mention)") }
            }
        }
        #expect(missing == [], "these links, paths or files of the documents do not exist")
        #expect(count >= least)
    }

    private func trimmed(_ path: String) -> String {
        var path: Substring = path[...]
        while let last = path.last, ".'/".contains(last) { path.removeLast() }
        return String(path)
    }

    private func exists(_ path: String, in files: Set<String>) -> Bool {
        guard path.contains("*") else { return files.contains(path) }
        let parts: [Substring] = path.split(separator: "*", omittingEmptySubsequences: false)
        return files.contains { file in
            file.hasPrefix(parts[0]) && file.hasSuffix(parts[parts.count - 1])
                && parts.allSatisfy { part in file.contains(part) }
        }
    }
}
