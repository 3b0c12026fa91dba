import Foundation

/// One run of a program, as a user starts it.
struct ProgramRun {
    /// The exit status, or the signal's number.
    let status: Int32
    /// Whether a signal ended it.
    let isKilled: Bool
    /// Whether the test ended it, because it took too long.
    let isLate: Bool
    let output: String
    let errors: String
    /// The command, for messages.
    let command: String

    /// The programs lie beside the tests, unless the environment variable SYNANN_PROGRAMS names another folder, as that of
    /// an optimised build.
    static let folder: URL =
        ProcessInfo.processInfo.environment["SYNANN_PROGRAMS"].map { URL(fileURLWithPath: $0) }
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()

    /// - Parameters:
    ///   - directory: Where it runs, and where what it prints is kept meanwhile.
    ///   - environment: What is added to the little that is set.
    ///   - limit: The seconds after which it is ended.
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

    /// A program that runs.
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
            // A trap prints its sentence all the same, and takes no seconds for it.
            "SWIFT_BACKTRACE": "enable=no",
            // The cache is there and holds the files, so nothing is fetched from the network, whatever the flags.
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

    /// Dispatch's threads block signals, and a process inherits that: it would not hear Ctrl-C.
    private static func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var (none, before): (sigset_t, sigset_t) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    /// What no user may meet, whatever the flags and files; nothing where all is well.
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
