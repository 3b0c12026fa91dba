import ComplexModule

/// A scalar type whose numbers are printed in a common format for the whole tensor.
protocol PrintedScalar {
    /// Returns the text of each value.
    ///
    /// - Parameters:
    ///   - values: The values, at least one.
    ///   - format: The options.
    ///   - isAligned: Whether the values are printed in brackets, in columns of equal width. If false, there is only a
    ///     single value, and a Boolean gets no padding.
    static func cells(_ values: [Self], _ format: TensorFormat, isAligned: Bool) -> [String]
}

extension PrintedReal {
    static func cells(_ values: [Self], _ format: TensorFormat, isAligned: Bool) -> [String] {
        let column = RealColumn(values, format, sign: format.sign)
        return values.map { column.text(of: $0) }
    }
}

extension Double: PrintedReal {}
extension Float: PrintedReal {}

extension Complex: PrintedScalar where RealType: ComplexPart {
    static func cells(_ values: [Complex], _ format: TensorFormat, isAligned: Bool) -> [String] {
        // The properties `real` and `imaginary` are NaN for every number that is not finite. `rawStorage` contains the
        // parts also of such a number.
        let parts: [(x: RealType, y: RealType)] = values.map { $0.rawStorage }
        func printed<Real: PrintedReal>(_ type: Real.Type) -> [String] {
            guard let reals = parts.map(\.x) as? [Real], let imaginaries = parts.map(\.y) as? [Real] else { return [] }
            let left = RealColumn(reals, format, sign: format.sign)
            let right = RealColumn(imaginaries, format, sign: .always)
            return zip(reals, imaginaries).map { real, imaginary in
                let text: String = right.text(of: imaginary)
                let number: String = text.withoutTrailingSpaces
                return left.text(of: real) + number + "i"
                    + String(repeating: " ", count: text.utf8.count - number.utf8.count)
            }
        }
        guard let type = RealType.self as? any PrintedReal.Type else { return values.map { "\($0)" } }
        return printed(type)
    }
}

extension Bool: PrintedScalar {
    static func cells(_ values: [Bool], _ format: TensorFormat, isAligned: Bool) -> [String] {
        values.map { $0 ? (isAligned ? " true" : "true") : "false" }
    }
}

extension PrintedScalar where Self: FixedWidthInteger {
    static func cells(_ values: [Self], _ format: TensorFormat, isAligned: Bool) -> [String] {
        let hasNegative: Bool = values.contains { $0 < 0 }
        let prefix: String
        switch format.sign {
        case .always: prefix = "+"
        case .space: prefix = hasNegative ? "" : " "
        case .onlyNegative: prefix = ""
        }
        return values.map { $0 < 0 ? "\($0)" : prefix + "\($0)" }.paddedToEqualWidth()
    }
}

extension Int: PrintedScalar {}
extension Int8: PrintedScalar {}
extension Int16: PrintedScalar {}
extension Int32: PrintedScalar {}
extension Int64: PrintedScalar {}
extension UInt: PrintedScalar {}
extension UInt8: PrintedScalar {}
extension UInt16: PrintedScalar {}
extension UInt32: PrintedScalar {}
extension UInt64: PrintedScalar {}
