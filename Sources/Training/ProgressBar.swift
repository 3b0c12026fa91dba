import Foundation

/// The progress of an epoch on standard error: a bar that is redrawn in place on a terminal, nothing elsewhere, so that
/// piped output holds plain lines alone.
public struct ProgressBar {
    private let label: String
    private let total, done: Int
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?
    private static let width = 24

    /// - Parameters:
    ///   - label: What is in progress.
    ///   - total: How many samples there are.
    ///   - isQuiet: Whether to show nothing at all.
    ///   - done: How many are done already, in a training that is resumed: they say nothing about the speed.
    public init(_ label: String, total: Int, isQuiet: Bool, done: Int = 0) {
        (self.label, self.total, self.done) = (label, total, done)
        isShown = !isQuiet && isatty(STDERR_FILENO) == 1
    }

    /// Draws the bar, at most twenty times a second.
    public mutating func update(samples: Int, loss: Double, accuracy: Double) {
        guard isShown else { return }
        let now = ContinuousClock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(50), samples < total { return }
        lastDrawn = now
        let fraction: Double = Double(samples) / Double(max(1, total))
        let filled: Int = Int(fraction * Double(Self.width))
        let bar: String = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let seconds: Double = (now - start) / .seconds(1)
        let rate: Double = Double(samples - done) / max(seconds, 1e-9)
        let left: Double = Double(total - samples) / max(rate, 1e-9)
        let text = String(
            format: "\r%@ %@ %3.0f %%  loss %.4f  accuracy %.1f %%  %.0f images/s  %.0f s left\u{1B}[K", label, bar,
            100 * fraction, loss.printable, 100 * accuracy.printable, rate, left.rounded(.up))
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// Takes the bar away.
    public func finish() {
        if isShown { FileHandle.standardError.write(Data("\r\u{1B}[K".utf8)) }
    }
}
