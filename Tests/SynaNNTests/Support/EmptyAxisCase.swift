import ComplexModule
import SynaNN
import TestSupport

/// A case of Tests/References/empty_axes.json: NumPy's result of an operation whose operands have an axis of length 0
/// or 1.
struct EmptyAxisCase: Decodable, Sendable, CustomStringConvertible {
    let operation: String
    let shapes: [[Int]]
    private let output, imaginary: StoredTensor?
    /// The message of NumPy's error; `nil` if NumPy returns a result.
    let error: String?

    private struct StoredTensor: Decodable, Sendable {
        let shape: [Int]
        let values: [Double]
        var tensor: Tensor<Double> { Tensor(values, shape: Shape(shape)) }
    }

    var description: String { "\(operation) at \(shapes.map(\.description).joined(separator: ", "))" }

    var isComplex: Bool { operation.hasPrefix("complex/") }

    var expected: Tensor<Double> { output?.tensor ?? Tensor(.nan) }

    var expectedComplex: Tensor<Complex<Double>> { Tensor(expected, imaginary?.tensor ?? Tensor(.nan)) }

    /// The operands, computed with the same formula as in the script that wrote the file.
    var operands: [Tensor<Double>] {
        shapes.enumerated().map { sample(Shape($0.element), in: 0.1 ... 0.9, seed: $0.offset) }
    }

    var complexOperands: [Tensor<Complex<Double>>] {
        shapes.enumerated().map {
            let shape = Shape($0.element)
            return Tensor(
                sample(shape, in: 0.1 ... 0.9, seed: $0.offset), sample(shape, in: 0.1 ... 0.9, seed: $0.offset + 50))
        }
    }

    static let all: [EmptyAxisCase] = referenceCases(in: "empty_axes")
}
