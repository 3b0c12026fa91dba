import Tensors
import TestSupport
import Testing

@Suite struct TensorRearrangingTests {
    typealias Function = @Sendable (Tensor<Double>) -> Tensor<Double>

    static let functions: [(name: String, function: Function)] = [
        ("flipped", { $0.flipped(axes: [0, -1]) }), ("rolled", { $0.rolled(by: 2, axis: 1) }),
        ("rolled in row-major order", { $0.rolled(by: -1) }), ("repeated", { $0.repeated(3, axis: 1) }),
        ("tiled", { $0.tiled([2, 1, 3]) }), ("movingAxis", { $0.movingAxis(0, to: -1) }),
        ("unstacked", { $0.unstacked(axis: 1).dropFirst().reduce($0[.all, 0]) { $0 + $1.squared() } }),
        ("split", { Tensor(concatenating: $0.split(into: 2, axis: 1).reversed(), axis: 1) }),
        ("padded", { $0.padded(by: [(1, 0), (0, 2), (1, 1)], with: 3) }),
    ]

    @Test(arguments: functions.indices)
    func derivativesAgreeWithCentralDifferences(index: Int) {
        let (name, function) = Self.functions[index]
        for shape: Shape in [[2, 3, 2], [1, 4, 1], [0, 2, 3]] {
            #expect(problems(of: { function($0[0]) }, at: [sample(shape)]) == [], "\(name) of \(shape)")
        }
    }

    /// Returns the two rows of a matrix in reverse order. The scalar type may be a type without derivatives, such as
    /// `Bool`. For `Double`, the function still records the derivative.
    private static func reversedRows<Scalar: TensorScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        x[.stride(by: -1)].reshaped(to: x.shape).gathered(at: Tensor([0, 1]))
    }

    @Test func aFunctionOfEveryScalarKeepsTheDerivative() {
        #expect(problems(of: { Self.reversedRows($0[0]) }, at: [sample([2, 3])]) == [])
        #expect(Self.reversedRows(Tensor<Bool>([[true], [false]])).scalars == [false, true])
    }
}
