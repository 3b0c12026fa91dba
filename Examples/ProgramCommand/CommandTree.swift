import ArgumentParser
import Foundation

/// The subcommands and flags of a program, as `--experimental-dump-help` prints them.
public struct CommandTree: Sendable, Hashable, Decodable {
    /// A flag or a positional argument.
    public struct Argument: Sendable, Hashable, Decodable {
        /// `option` for a flag with a value, `flag` for a flag without a value, or `positional` for an argument without
        /// a flag.
        public let kind: String
        /// The placeholder for the value in the help text; `nil` if there is none.
        public let valueName: String?
        /// The valid values; `nil` if ArgumentParser cannot list them.
        public let allValues: [String]?
        private let names: [Name]?

        private struct Name: Sendable, Hashable, Decodable {
            let kind, name: String
        }

        /// The spellings of the flag with their dashes, such as `-q` and `--quiet`; empty for a positional argument.
        public var spellings: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
    }

    /// The word that the user types for the command.
    public let commandName: String
    /// The name of the subcommand that runs if the user names no subcommand; `nil` if there is none.
    public let defaultSubcommand: String?
    /// The commands directly below this command; `nil` if there are none.
    public let subcommands: [CommandTree]?
    /// The flags and positional arguments of this command, without those of its subcommands.
    public let arguments: [Argument]?

    /// Creates the tree of the given command.
    public init<Command: ParsableCommand>(of command: Command.Type) { self.init(json: Command._dumpHelp()) }

    /// Creates the tree from JSON that `--experimental-dump-help` printed. The tree is empty if the JSON is invalid.
    public init(json: String) {
        struct Dump: Decodable {
            let command: CommandTree
        }
        let dump: Dump? = try? JSONDecoder().decode(Dump.self, from: Data(json.utf8))
        self = dump?.command ?? CommandTree()
    }

    private init() { (commandName, defaultSubcommand, subcommands, arguments) = ("", nil, nil, nil) }

    /// Returns the command that the arguments run. `isNamed` is true if the first argument is the name of the returned
    /// command.
    ///
    /// If the first argument is not the name of a subcommand, the result is the default subcommand, or this command if
    /// there is no default subcommand.
    public func command(for arguments: [String]) -> (command: CommandTree, isNamed: Bool) {
        let commands: [CommandTree] = subcommands ?? []
        if let first = arguments.first, let named = commands.first(where: { $0.commandName == first }) {
            return (named, true)
        }
        return (commands.first { $0.commandName == defaultSubcommand } ?? self, false)
    }

    /// The spellings of all flags of this command, with their dashes.
    public var spellings: [String] { (arguments ?? []).flatMap(\.spellings) }
}
