import ArgumentParser
import Foundation

extension ParsableCommand {
    /// Runs the program with the arguments of its process. If an error is thrown, the method prints the error's message
    /// and ends the process. `UsageHint` replaces some of ArgumentParser's messages.
    ///
    /// - Parameter completed: Takes the arguments of the process, and returns the arguments to parse. The default
    ///   function returns the arguments of the process.
    public static func runProgram(completing completed: ([String]) throws -> [String] = { $0 }) {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            let tree = CommandTree(of: Self.self)
            if let sentence = UsageHint(program: tree, arguments: arguments).sentenceAboutSingleDash {
                throw ValidationError(sentence)
            }
            var command: any ParsableCommand = try parseAsRoot(completed(arguments))
            try command.run()
        } catch {
            end(error, arguments)
        }
    }

    private static func end(_ error: any Error, _ arguments: [String]) -> Never {
        let message: String = message(for: error)
        guard exitCode(for: error) == .validationFailure,
            let sentence = UsageHint(program: CommandTree(of: Self.self), arguments: arguments)
                .sentence(insteadOf: message),
            case let text = fullMessage(for: error), let range = text.range(of: message)
        else { exit(withError: error) }
        let better: String = text.replacingCharacters(in: range, with: sentence)
        FileHandle.standardError.write(Data((better + "\n").utf8))
        Foundation.exit(ExitCode.validationFailure.rawValue)
    }
}
