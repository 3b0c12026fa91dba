import Foundation

/// One run of a program, as a user starts it.
struct ProgramRun {
    /// The exit status, or the number of the signal that ended the process.
    let status: Int32
    /// Whether a signal ended it.
    let isKilled: Bool
    /// Whether the test ended it after the time limit.
    let isLate: Bool
    let output: String
    let errors: String
    /// The command, for messages.
    let command: String

    /// The folder of the programs: that of the test executable, or the one that the environment variable
    /// SYNANN_PROGRAMS names, such as that of an optimised build.
    static let folder: URL =
        ProcessInfo.processInfo.environment["SYNANN_PROGRAMS"].map { URL(fileURLWithPath: $0) }
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()

    /// - Parameters:
    ///   - directory: The working directory, which also gets the files of the output.
    ///   - environment: Variables beside the few that every run has.
    ///   - limit: The seconds after which the test ends it.
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

    /// A running program.
    struct RunningProgram {
        let process: Process
        let ended: DispatchSemaphore
        let outputFile, errorFile: URL
        let command: String

        /// Waits for its end.
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
            // Without a backtrace a trap prints its sentence at once.
            "SWIFT_BACKTRACE": "enable=no",
            // An empty cache and a missing MNIST folder, so that no program uses the data of this machine.
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

    /// Dispatch's threads block signals, and a child process inherits that. Unblocks them, so that the child receives
    /// Ctrl-C.
    private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var (none, before): (sigset_t, sigset_t) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// The first fault that no flag and no file may cause; `nil` if there is none.
    var problem: String? {
        if isLate { return "\(command): it does not end" }
        if isKilled { return "\(command): ended by signal \(status): \(errors.suffix(300))" }
        for phrase in ["Fatal error", "Current stack trace", "Thread 0 crashed", "Optional(", "Internal error"]
        where (output + errors).contains(phrase) {
            return "\(command): '\(phrase)' in what it prints: \(errors.prefix(300))"
        }
        if let range = errors.range(of: #"\b[a-z][A-Za-z]*\((?:"|[a-z]+: )"#, options: .regularExpression) {
            return
                "\(command): a value of the program's own reaches the user: \(errors[range.lowerBound...].prefix(100))"
        }
        if status != 0, !isSentence(errors) { return "\(command): status \(status), and no sentence: '\(errors)'" }
        return nil
    }

    private func isSentence(_ text: String) -> Bool {
        text.split(whereSeparator: \.isWhitespace).count >= 4
    }
}
