import Foundation

/// A picture that gnuplot draws into a PNG or an SVG file.
public struct PlotFile: Sendable, Hashable {
    /// Where the picture is written; its ending says whether as PNG or SVG.
    public let path: String
    private let terminal: String

    /// - Throws: `unknownFormat` where the path ends neither in .png nor in .svg, `failed` where its directory cannot be written
    ///   to, `missing` where there is no gnuplot: all found before there is something to draw and not after it.
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

    /// Writes the picture: whole, or not at all.
    ///
    /// - Parameters:
    ///   - script: Commands of gnuplot, without a terminal and an output. Text of others belongs into `quoted(_:)`.
    ///   - width: The picture's width in pixels.
    ///   - height: The picture's height in pixels.
    public func draw(_ script: String, width: Int, height: Int) throws(PlotError) {
        let start: String = "set terminal \(String(format: terminal, width, height))\nset encoding utf8\n"
        let picture: Data = try run(["-"], script: start + script)
        guard !picture.isEmpty else { throw PlotError(path: path, .failed("gnuplot drew nothing")) }
        do { try AtomicFile.write(picture, to: path) } catch { throw PlotError(path: path, .failed(error.reason)) }
    }

    /// A text as gnuplot reads it letter by letter, whatever is in it: on one line, between single quotes.
    public static func quoted(_ text: String) -> String {
        let line = String(text.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 } ? " " : $0 })
        return "'" + line.replacingOccurrences(of: "'", with: "''") + "'"
    }

    /// Runs gnuplot with a script on its standard input, and answers what it writes to its standard output.
    private func run(_ arguments: [String], script: String) throws(PlotError) -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gnuplot"] + arguments
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
        do { try process.run() } catch { throw PlotError(path: path, .missing) }
        // A script is shorter than a pipe holds only by chance: written on a thread of its own.
        let bytes = Data(script.utf8)
        Thread.detachNewThread {
            // A gnuplot that ends before it has read everything is a failure to report, and no signal that ends this process.
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

/// A plot that cannot be drawn: what, where, and what to do.
public struct PlotError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong.
    public enum Fault: Sendable, Hashable {
        /// Neither .png nor .svg.
        case unknownFormat
        /// gnuplot is not installed.
        case missing
        /// gnuplot or the system refused; its words.
        case failed(String)
    }

    /// The picture.
    public let path: String
    /// What is wrong with it.
    public let fault: Fault

    init(path: String, _ fault: Fault) { (self.path, self.fault) = (path, fault) }

    public var description: String {
        switch fault {
        case .unknownFormat: return "\(path): a plot is a .png or an .svg file. Let the name end so."
        case .missing:
            return "\(path): gnuplot draws plots, and is not installed. Type: sudo apt-get install gnuplot-nox "
                + "(brew install gnuplot)."
        case .failed(let reason):
            return "\(path): the plot cannot be drawn: \(reason). Check the path, and that gnuplot runs."
        }
    }
}
