import Foundation
import TestSupport

/// A finished run of a program.
struct ProgramRun {
    /// The exit status, or the number of the signal that ended the process.
    let status: Int32
    /// Whether a signal ended the process.
    let isKilled: Bool
    /// Whether the test killed the process after the time limit.
    let isLate: Bool
    let output: String
    let errors: String
    /// The program and its arguments, for error messages.
    let command: String

    /// The folder of the programs. The environment variable SYNANN_PROGRAMS can name this folder, for example the
    /// folder of an optimized build. Without this variable, the folder is that of the test executable.
    static let folder: URL =
        ProcessInfo.processInfo.environment["SYNANN_PROGRAMS"].map { URL(fileURLWithPath: $0) }
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()

    /// Runs a program, and waits until it has ended.
    ///
    /// - Parameters:
    ///   - program: The name of a program in `folder`, or an absolute path.
    ///   - arguments: The arguments of the program.
    ///   - directory: The working directory of the program. Files in this directory receive its output.
    ///   - environment: Environment variables in addition to the variables that `start` sets.
    ///   - limit: The time limit in seconds. The initializer kills a process that runs longer.
    init(
        _ program: String, _ arguments: [String], in directory: URL, environment: [String: String] = [:],
        limit: Double = 20
    ) throws {
        let process = try Self.start(program, arguments, in: directory, environment: environment)
        let isLate: Bool = process.ended.wait(timeout: .now() + limit) == .timedOut
        if isLate {
            kill(process.process.processIdentifier, SIGKILL)
            process.ended.wait()
        }
        try self.init(process, isLate: isLate)
    }

    private init(_ process: RunningProgram, isLate: Bool) throws {
        status = process.process.terminationStatus
        isKilled = process.process.terminationReason == .uncaughtSignal
        self.isLate = isLate
        output = String(decoding: try Data(contentsOf: process.outputFile), as: UTF8.self)
        errors = String(decoding: try Data(contentsOf: process.errorFile), as: UTF8.self)
        command = process.command
        for file in [process.outputFile, process.errorFile] { try FileManager.default.removeItem(at: file) }
    }

    /// A program that may still be running.
    struct RunningProgram {
        let process: Process
        let ended: DispatchSemaphore
        let outputFile, errorFile: URL
        let command: String

        /// Waits until the program has ended, and returns the run. After 30 seconds the method kills the process.
        func result() throws -> ProgramRun {
            let isLate: Bool = ended.wait(timeout: .now() + 30) == .timedOut
            if isLate {
                kill(process.processIdentifier, SIGKILL)
                ended.wait()
            }
            return try ProgramRun(self, isLate: isLate)
        }
    }

    static func start(
        _ program: String, _ arguments: [String], in directory: URL, environment: [String: String] = [:]
    ) throws -> RunningProgram {
        let process = Process()
        process.executableURL =
            program.hasPrefix("/") ? URL(fileURLWithPath: program) : folder.appendingPathComponent(program)
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = [
            "PATH": "/usr/bin:/bin", "HOME": directory.path, "SYNANN_NUM_THREADS": "1",
            // Switches backtraces off, so that a program that traps prints its message at once.
            "SWIFT_BACKTRACE": "enable=no",
            // Names an empty cache and an MNIST directory that does not exist, so that no program uses the data of this
            // machine.
            "XDG_CACHE_HOME": directory.path, "MNIST_DIR": "/nonexistent",
        ].merging(environment) { _, own in own }
        let name: String = UUID().uuidString
        let outputFile: URL = directory.appendingPathComponent("\(name).out")
        let errorFile: URL = directory.appendingPathComponent("\(name).err")
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try withoutBlockedSignals { try process.run() }
        return RunningProgram(
            process: process, ended: ended, outputFile: outputFile, errorFile: errorFile,
            command: ([program] + arguments).map { "'\($0)'" }.joined(separator: " "))
    }

    /// A description of the first fault of the run; `nil` if there is no fault. No flag and no file may cause such a
    /// fault.
    var problem: String? {
        if isLate { return "\(command): it did not end within the time limit" }
        if isKilled { return "\(command): ended by signal \(status): \(errors.suffix(300))" }
        for phrase in ["Fatal error", "Current stack trace", "Thread 0 crashed", "Optional(", "Internal error"]
        where (output + errors).contains(phrase) {
            return "\(command): the output contains '\(phrase)': \(errors.prefix(300))"
        }
        if let range = errors.range(of: #"\b[a-z][A-Za-z]*\((?:"|[a-z]+: )"#, options: .regularExpression) {
            return
                "\(command): the error message contains a Swift value: \(errors[range.lowerBound...].prefix(100))"
        }
        if status != 0, !isSentence(errors) { return "\(command): status \(status) without a sentence: '\(errors)'" }
        return nil
    }

    private func isSentence(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).count >= 4
    }
}
