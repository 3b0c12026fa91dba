/// The positions of an axis that a text shows.
struct ShownAxis {
    /// The positions, in ascending order.
    let positions: [Int]
    /// The number of positions before the ellipsis, or `nil` if all positions are shown.
    let ellipsisIndex: Int?

    /// Creates an axis of `length` positions that shows the first `edge` and the last `edge` positions. The axis shows
    /// all positions if `edge` is `nil` or if `length` is at most 2 · `edge`.
    init(length: Int, edge: Int?) {
        if let edge, length > 2 * edge {
            (positions, ellipsisIndex) = (Array(0 ..< edge) + Array(length - edge ..< length), edge)
        } else {
            (positions, ellipsisIndex) = (Array(0 ..< length), nil)
        }
    }
}

/// Arranges the texts of elements in nested brackets and breaks long lines.
///
/// Source: `_formatArray` in NumPy's `_core/arrayprint.py`.
struct BracketedText {
    /// The texts of the shown elements in row-major order.
    let cells: [String]
    let axes: [ShownAxis]
    let format: TensorFormat
    private let bareSeparator: String
    private var result = ""
    private var next = 0

    init(cells: [String], axes: [ShownAxis], format: TensorFormat) {
        (self.cells, self.axes, self.format) = (cells, axes, format)
        bareSeparator = format.separator.withoutTrailingSpaces
    }

    mutating func render() -> String {
        if axes.isEmpty { return cells.joined() }
        append(axis: 0)
        return result
    }

    private mutating func append(axis: Int) {
        result += "["
        if axis == axes.count - 1 { appendRow(axes[axis], indent: axis + 1) } else { appendRows(axis) }
        result += "]"
    }

    private mutating func appendRows(_ axis: Int) {
        let lineBreak: String =
            bareSeparator + String(repeating: "\n", count: axes.count - axis - 1)
            + String(repeating: " ", count: axis + 1)
        for index in axes[axis].positions.indices {
            if index > 0 { result += lineBreak }
            if index == axes[axis].ellipsisIndex { result += "..." + lineBreak }
            append(axis: axis + 1)
        }
    }

    private mutating func appendRow(_ axis: ShownAxis, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        // The last line of a row may end with the closing brackets of the `indent − 1` enclosing axes.
        let width: Int = format.lineWidth - (indent - 1)
        let reserved: Int = max(bareSeparator.count, 1)
        var line = ""
        var length: Int = indent
        var words: [String] = []
        for (index, _) in axis.positions.enumerated() {
            if index == axis.ellipsisIndex { words.append("...") }
            words.append(cells[next])
            next += 1
        }
        for (index, word) in words.enumerated() {
            // A line that has only the margin takes the word even if the word is too long.
            if length + word.utf8.count > width - reserved, length > indent {
                result += line.withoutTrailingSpaces + "\n" + margin
                (line, length) = ("", indent)
            }
            let piece: String = index == words.count - 1 ? word : word + format.separator
            line += piece
            length += piece.utf8.count
        }
        result += line
    }
}

extension String {
    /// The text up to the last character that is not a space.
    var withoutTrailingSpaces: String {
        var text: Substring = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Returns the text with spaces before it, so that the result has `width` characters. Returns the text itself if it
    /// is longer.
    func leftPadded(to width: Int) -> String {
        String(repeating: " ", count: Swift.max(0, width - utf8.count)) + self
    }
}

extension [String] {
    /// Returns the texts with spaces before them, so that all texts have the same number of characters.
    func paddedToEqualWidth() -> [String] {
        let width: Int = map(\.utf8.count).max() ?? 0
        return map { $0.leftPadded(to: width) }
    }
}
