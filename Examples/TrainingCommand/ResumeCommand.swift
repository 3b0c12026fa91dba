/// The command that goes on with a training that was stopped, for a POSIX shell: the words of the command that began it, but
/// for the directories.
package struct ResumeCommand {
    /// The words, the program first.
    package let words: [String]

    /// - Parameters:
    ///   - arguments: The words of the command that was stopped, the program first.
    ///   - directory: Where its checkpoint is.
    package init(_ arguments: [String], directory: String) {
        var words: [String] = []
        var isValue = false
        for argument in arguments {
            defer { isValue = argument == "--save" || argument == "--resume" }
            if isValue || argument == "--save" || argument == "--resume" { continue }
            if argument.hasPrefix("--save=") || argument.hasPrefix("--resume=") { continue }
            words.append(argument)
        }
        // A directory whose name begins with a dash would be read as a flag.
        self.words = words + (directory.hasPrefix("-") ? ["--resume=\(directory)"] : ["--resume", directory])
    }

    /// The words as a shell reads them.
    package var line: String { words.map(Self.quoted).joined(separator: " ") }

    /// A word in single quotes, where a shell would change it otherwise. Within them a shell changes nothing.
    package static func quoted(_ word: String) -> String {
        let isPlain: Bool = !word.isEmpty && word.unicodeScalars.allSatisfy { plain.contains($0) }
        // As the first word, one with "=" would be an assignment.
        let isAssignment: Bool = word.contains("=") && !word.hasPrefix("-")
        if isPlain && !isAssignment { return word }
        // Scalar by scalar: an accent may have joined the quote to one character.
        return "'" + word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    private static let plain = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-=".unicodeScalars)
}
