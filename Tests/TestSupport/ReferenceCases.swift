import Foundation
import Tensors

/// A case of a file in Tests/References, such as `pytorch.json`.
///
/// A case contains an operation, the parameters of the operation, and tensors by name.
public struct ReferenceCase: Decodable, Sendable, CustomStringConvertible {
    /// A unique name, for example `conv2d/stride2-padding1`.
    public let name: String
    /// The name of the operation in the library that computed the case, for example `conv2d`.
    public let operation: String
    /// The arguments of the operation that are not tensors.
    ///
    /// The arguments are numbers, flags or texts.
    public let parameters: [String: ReferenceValue]
    private let tensors: [String: StoredTensor]

    private struct StoredTensor: Decodable, Sendable {
        let shape: [Int]
        let values: [Double]
    }

    public var description: String { name }

    /// Returns the tensor with the given name, converted to the type `Scalar`.
    ///
    /// Ends the process if the case has no tensor of this name.
    public func tensor<Scalar: RealScalar>(_ name: String, as type: Scalar.Type = Double.self) -> Tensor<Scalar> {
        guard let stored = tensors[name] else { fatalError("reference case \(self.name) has no tensor \(name)") }
        return Tensor(stored.values.map { Scalar($0) }, shape: Shape(stored.shape))
    }

    /// Returns the tensor with the given name as integers, such as labels.
    ///
    /// Ends the process if the case has no tensor of this name.
    public func integers(_ name: String) -> Tensor<Int> {
        let values: Tensor<Double> = tensor(name)
        return Tensor(values.scalars.map { Int($0) }, shape: values.shape)
    }

    /// Returns whether the case contains a tensor of this name.
    public func has(_ name: String) -> Bool { tensors[name] != nil }

    /// Returns a parameter that is a number. A flag is returned as 0 or 1.
    ///
    /// Ends the process if the case has no number or flag of this name.
    public func number(_ name: String) -> Double {
        switch parameters[name] {
        case .number(let value): return value
        case .boolean(let value): return value ? 1 : 0
        default: fatalError("reference case \(self.name) has no number \(name)")
        }
    }

    /// Returns a parameter that is a whole number. Ends the process if the case has no number of this name.
    public func integer(_ name: String) -> Int { Int(number(name)) }

    /// Returns a parameter that is a flag. Ends the process if the case has no number or flag of this name.
    public func flag(_ name: String) -> Bool { number(name) != 0 }

    /// Returns a parameter that is a text.
    ///
    /// Ends the process if the case has no text of this name.
    public func text(_ name: String) -> String {
        guard case .text(let value) = parameters[name] else {
            fatalError("reference case \(self.name) has no text \(name)")
        }
        return value
    }

    /// Returns a parameter that is an array of whole numbers.
    ///
    /// A single number is returned as an array of two equal numbers. Ends the process if the case has no number or
    /// array of this name.
    public func integers(parameter name: String) -> [Int] {
        switch parameters[name] {
        case .numbers(let values): return values.map { Int($0) }
        case .number(let value): return [Int(value), Int(value)]
        default: fatalError("reference case \(self.name) has no numbers \(name)")
        }
    }

    /// Returns the first and the last number of an array such as `[rows, columns]`. For a single number, both results
    /// are this number.
    public func pair(_ name: String) -> (Int, Int) {
        let values: [Int] = integers(parameter: name)
        return (values[0], values[values.count - 1])
    }

    /// Returns all PyTorch cases of an operation.
    ///
    /// Ends the process if there are none, because a test without cases would compare nothing.
    public static func all(_ operation: String) -> [ReferenceCase] { cases(of: operation, in: pyTorch, "pytorch") }

    /// Returns all SciPy cases of an operation of linear algebra. Ends the process if there are none.
    public static func linearAlgebra(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: sciPy, "linear_algebra")
    }

    /// Returns all cases of an optimizer or a schedule in `optimizers.json`. Ends the process if there are none.
    public static func optimizers(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: optimizers, "optimizers")
    }

    /// Returns all cases of a function of symmetric matrices. Ends the process if there are none.
    public static func symmetricFunctions(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: symmetric, "symmetric_functions")
    }

    /// Returns all PyTorch cases of a loss. Ends the process if there are none.
    public static func losses(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: torchLosses, "losses")
    }

    /// Returns all PyTorch cases of a layer in `layers.json`. Ends the process if there are none.
    public static func layers(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: torchLayers, "layers")
    }

    /// Returns all scikit-learn cases of a metric. Ends the process if there are none.
    public static func metrics(_ operation: String) -> [ReferenceCase] {
        cases(of: operation, in: scikitLearn, "metrics")
    }

    /// Returns the tensor with the given name, or `nil` if the case has no tensor of this name.
    public func optional(_ name: String) -> Tensor<Double>? {
        guard has(name) else { return nil }
        return tensor(name)
    }

    /// The NumPy cases of functions of linear algebra for shapes without elements.
    public static let shapes: [ReferenceCase] = referenceCases(in: "numpy_shapes")

    private static func cases(of operation: String, in all: [ReferenceCase], _ file: String) -> [ReferenceCase] {
        let cases: [ReferenceCase] = all.filter { $0.operation == operation }
        if cases.isEmpty { fatalError("Tests/References/\(file).json has no case of \(operation)") }
        return cases
    }

    private static let pyTorch: [ReferenceCase] = referenceCases(in: "pytorch")
    private static let torchLosses: [ReferenceCase] = referenceCases(in: "losses")
    private static let torchLayers: [ReferenceCase] = referenceCases(in: "layers")
    private static let scikitLearn: [ReferenceCase] = referenceCases(in: "metrics")
    private static let sciPy: [ReferenceCase] = referenceCases(in: "linear_algebra")
    private static let optimizers: [ReferenceCase] = referenceCases(in: "optimizers")
    private static let symmetric: [ReferenceCase] = referenceCases(in: "symmetric_functions")
}

private struct ReferenceFile<Case: Decodable>: Decodable {
    let cases: [Case]
}

/// Returns the cases of `Tests/References/NAME.json`.
///
/// Ends the process if the file cannot be read, because a test without cases would compare nothing.
public func referenceCases<Case: Decodable>(in name: String, as type: Case.Type = Case.self) -> [Case] {
    let file: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("References/\(name).json")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    do {
        return try decoder.decode(ReferenceFile<Case>.self, from: Data(contentsOf: file)).cases
    } catch {
        fatalError("cannot read \(file.path): \(error)")
    }
}

/// A parameter of a reference case: a flag, a number, an array of numbers, a text, or JSON's null.
public enum ReferenceValue: Decodable, Sendable {
    case boolean(Bool)
    case number(Double)
    case numbers([Double])
    case text(String)
    case nothing

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .nothing
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode([Double].self) {
            self = .numbers(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }
}
