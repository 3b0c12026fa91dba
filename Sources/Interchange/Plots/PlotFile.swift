import Files
import Foundation

/// A PNG or SVG file that gnuplot draws.
public struct PlotFile: Sendable, Hashable {
    /// The path, which ends in .png or .svg.
    public let path: String
    private let terminal: String

    /// Checks the path and runs gnuplot once, so that a problem is reported before the first plot is drawn.
    ///
    /// - Throws: `PlotError` with the fault `.unknownFormat` if the path ends neither in .png nor in .svg, `.failed` if
    ///   the directory of the path is not writable or gnuplot fails, and `.missing` if gnuplot is not installed.
    public init(path: String) throws(PlotError) {
        self.path = path
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "png": terminal = "pngcairo size %d,%d"
        case "svg": terminal = "svg size %d,%d dynamic background rgb 'white'"
        default: throw PlotError(path: path, .unknownFormat)
        }
        let directory: String = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(directory, W_OK) == 0 else {
            throw PlotError(path: path, .failed(String(cString: strerror(errno))))
        }
        _ = try run(["--version"], script: "")
    }

    /// Draws the plot and writes the file atomically: after an error, an existing file is unchanged.
    ///
    /// - Parameters:
    ///   - script: gnuplot commands that set neither the terminal nor the output. Pass text from a user through
    ///     `quoted(_:)`.
    ///   - width: The width in pixels.
    ///   - height: The height in pixels.
    /// - Throws: `PlotError` with the fault `.failed` if gnuplot fails or the file cannot be written, and `.missing` if
    ///   gnuplot is no longer installed.
    public func draw(_ script: String, width: Int, height: Int) throws(PlotError) {
        let start: String = "set terminal \(String(format: terminal, width, height))\nset encoding utf8\n"
        let picture: Data = try run(["-"], script: start + script)
        guard !picture.isEmpty else { throw PlotError(path: path, .failed("gnuplot drew nothing")) }
        do { try AtomicFile.write(picture, to: path) } catch { throw PlotError(path: path, .failed(error.reason)) }
    }

    /// Returns a gnuplot string constant that contains `text`.
    ///
    /// The constant is in single quotes, in which gnuplot interprets only the single quote. Line breaks and control
    /// characters become spaces.
    public static func quoted(_ text: String) -> String {
        let line = String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
        return "'" + line.replacingOccurrences(of: "'", with: "''") + "'"
    }

    /// Runs gnuplot with the given arguments and with `script` as gnuplot's standard input, and returns gnuplot's
    /// standard output. Throws a `PlotError` if gnuplot is not installed or fails.
    private func run(_ arguments: [String], script: String) throws(PlotError) -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gnuplot"] + arguments
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
        do { try process.run() } catch { throw PlotError(path: path, .missing) }
        // A script may be longer than the buffer of a pipe, so another thread writes the script while this thread reads
        // gnuplot's output.
        let bytes = Data(script.utf8)
        Thread.detachNewThread {
            // If gnuplot exits before it has read the whole script, SIGPIPE must not end this process.
            var brokenPipe = sigset_t()
            sigemptyset(&brokenPipe)
            sigaddset(&brokenPipe, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &brokenPipe, nil)
            try? input.fileHandleForWriting.write(contentsOf: bytes)
            try? input.fileHandleForWriting.close()
        }
        let picture: Data = output.fileHandleForReading.readDataToEndOfFile()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return picture
        case 127: throw PlotError(path: path, .missing)
        default: throw PlotError(path: path, .failed(words.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}
