import ComplexModule
import Tensors
import TestSupport
import Testing

/// Printed tensors equal the texts in Tests/References/printing.json, which NumPy printed for the same arrays and
/// options.
@Suite struct NumPyPrintingTests {
    @Test func textsAreThoseOfNumPy() {
        let cases: [PrintingCase] = referenceCases(in: "printing")
        #expect(cases.count > 1000)
        for reference in cases {
            guard let text = reference.printed() else {
                Issue.record("there is no type \(reference.type)")
                continue
            }
            #expect(text == reference.swiftText, "\(reference.type) \(reference.shape) \(reference.values.prefix(8))")
        }
    }
}

/// An array, the options of NumPy's `array2string`, and the text that NumPy returned.
private struct PrintingCase: Decodable {
    let type: String
    let shape: [Int]
    let values: [String]
    let options: [String: ReferenceValue]
    let text: String

    /// NumPy's text with Swift's spelling of Booleans and of the imaginary unit.
    var swiftText: String {
        let replacements: [Character: Character] = ["T": "t", "F": "f", "j": "i"]
        return String(text.map { replacements[$0] ?? $0 })
    }

    var format: TensorFormat {
        var format = TensorFormat()
        var (digits, mode) = (8, "maxprec")
        for (name, value) in options {
            switch (name, value) {
            case ("precision", .number(let number)): digits = Int(number)
            case ("floatmode", .text(let text)): mode = text
            case ("suppress_small", .boolean(let flag)): format.suppressesScientific = flag
            case ("max_line_width", .number(let width)): format.lineWidth = Int(width)
            case ("threshold", .number(let count)): format.threshold = Int(count)
            case ("edgeitems", .number(let count)): format.edgeItems = Int(count)
            case ("separator", .text(let text)): format.separator = text
            case ("sign", .text(let text)): format.sign = text == "+" ? .always : .space
            default: Issue.record("unknown option \(name)")
            }
        }
        switch mode {
        case "fixed": format.precision = .exactly(digits)
        case "unique": format.precision = .shortest
        case "maxprec_equal": format.precision = .equalAtMost(digits)
        default: format.precision = .atMost(digits)
        }
        return format
    }

    /// Returns the text that the library prints for the array with these options. Returns `nil` if the library has no
    /// type of this name.
    func printed() -> String? {
        switch type {
        case "float64": return text(reals.map { $0 })
        case "float32": return text(reals.map { Float($0) })
        case "float16": return text(reals.map { Float16($0) })
        case "complex128": return text(pairs.map { Complex($0.0, $0.1) })
        case "complex64": return text(pairs.map { Complex(Float($0.0), Float($0.1)) })
        case "int8": return text(values.compactMap { Int8($0) })
        case "int16": return text(values.compactMap { Int16($0) })
        case "int32": return text(values.compactMap { Int32($0) })
        case "int64": return text(values.compactMap { Int64($0) })
        case "uint8": return text(values.compactMap { UInt8($0) })
        case "uint16": return text(values.compactMap { UInt16($0) })
        case "uint32": return text(values.compactMap { UInt32($0) })
        case "uint64": return text(values.compactMap { UInt64($0) })
        case "bool": return text(values.map { $0 == "1" })
        default: return nil
        }
    }

    private var reals: [Double] { values.compactMap { Double($0) } }

    private var pairs: [(Double, Double)] {
        stride(from: 0, to: reals.count, by: 2).map { (reals[$0], reals[$0 + 1]) }
    }

    private func text<Scalar: TensorScalar>(_ scalars: [Scalar]) -> String {
        Tensor(scalars, shape: Shape(shape)).formatted(format)
    }
}
