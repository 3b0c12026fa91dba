import Foundation

/// Colours of the text on standard output, used only if it is a terminal with colours.
///
/// No colours are used if `NO_COLOR` is set to any value (https://no-color.org), or if the terminal's type is "dumb".
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
