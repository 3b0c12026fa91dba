import ArgumentParser
import Foundation

/// A program's subcommands and flags, as `--experimental-dump-help` lists them.
public struct CommandTree: Sendable, Hashable, Decodable {
    /// One flag or positional argument.
    public struct Argument: Sendable, Hashable, Decodable {
        /// `option`: a value follows. `flag`: no value follows. `positional`: the argument is the value.
        public let kind: String
        /// The placeholder for the value in help texts.
        public let valueName: String?
        /// The valid values, if ArgumentParser can list them.
        public let allValues: [String]?
        private let names: [Name]?

        private struct Name: Sendable, Hashable, Decodable {
            let kind, name: String
        }

        /// The spellings, with their dashes.
        public var spellings: [String] { (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name } }
    }

    /// What the user types for the command.
    public let commandName: String
    /// The subcommand that runs if the user names none.
    public let defaultSubcommand: String?
    /// The commands below this one.
    public let subcommands: [CommandTree]?
    /// The command's own flags and values.
    public let arguments: [Argument]?

    /// Creates the tree of a program's command.
    public init<Command: ParsableCommand>(of command: Command.Type) { self.init(json: Command._dumpHelp()) }

    /// Creates the tree from JSON that `--experimental-dump-help` prints. The tree is empty if the JSON is invalid.
    public init(json: String) {
        struct Dump: Decodable {
            let command: CommandTree
        }
        let dump: Dump? = try? JSONDecoder().decode(Dump.self, from: Data(json.utf8))
        self = dump?.command ?? CommandTree()
    }

    private init() { (commandName, defaultSubcommand, subcommands, arguments) = ("", nil, nil, nil) }

    /// Returns the command that the arguments run, and whether the first argument is its name.
    public func command(for arguments: [String]) -> (command: CommandTree, isNamed: Bool) {
        let commands: [CommandTree] = subcommands ?? []
        if let first = arguments.first, let named = commands.first(where: { $0.commandName == first }) {
            return (named, true)
        }
        return (commands.first { $0.commandName == defaultSubcommand } ?? self, false)
    }

    /// The spellings of the command's flags.
    public var spellings: [String] { (arguments ?? []).flatMap(\.spellings) }
}
