import Foundation
import TestSupport

/// One run of a program of this package, which ends after a minute at most.
struct ProgramRun {
    let status: Int32
    let isBySignal: Bool
    let output: String
    let errors: String

    /// The programs are in the folder of the test executable.
    private static let folder: URL = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent()

    /// - Parameters:
    ///   - input: The text of its standard input.
    ///   - environment: Variables beside those of the tests.
    ///   - outputPath: A file that gets its standard output in place of `output`.
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

    /// A fault of the run: a signal, no message, or a programmer's words in the message; `nil` if there is none.
    var problem: String? {
        let words: String = output + errors
        if isBySignal { return "ended by signal \(status): \(errors.suffix(300))" }
        if words.isEmpty { return "says nothing" }
        if status != 0 && errors.isEmpty { return "status \(status) without a word" }
        for text in ["Fatal error", "Optional(", "Error Domain", "NSCocoaErrorDomain", "(\""] where words.contains(text)
        {
            return "says '\(text)': \(words.suffix(300))"
        }
        return nil
    }
}

/// Reads a pipe on its own thread, so that neither of two pipes fills up while the other is read.
private final class Collector: @unchecked Sendable {
    // The thread writes this before it signals the semaphore; `text` reads it afterwards.
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
