import Foundation

/// Colours of the text on standard output. They are used only if standard output is a terminal with colours.
///
/// Colours are not used if the environment variable `NO_COLOR` has a value (https://no-color.org), or if the terminal's
/// type `TERM` is "dumb".
public enum TerminalColor {
    /// Returns the text in green if colours are used, otherwise the unchanged text.
    public static func green(_ text: String) -> String { isUsed ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

    /// Whether colours are used.
    public static var isUsed: Bool {
        isUsed(isTerminal: isatty(STDOUT_FILENO) == 1, environment: ProcessInfo.processInfo.environment)
    }

    static func isUsed(isTerminal: Bool, environment: [String: String]) -> Bool {
        isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}
