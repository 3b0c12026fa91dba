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
        let code: ExitCode = exitCode(for: error)
        if [.success, .validationFailure].contains(code), !isFirstProcess {
            // mpirun ends all processes when one has failed, so the first process must be able to print before that.
            sleep(1)
            Foundation.exit(code.rawValue)
        }
        let message: String = message(for: error)
        guard code == .validationFailure,
            let sentence = UsageHint(program: CommandTree(of: Self.self), arguments: arguments)
                .sentence(insteadOf: message),
            case let text = fullMessage(for: error), let range = text.range(of: message)
        else { exit(withError: error) }
        let better: String = text.replacingCharacters(in: range, with: sentence)
        FileHandle.standardError.write(Data((better + "\n").utf8))
        Foundation.exit(ExitCode.validationFailure.rawValue)
    }

    /// Whether this process prints what every process would print that mpirun has started with the same arguments. True
    /// without mpirun. The variables are those of Open MPI and of MPICH.
    private static var isFirstProcess: Bool {
        let variables: [String: String] = ProcessInfo.processInfo.environment
        let rank: String? = variables["OMPI_COMM_WORLD_RANK"] ?? variables["PMI_RANK"]
        return rank.flatMap { Int($0) } ?? 0 == 0
    }
}
