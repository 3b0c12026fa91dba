/// The command that resumes a stopped training, for a POSIX shell. It consists of the words of the original command,
/// with `--resume` instead of `--save`.
package struct ResumeCommand {
    /// The words, the program first.
    package let words: [String]

    /// Creates the command.
    ///
    /// - Parameters:
    ///   - arguments: The words of the stopped command, the program first.
    ///   - directory: The directory of the training's checkpoint.
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

    /// The words, quoted for a shell.
    package var line: String { words.map(Self.quoted).joined(separator: " ") }

    /// Returns the word, in single quotes if a shell would change the unquoted word. A shell changes nothing within
    /// single quotes.
    package static func quoted(_ word: String) -> String {
        let isUnchanged: Bool = !word.isEmpty && word.unicodeScalars.allSatisfy { literals.contains($0) }
        // A first word with "=" would be an assignment.
        let isAssignment: Bool = word.contains("=") && !word.hasPrefix("-")
        if isUnchanged && !isAssignment { return word }
        // Replaces scalars, not characters, because a quote and a combining accent are one character.
        return "'" + word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    /// The characters that a shell takes literally.
    private static let literals = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-=".unicodeScalars)
}
