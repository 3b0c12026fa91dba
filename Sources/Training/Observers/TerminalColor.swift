import Foundation

/// Colours of the text on standard output, where that is a terminal that has them.
///
/// None where `NO_COLOR` is set to anything, as https://no-color.org asks, or the terminal calls itself "dumb".
public enum TerminalColor {
    /// The text in green.
    public static func green(_ text: String) -> String { isUsed ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

    /// Whether colours are used.
    public static var isUsed: Bool {
        isUsed(isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    }

    static func isUsed(isTerminal: Bool, environment: [String: String]) -> Bool {
        isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}
