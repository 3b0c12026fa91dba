import Foundation

/// The progress of an epoch on standard error: a line that is redrawn in place on a terminal, nothing elsewhere, so that
/// piped output holds plain lines alone.
///
/// The line fits the terminal, whose width is asked for at each drawing: see `ProgressLine`.
public struct ProgressBar: Sendable {
    private let label: String
    private let total, done: Int
    private let unit: String
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    /// - Parameters:
    ///   - label: What is in progress.
    ///   - total: How many samples there are.
    ///   - unit: What the samples are called, in the plural.
    ///   - isQuiet: Whether to show nothing at all.
    ///   - done: How many are done already, in a training that is resumed: they say nothing about the speed.
    public init(_ label: String, total: Int, of unit: String = "samples", isQuiet: Bool, done: Int = 0) {
        (self.label, self.total, self.done, self.unit) = (label, total, done, unit)
        isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    }

    /// Draws the line, at most twenty times a second.
    ///
    /// - Parameters:
    ///   - samples: How many are done.
    ///   - loss: The last step's loss, where there is one.
    ///   - accuracy: The accuracy so far, in 0…1, where there is one. Computed only where the line is drawn.
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

    /// Takes the line away.
    public func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }

    /// The columns of the terminal at this moment; 80 where it does not say.
    private static var terminalWidth: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
