extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The elements as NumPy's `str` prints them: nested brackets, columns aligned at the decimal point, and at most
    /// eight digits after the point.
    ///
    /// The text is `formatted()`, except for a real number in a tensor of shape `[]`: this number is written with the
    /// fewest digits that identify the number, such as `0.1` or `7.0`. The property `scalars` contains the exact
    /// values.
    public var description: String {
        rank == 0 && Scalar.self is any PrintedReal.Type ? "\(scalar)" : formatted()
    }

    /// The type, the shape and the elements: `Tensor<Float>, shape [2]: [1.  2.5]`. Elements that fill several lines
    /// begin in a new line.
    public var debugDescription: String {
        let elements: String = description
        return "Tensor<\(Scalar.self)>, shape \(shape):" + (elements.contains("\n") ? "\n" : " ") + elements
    }

    /// Returns the elements in nested brackets, as NumPy's `array2string` does.
    ///
    /// The numbers of all shown elements determine a common format for the whole tensor: the width of the columns, the
    /// number of digits, and whether numbers have an exponent (see `TensorFormat`). With the default options a real
    /// number has at most eight digits after the point, no trailing zeros, and a point even if the number is whole:
    /// `[1.  2.5]`. NaN is `nan`, infinity is `inf`, and negative zero is `-0.`. A complex number is written as
    /// `1.+2.i`, where NumPy has `j`. A Boolean is `true` or `false`, where NumPy has capitals.
    ///
    /// If the tensor has more than `format.threshold` elements, only the first and the last `format.edgeItems`
    /// positions of each longer axis are shown, with `...` between them. If the tensor has no elements, the text is
    /// `[]`. The text of a tensor of shape `[]` has no brackets.
    ///
    /// - Parameter format: The options. Traps if the number of digits in `precision` is negative,
    ///   or if `edgeItems` is below 1.
    public func formatted(_ format: TensorFormat = TensorFormat()) -> String {
        format.verify()
        if count == 0 { return "[]" }
        let edge: Int? = count > format.threshold ? format.edgeItems : nil
        let axes: [ShownAxis] = shape.dimensions.map { ShownAxis(length: $0, edge: edge) }
        var shown: [Scalar] = []
        withExtendedLifetime(self) { appendShown(axes, axis: 0, at: 0, to: &shown) }
        var text = BracketedText(cells: Self.cells(shown, format, isAligned: rank > 0), axes: axes, format: format)
        return text.render()
    }

    private func appendShown(_ axes: [ShownAxis], axis: Int, at position: Int, to shown: inout [Scalar]) {
        if axis == rank { return shown.append(address[position]) }
        for index in axes[axis].positions {
            appendShown(axes, axis: axis + 1, at: position + index * strides[axis], to: &shown)
        }
    }

    /// Returns the text of each of the `scalars` with the options `format`. All texts have the same width. `isAligned`
    /// is false for a tensor of shape `[]`.
    private static func cells(_ scalars: [Scalar], _ format: TensorFormat, isAligned: Bool) -> [String] {
        func printed<Printed: PrintedScalar>(_ type: Printed.Type) -> [String] {
            // `type` is Scalar, so the cast returns the array itself.
            guard let values = scalars as? [Printed] else { return [] }
            return Printed.cells(values, format, isAligned: isAligned)
        }
        if let type = Scalar.self as? any PrintedScalar.Type { return printed(type) }
        return scalars.map { "\($0)" }.paddedToEqualWidth()
    }
}
