import ComplexModule
import Foundation
import Interchange
import Tensors
import TestSupport
import Testing

/// The library reads and writes the same tables of numbers as NumPy. Tests/References/text_files.json contains NumPy's
/// results.
@Suite struct NumPyTextTests {
    private static let cases: [TextCase] = referenceCases(in: "text_files")

    @Test(arguments: cases.filter { $0.action != "write" }) fileprivate func valuesAreThoseOfNumPy(
        _ reference: TextCase
    )
        throws
    {
        switch reference.type {
        case "float64": try reference.compare(Double.self)
        case "float32": try reference.compare(Float.self)
        case "int64": try reference.compare(Int64.self)
        case "uint8": try reference.compare(UInt8.self)
        case "uint64": try reference.compare(UInt64.self)
        case "complex128": try reference.compare(Complex<Double>.self)
        case "complex64": try reference.compare(Complex<Float>.self)
        default: Issue.record("there is no type \(reference.type)")
        }
    }

    @Test(arguments: cases.filter { $0.action == "write" }) fileprivate func textsAreThoseOfNumPy(_ reference: TextCase)
    {
        let shape = Shape(reference.shape)
        if reference.type == "int64" {
            let values: [Int] = reference.values.compactMap { Int($0) }
            #expect(reference.text == reference.written(Tensor(values, shape: shape)))
        } else {
            let values: [Double] = reference.values.compactMap { Double($0) }
            #expect(reference.text == reference.written(Tensor(values, shape: shape)))
        }
    }
}

/// A text, an array, and the options with which NumPy read the array from the text, or wrote the array as the text.
private struct TextCase: Decodable, Sendable, CustomTestStringConvertible {
    let name, text, type, action: String
    let options: [String: ReferenceValue]
    let shape: [Int]
    let values: [String]

    var testDescription: String { name }

    /// The options of `TextFile` that have the same meaning as NumPy's options.
    private var reading: TextReading {
        var reading = TextReading()
        if action == "fill" { reading.missing = .filled(with: .nan) }
        for (name, value) in options {
            switch (name, value) {
            case ("delimiter", .text(let text)): reading.delimiter = .character(text.unicodeScalars.first ?? ",")
            case ("comments", .text(let text)): reading.comment = text
            case ("skiprows", .number(let count)): reading.skippedLines = Int(count)
            case ("max_rows", .number(let count)): reading.maxRows = Int(count)
            case ("usecols", .numbers(let columns)): reading.columns = .positions(columns.map { Int($0) })
            case ("filling_values", .number(let value)): reading.missing = .filled(with: value)
            case ("missing_values", .text(let text)): reading.missingTexts.insert(text)
            case ("quotechar", _): break
            default: Issue.record("unknown option \(name)")
            }
        }
        return reading
    }

    func compare<Scalar: TextScalar>(_ type: Scalar.Type) throws {
        let values: Tensor<Scalar> = try TextFile(Data(text.utf8), path: "text", reading).values
        #expect(values.shape.dimensions == shape)
        let found: [String] = values.scalars.flatMap { Self.texts($0) }
        // Removes the sign of NaN: the text "-NaN" gives a NaN with a sign, and Python's `repr`, which wrote the
        // expected texts, shows no sign.
        let expected: [String] = self.values.map { Double($0)?.description ?? $0 }
        let isInteger: Bool = values.scalars.first is any FixedWidthInteger
        #expect(found == (isInteger ? self.values : expected))
    }

    /// Returns the text of a number, converted to `Double` if the number is real. For a complex number, returns the
    /// texts of both parts.
    private static func texts<Scalar: TextScalar>(_ value: Scalar) -> [String] {
        switch value {
        case let value as Double: return [value.isNaN ? "nan" : value.description]
        case let value as Float: return [Double(value).description]
        case let value as Complex<Double>: return [value.real.description, value.imaginary.description]
        case let value as Complex<Float>: return [Double(value.real).description, Double(value.imaginary).description]
        default: return ["\(value)"]
        }
    }

    func written<Scalar: TextScalar>(_ tensor: Tensor<Scalar>) -> String {
        var writing = TextWriting()
        for (name, value) in options {
            switch (name, value) {
            case ("delimiter", .text(let text)): writing.delimiter = .character(text.unicodeScalars.first ?? ",")
            case ("header", .text(let text)): writing.header = text.split(separator: "\n").map { String($0) }
            case ("fmt", .text("%d")): break
            case ("fmt", .text(let text)):
                let digits = Int(text.filter(\.isNumber)) ?? 0
                writing.digits = text.hasSuffix("f") ? .fixed(digits) : .scientific(digits)
            default: Issue.record("unknown option \(name)")
            }
        }
        return String(decoding: TextFile(tensor.reshaped(to: Shape(shape))).encoded(writing), as: UTF8.self)
    }
}
