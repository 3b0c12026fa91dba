import Foundation
import TestSupport

/// A finished run of a program of this package. The initializer kills a program that runs for more than a minute.
struct ProgramRun {
    let status: Int32
    let isBySignal: Bool
    let output: String
    let errors: String

    /// The folder of the programs, which is the folder of the test executable.
    private static let folder: URL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// Runs a program, and waits until it has ended.
    ///
    /// - Parameters:
    ///   - program: The name of the program.
    ///   - arguments: The arguments of the program.
    ///   - input: The text that the program reads from standard input.
    ///   - environment: Environment variables in addition to the variables of the test process.
    ///   - outputPath: The file to which the program's standard output goes. With `nil`, the property `output` contains
    ///     the standard output.
    ///   - directory: The working directory of the program.
    init(
        _ program: String, _ arguments: [String], input: String = "", environment: [String: String] = [:],
        outputPath: String? = nil,
        in directory: String = NSTemporaryDirectory()
    ) throws {
        let process = Process()
        process.executableURL = Self.folder.appendingPathComponent(program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: directory)
        process.environment = ProcessInfo.processInfo.environment.merging(["SYNANN_NUM_THREADS": "1"]) { $1 }
            .merging(environment) { $1 }
        let (source, target, faults) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (source, target, faults)
        if let outputPath { process.standardOutput = FileHandle(fileDescriptor: open(outputPath, O_WRONLY)) }
        try process.run()
        let number: pid_t = process.processIdentifier
        let end = DispatchWorkItem { kill(number, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: end)
        Thread.detachNewThread {
            signal(SIGPIPE, SIG_IGN)
            try? source.fileHandleForWriting.write(contentsOf: Data(input.utf8))
            try? source.fileHandleForWriting.close()
        }
        let collected = Collector(faults.fileHandleForReading)
        output =
            outputPath == nil
            ? String(decoding: target.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) : ""
        process.waitUntilExit()
        end.cancel()
        errors = collected.text
        (status, isBySignal) = (process.terminationStatus, process.terminationReason == .uncaughtSignal)
    }

    /// A description of a fault of the run; `nil` if there is no fault. The faults are an end by a signal, no output at
    /// all, a status other than 0 without an error message, and Swift values in the output.
    var problem: String? {
        let words: String = output + errors
        if isBySignal { return "ended by signal \(status): \(errors.suffix(300))" }
        if words.isEmpty { return "no output" }
        if status != 0 && errors.isEmpty { return "status \(status) without an error message" }
        for text in ["Fatal error", "Optional(", "Error Domain", "NSCocoaErrorDomain", "(\""] where words.contains(text)
        {
            return "the output contains '\(text)': \(words.suffix(300))"
        }
        return nil
    }
}

/// A reader of a pipe with a thread of its own. If a single thread read both pipes of a program, one pipe could fill up
/// while the thread reads the other pipe.
private final class Collector: @unchecked Sendable {
    // The bytes of the pipe. The thread writes the bytes before it signals the semaphore, and `text` reads the bytes
    // after the signal.
    private var data = Data()
    private let isDone = DispatchSemaphore(value: 0)

    init(_ handle: FileHandle) {
        Thread.detachNewThread {
            self.data = handle.readDataToEndOfFile()
            self.isDone.signal()
        }
    }

    var text: String {
        isDone.wait()
        return String(decoding: data, as: UTF8.self)
    }
}
