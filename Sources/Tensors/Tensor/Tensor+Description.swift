#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Tensor: CustomStringConvertible {
    /// The elements in nested brackets, as NumPy prints them: in aligned columns, real numbers with six significant
    /// digits.
    ///
    /// Real numbers with a magnitude of 100 000 or more are rounded to whole numbers. If the tensor has more than 1000
    /// elements, every axis longer than 6 shows only its first three and its last three positions. If the tensor has no
    /// elements, the description contains the tensor's scalar type and shape instead. `scalars` has the exact values.
    public var description: String {
        if count == 0 { return "Tensor<\(Scalar.self)>(shape: \(shape))" }
        let limit: Int = count > 1000 ? 3 : Int.max
        var cells: [String] = []
        forEachShownElement(limit) { cells.append(Self.text(of: $0)) }
        let width: Int = cells.map(\.count).max() ?? 0
        var rest: ArraySlice<String> = cells[...]
        return render(axis: 0, limit, width, &rest)
    }

    private static func text(of scalar: Scalar) -> String {
        guard let real = scalar as? any BinaryFloatingPoint, let value = asDouble(real), value.isFinite else {
            return "\(scalar)"
        }
        guard value != 0 else { return "0.0" }
        let rounded: Double = Swift.abs(value) < 100_000 ? sixDigits(value) : value.rounded()
        return Scalar.self == Float.self ? "\(Float(rounded))" : "\(rounded)"
    }

    /// Returns `value` rounded to six significant decimal digits.
    private static func sixDigits(_ value: Double) -> Double {
        var text = [CChar](repeating: 0, count: 32)
        _ = withVaList([value]) { vsnprintf(&text, 32, "%.5e", $0) }
        return strtod(text, nil)
    }

    private static func asDouble(_ real: some BinaryFloatingPoint) -> Double? { Double(real) }

    private func shownPositions(_ axis: Int, _ limit: Int) -> [Int] {
        let length: Int = shape.dimensions[axis]
        if limit == Int.max || length <= 2 * limit { return Array(0 ..< length) }
        return Array(0 ..< limit) + Array(length - limit ..< length)
    }

    private func forEachShownElement(_ limit: Int, axis: Int = 0, at position: Int = 0, _ body: (Scalar) -> Void) {
        if axis == rank { return body(address[position]) }
        for index in shownPositions(axis, limit) {
            forEachShownElement(limit, axis: axis + 1, at: position + index * strides[axis], body)
        }
    }

    private func render(axis: Int, _ limit: Int, _ width: Int, _ cells: inout ArraySlice<String>) -> String {
        if axis == rank {
            let cell: String = cells.removeFirst()
            return String(repeating: " ", count: width - cell.count) + cell
        }
        var parts: [String] = []
        let positions: [Int] = shownPositions(axis, limit)
        for (order, position) in positions.enumerated() {
            if order > 0, position != positions[order - 1] + 1 { parts.append("...") }
            parts.append(render(axis: axis + 1, limit, width, &cells))
        }
        let isInnermost: Bool = axis == rank - 1
        let lineBreak: String =
            String(repeating: "\n", count: rank - axis - 1) + String(repeating: " ", count: axis + 1)
        return "[" + parts.joined(separator: isInnermost ? " " : lineBreak) + "]"
    }
}
