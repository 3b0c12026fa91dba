/// The command that resumes a stopped training, for a POSIX shell. The command consists of the words of the stopped
/// command, without `--save` and an earlier `--resume`, and with `--resume DIRECTORY` at the end.
package struct ResumeCommand {
    /// The words of the command. The first word is the program.
    package let words: [String]

    /// Creates the command from the words of the stopped command.
    ///
    /// - Parameters:
    ///   - arguments: The words of the stopped command. The first word is the program.
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
        // Joins a directory whose name begins with a dash to the flag. As a separate word, such a name would be read as
        // a flag.
        self.words = words + (directory.hasPrefix("-") ? ["--resume=\(directory)"] : ["--resume", directory])
    }

    /// The command as one line for a shell: the words in quotes where necessary, separated by spaces.
    package var line: String { words.map(Self.quoted).joined(separator: " ") }

    /// Returns the word as a shell needs it. The result has single quotes if a shell would change the word without
    /// quotes; a shell changes nothing within single quotes.
    package static func quoted(_ word: String) -> String {
        let isUnchanged: Bool = !word.isEmpty && word.unicodeScalars.allSatisfy { literals.contains($0) }
        // A shell reads `name=value` at the start of a command as an assignment.
        let isAssignment: Bool = word.contains("=") && !word.hasPrefix("-")
        if isUnchanged && !isAssignment { return word }
        // Replaces scalars, not characters, because a quote and a combining accent after the quote form a single
        // character.
        return "'" + word.unicodeScalars.map { $0 == "'" ? "'\\''" : String($0) }.joined() + "'"
    }

    /// The characters that a shell does not change or interpret in an unquoted word.
    private static let literals = Set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+:,./-=".unicodeScalars)
}
