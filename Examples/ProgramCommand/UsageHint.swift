import Tensors

/// A better error message than ArgumentParser's for an unknown flag, an unknown subcommand, or a negative value after a
/// flag.
///
/// ArgumentParser suggests the flag with the least edit distance, if this distance is at most three. For `--lr`,
/// ArgumentParser would suggest `--plot`.
struct UsageHint {
    let program: CommandTree
    let arguments: [String]

    /// Returns the sentence that replaces ArgumentParser's `message`, or `nil` if the message needs no replacement.
    func sentence(insteadOf message: String) -> String? {
        let (command, isNamed): (CommandTree, Bool) = program.command(for: arguments)
        if let option = quoted(message, after: "Unknown option '") { return unknownOption(option, command) }
        if let option = quoted(message, after: "Missing value for '") { return missingValue(option) }
        let extra: [String] = ["nexpected argument '", "nexpected arguments: '"].compactMap {
            quoted(message, after: $0)
        }
        guard let word = extra.first, !isNamed else { return nil }
        return unknownSubcommand(word)
    }

    /// The error message about a long flag with a single dash, such as `-epochs`; `nil` if there is no such flag.
    /// ArgumentParser reads each letter of `-epochs` as a flag. The letter `h` is the flag `-h`, so ArgumentParser
    /// would print the help text.
    var sentenceAboutSingleDash: String? {
        let (command, _): (CommandTree, Bool) = program.command(for: arguments)
        let letters = Set((command.spellings + ["-h"]).filter { !$0.hasPrefix("--") }.compactMap(\.last))
        let words: [Substring] = arguments.prefix { $0 != "--" }.map { $0.prefix { $0 != "=" } }
        guard
            let word = words.first(where: { word in
                word.count > 2 && word.first == "-" && word.dropFirst().first?.isLetter == true
                    && Double(word) == nil && !word.dropFirst().allSatisfy(letters.contains)
            })
        else { return nil }
        return unknownOption(String(word), command)
    }

    private func unknownOption(_ option: String, _ command: CommandTree) -> String {
        let word: String = String(option.prefix { $0 != "=" })
        let name: String = commandName(command)
        let suggestions: [String] = Spelling(known: command.spellings.filter { $0.hasPrefix("--") } + ["--help"])
            .suggestions(for: word)
        if !suggestions.isEmpty { return "Unknown option '\(word)'. Did you mean \(list(suggestions))?" }
        let others: [String] = (program.subcommands ?? []).filter { $0.spellings.contains(word) }.map(commandName)
        if let other = others.first { return "'\(word)' is a flag of '\(other)', not of '\(name)'." }
        return "Unknown option '\(word)'. '\(name) --help' lists the flags."
    }

    private func unknownSubcommand(_ word: String) -> String? {
        guard let subcommands = program.subcommands, !subcommands.isEmpty else { return nil }
        let names: [String] = subcommands.map(\.commandName)
        if names.contains(word) {
            return "The subcommand '\(word)' must come first: '\(program.commandName) \(word) …'."
        }
        let suggestions: [String] = Spelling(known: names).suggestions(for: word)
        let known: String = "The subcommands are \(names.joined(separator: ", "))."
        guard !suggestions.isEmpty else { return "'\(word)' is not a subcommand. \(known)" }
        return "'\(word)' is not a subcommand. Did you mean \(list(suggestions))? \(known)"
    }

    /// Returns the error message if a negative number follows the flag, because ArgumentParser reads such a number as a
    /// flag; otherwise `nil`.
    private func missingValue(_ option: String) -> String? {
        let spelling: String = String(option.prefix { $0 != " " })
        guard let place = arguments.firstIndex(of: spelling), place + 1 < arguments.count else { return nil }
        let value: String = arguments[place + 1]
        guard value.hasPrefix("-"), Double(value) != nil else { return nil }
        return "'\(spelling) \(value)' reads as two flags. Write '\(spelling)=\(value)' for a negative number."
    }

    private func commandName(_ command: CommandTree) -> String {
        command.commandName == program.commandName
            ? program.commandName : "\(program.commandName) \(command.commandName)"
    }

    private func list(_ words: [String]) -> String { words.map { "'\($0)'" }.joined(separator: " or ") }

    private func quoted(_ text: String, after start: String) -> String? {
        guard let range = text.range(of: start) else { return nil }
        return String(text[range.upperBound...].prefix { $0 != "'" })
    }
}
