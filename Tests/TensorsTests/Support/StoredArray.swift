import ComplexModule
import Tensors
import TestSupport

/// A NumPy array in `array_functions.json`: the type, the shape, and the elements as texts.
struct StoredArray: Decodable, Sendable, Equatable {
    let type: String
    let shape: [Int]
    let values: [String]

    /// Returns the array as a tensor. `Scalar` must be the array's type.
    func tensor<Scalar: StoredScalar>(_: Scalar.Type = Scalar.self) -> Tensor<Scalar> {
        Tensor(values.map { Scalar(stored: $0) }, shape: Shape(shape))
    }
}

/// A scalar type that NumPy also has.
protocol StoredScalar: TensorScalar {
    /// NumPy's name of the type.
    static var numPyName: String { get }
    /// Creates the scalar that a text of the file represents.
    init(stored text: String)
    /// Returns whether the scalar agrees with the number in the text. The error may be at most
    /// `tolerance · max(1, |number|)`. NaN agrees only with NaN. With a tolerance of 0, zeros must have the same sign.
    func agrees(with text: String, tolerance: Double) -> Bool
}

extension StoredScalar where Self: BinaryFloatingPoint {
    func agrees(with text: String, tolerance: Double) -> Bool {
        let (own, other): (Double, Double) = (Double(self), Double(Self(stored: text)))
        if own.isNaN || other.isNaN { return own.isNaN && other.isNaN }
        if own == other { return own != 0 || tolerance > 0 || own.sign == other.sign }
        return Swift.abs(own - other) <= tolerance * Swift.max(1, Swift.abs(other))
    }
}

extension StoredScalar where Self: FixedWidthInteger {
    init(stored text: String) { self = Self(text) ?? 0 }
    func agrees(with text: String, tolerance: Double) -> Bool { "\(self)" == text }
}

extension Float: StoredScalar {
    static var numPyName: String { "float32" }
    init(stored text: String) { self = Float(text) ?? .nan }
}
extension Double: StoredScalar {
    static var numPyName: String { "float64" }
    init(stored text: String) { self = Double(text) ?? .nan }
}
extension Bool: StoredScalar {
    static var numPyName: String { "bool" }
    init(stored text: String) { self = text == "true" }
    func agrees(with text: String, tolerance: Double) -> Bool { self == (text == "true") }
}
extension Complex: StoredScalar where RealType: StoredScalar & ComplexPart {
    static var numPyName: String { RealType.numPyName == "float32" ? "complex64" : "complex128" }
    init(stored text: String) {
        let parts: [Substring] = text.split(separator: ",")
        self.init(RealType(stored: String(parts[0])), RealType(stored: String(parts[1])))
    }
    func agrees(with text: String, tolerance: Double) -> Bool {
        let parts: [Substring] = text.split(separator: ",")
        if real.agrees(with: String(parts[0]), tolerance: tolerance)
            && imaginary.agrees(with: String(parts[1]), tolerance: tolerance)
        {
            return true
        }
        // The rounding error of a complex product is relative to its modulus, not to each part.
        let expected = Complex(stored: text)
        return real.sign == expected.real.sign && imaginary.sign == expected.imaginary.sign && isFinite
            && Double((self - expected).length) <= tolerance * Double(expected.length)
    }
}
extension Int: StoredScalar { static var numPyName: String { "int64" } }
extension Int8: StoredScalar { static var numPyName: String { "int8" } }
extension Int16: StoredScalar { static var numPyName: String { "int16" } }
extension Int32: StoredScalar { static var numPyName: String { "int32" } }
extension UInt: StoredScalar { static var numPyName: String { "uint64" } }
extension UInt8: StoredScalar { static var numPyName: String { "uint8" } }
extension UInt16: StoredScalar { static var numPyName: String { "uint16" } }
extension UInt32: StoredScalar { static var numPyName: String { "uint32" } }

/// A result of a function under test, with any scalar type.
struct AnyResult {
    private let difference: (StoredArray, Double) -> String?

    init<Scalar: StoredScalar>(_ tensor: Tensor<Scalar>) {
        difference = { expected, tolerance in
            guard expected.type == Scalar.numPyName else { return "type \(Scalar.numPyName), not \(expected.type)" }
            guard expected.shape == tensor.shape.dimensions else {
                return "shape \(tensor.shape), not \(expected.shape)"
            }
            let scalars: [Scalar] = tensor.scalars
            for (index, (own, other)) in zip(scalars, expected.values).enumerated()
            where !own.agrees(with: other, tolerance: tolerance) {
                return "element \(index) is \(own), not \(other)"
            }
            return nil
        }
    }

    /// Returns a description of the first difference from NumPy's result: in the type, the shape or an element. Returns
    /// `nil` if the results agree.
    func difference(from expected: StoredArray, tolerance: Double) -> String? { difference(expected, tolerance) }
}
