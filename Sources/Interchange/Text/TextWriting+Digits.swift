import Tensors

extension TextWriting.Digits {
    /// Returns the text of a real number.
    ///
    /// - Parameters:
    ///   - value: The number.
    ///   - shortest: The text of the number in its type with the fewest digits.
    func text(_ value: Double, _ shortest: String) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : shortest }
        switch self {
        case .shortest: return shortest
        case .fixed(let count): return DecimalText.fixed(value, digits: count)
        case .scientific(let count): return DecimalText.scientific(value, digits: count)
        }
    }
}
