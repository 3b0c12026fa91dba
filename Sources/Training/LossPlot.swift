import Foundation
import Interchange

/// A picture of a loss curve, drawn by gnuplot: the training loss as a line against the examples seen, the test loss as
/// points.
public struct LossPlot: Sendable, Hashable {
    /// Where the picture is written; its ending says whether as PNG or SVG.
    public let path: String
    private let terminal: String

    /// - Throws: `unknownFormat` where the path ends neither in .png nor in .svg, `failed` where its directory cannot be written
    ///   to, `missing` where there is no gnuplot: all found before the training and not after it.
    public init(path: String) throws(LossPlotError) {
        self.path = path
        switch URL(fileURLWithPath: path).pathExtension.lowercased() {
        case "png": terminal = "pngcairo size 960,600"
        case "svg": terminal = "svg size 960,600 dynamic background rgb 'white'"
        default: throw LossPlotError(path: path, .unknownFormat)
        }
        let directory: String = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(directory, W_OK) == 0 else {
            throw LossPlotError(path: path, .failed(String(cString: strerror(errno))))
        }
        _ = try Self.run(["--version"], script: "", path)
    }

    /// Writes the picture: whole, or not at all. A curve without points draws nothing.
    public func draw(_ curve: LossCurve) throws(LossPlotError) {
        if curve.training.isEmpty, curve.test.isEmpty { return }
        let picture: Data = try Self.run(["-"], script: script(curve), path)
        guard !picture.isEmpty else { throw LossPlotError(path: path, .failed("gnuplot drew nothing")) }
        do { try AtomicFile.write(picture, to: path) } catch { throw LossPlotError(path: path, .failed(error.reason)) }
    }

    private func script(_ curve: LossCurve) -> String {
        """
        set terminal \(terminal)
        set xlabel 'examples seen'
        set ylabel 'cross-entropy'
        set logscale y
        set grid
        set format x '%.0f'
        $training << end
        \(Self.lines(curve.training))
        end
        $test << end
        \(Self.lines(curve.test))
        end
        plot $training using 1:2 with lines linecolor '#8888cc' title 'training', \
        $test using 1:2 with points pointtype 7 linecolor '#cc3333' title 'test'
        """
    }

    /// A loss that a logarithmic axis has no place for is left out.
    private static func lines(_ points: [LossCurve.Point]) -> String {
        let drawn: [LossCurve.Point] = points.filter { $0.loss.isFinite && $0.loss > 0 }
        // gnuplot takes a block without lines for a mistake.
        if drawn.isEmpty { return "NaN NaN" }
        return drawn.map { "\($0.examples) \($0.loss)" }.joined(separator: "\n")
    }

    /// Runs gnuplot with a script on its standard input, and answers what it writes to its standard output.
    private static func run(_ arguments: [String], script: String, _ path: String) throws(LossPlotError) -> Data {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gnuplot"] + arguments
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        (process.standardInput, process.standardOutput, process.standardError) = (input, output, errors)
        do { try process.run() } catch { throw LossPlotError(path: path, .missing) }
        // A script is shorter than a pipe holds only by chance: written on a thread of its own.
        let bytes = Data(script.utf8)
        Thread.detachNewThread {
            try? input.fileHandleForWriting.write(contentsOf: bytes)
            try? input.fileHandleForWriting.close()
        }
        let picture: Data = output.fileHandleForReading.readDataToEndOfFile()
        let words = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return picture
        case 127: throw LossPlotError(path: path, .missing)
        default: throw LossPlotError(path: path, .failed(words.trimmingCharacters(in: .whitespacesAndNewlines)))
        }
    }
}

/// A plot that cannot be drawn: what, where, and what to do.
public struct LossPlotError: Error, Sendable, Hashable, CustomStringConvertible {
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
        case .unknownFormat: return "\(path): a plot is a .png or an .svg file."
        case .missing:
            return "\(path): gnuplot draws plots, and is not installed. Type: sudo apt-get install gnuplot-nox "
                + "(brew install gnuplot)."
        case .failed(let reason): return "\(path): the plot cannot be drawn: \(reason)"
        }
    }
}
