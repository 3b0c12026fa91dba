import Foundation

/// A progress bar on standard error. On a terminal, the bar is a line that is redrawn in place. If standard error is
/// not a terminal, nothing is written, so that piped output contains only plain lines.
///
/// The line fits the terminal, whose width is read at each drawing: see `ProgressLine`.
public struct ProgressBar: Sendable {
    private let label: String
    private let total, done: Int
    private let unit: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    /// Creates a progress bar without drawing it.
    ///
    /// - Parameters:
    ///   - label: The text at the start of the line, such as "epoch 1/5".
    ///   - total: The number of samples.
    ///   - unit: The plural noun for the samples.
    ///   - isQuiet: Whether to write nothing.
    ///   - done: The number of samples that a resumed training has already seen. These samples do not count for the
    ///     speed.
    public init(_ label: String, total: Int, of unit: String = "samples", isQuiet: Bool, done: Int = 0) {
        (self.label, self.total, self.done, self.unit) = (label, total, done, unit)
        isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    }

    /// Draws the line at most twenty times a second. The line is always drawn when `samples` reaches the total.
    ///
    /// - Parameters:
    ///   - samples: The number of samples seen so far.
    ///   - loss: The loss of the last step, if known.
    ///   - accuracy: The accuracy so far, from 0 to 1, if known. The accuracy is computed only if the line is drawn.
    public mutating func update(samples: Int, loss: Double? = nil, accuracy: @autoclosure () -> Double? = nil) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(50), samples < total { return }
        lastDrawn = now
        let line = ProgressLine(
            label: label, samples: samples, total: total, unit: unit, loss: loss, accuracy: accuracy(),
            rate: Double(samples - done) / max((now - start) / .seconds(1), 1e-9))
        FileHandle.standardError.write(Data("\r\(line.text(width: Self.terminalWidth))\u{1B}[K".utf8))
    }

    /// Clears the line.
    public func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    /// The current number of columns of the terminal; 80 if the terminal does not report this number.
    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
