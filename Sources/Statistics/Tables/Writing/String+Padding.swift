extension String {
    /// Returns the text with blanks after it, so that it has at least `width` characters. A longer text is not cut.
    package func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
