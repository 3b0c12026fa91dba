import Differentiation
import Tensors
import TestSupport
import Testing

/// `problems(of:at:)` finds each kind of fault, and finds no fault in a correct operation.
@Suite struct OperationCheckTests {
    private typealias Operation = ([Tensor<Double>]) -> Tensor<Double>

    private let inputs: [Tensor<Double>] = [sample([2, 3], in: 0.5 ... 1), sample([2, 3], in: 0.5 ... 1, seed: 1)]

    /// Returns the operation x · y². The derivatives are multiplied by the factors `byX` and `byY`, so the derivatives
    /// are right if the factors are 1.
    private func product(_ byX: Double = 1, _ byY: Double = 1) -> Operation {
        { inputs in
            let (x, y): (Tensor<Double>, Tensor<Double>) = (inputs[0], inputs[1])
            return withDerivative(
                of: TensorOperation("product", x, y), x.asConstant() * y.asConstant().squared(),
                .by(x) { cotangent in cotangent * y.squared() * byX },
                .by(y) { cotangent in cotangent * x * y * (2 * byY) })
        }
    }

    @Test func rightOperationIsSilent() {
        #expect(problems(of: product(), at: inputs) == [])
        for shape: Shape in [[], [1], [0], [0, 3], [3, 0], [2, 1, 2]] {
            #expect(problems(of: product(), at: [sample(shape), sample(shape, seed: 1)]) == [], "\(shape)")
        }
    }

    @Test(arguments: [0.9999, 1.0001, -1, 0, .nan])
    func wrongDerivativeByEitherInputIsFound(factor: Double) {
        for operation in [product(factor), product(1, factor)] {
            let found: [String] = problems(of: operation, at: inputs, hasSecondDerivative: false)
            #expect(found.contains { $0.hasPrefix("gradient check: ") }, "\(found)")
        }
    }

    @Test func forgottenDerivativeIsFound() {
        let found: [String] = problems(of: { $0[0] * $0[1].asConstant() }, at: inputs)
        #expect(!found.isEmpty)
    }

    /// A wrong second derivative is found. The first derivative of this operation is right, but the first derivative
    /// contains the input once as a constant, so the second derivative is wrong.
    @Test func wrongSecondDerivativeIsFound() {
        let operation: Operation = { inputs in
            let x: Tensor<Double> = inputs[0]
            return withDerivative(
                of: TensorOperation("cube", x), x.asConstant() * x.asConstant() * x.asConstant(),
                .by(x) { cotangent in cotangent * x * x.asConstant() * 3 })
        }
        let found: [String] = problems(of: operation, at: [inputs[0]])
        #expect(found.count == 1 && found[0].hasPrefix("second derivative: "), "\(found)")
        #expect(problems(of: operation, at: [inputs[0]], hasSecondDerivative: false) == [])
    }

    /// Returns an operation whose value is wrong if `isWrong` returns true for its first input.
    private func wrongValue(where isWrong: @escaping (Tensor<Double>) -> Bool) -> Operation {
        { inputs in inputs[0] * (isWrong(inputs[0]) ? 1.001 : 1) }
    }

    @Test func wrongValueInOneLayoutIsFound() {
        let layouts: [(name: String, isWrong: (Tensor<Double>) -> Bool)] = [
            ("transposed", { $0.strides == [1, 2] }), ("sliced", { $0.strides.last == 2 && $0.strides[0] > 3 }),
            ("offset", { $0.strides == [6, 1] }), ("reversed", { $0.strides[0] < 0 }),
        ]
        for (name, isWrong) in layouts {
            let found: [String] = problems(of: wrongValue(where: isWrong), at: [inputs[0]])
            #expect(found.contains { $0.hasPrefix("\(name) input: element ") }, "\(name): \(found)")
        }
    }

    @Test func wrongDerivativeInOneLayoutIsFound() {
        let operation: Operation = { inputs in
            let x: Tensor<Double> = inputs[0]
            let factor: Double = x.strides[0] < 0 ? 1.001 : 1
            return withDerivative(
                of: TensorOperation("double", x), x.asConstant() * 2, .by(x) { cotangent in cotangent * 2 * factor })
        }
        let found: [String] = problems(of: operation, at: [inputs[0]])
        #expect(
            found.count == 1 && found[0].hasPrefix("reversed input, gradient with respect to input 0: "), "\(found)")
    }

    @Test func wrongValueOfABroadcastInputIsFound() {
        let found: [String] = problems(of: wrongValue { $0.strides[0] == 0 }, at: [inputs[0]])
        #expect(found.count == 1 && found[0].hasPrefix("broadcast input 0: element "), "\(found)")
    }

    @Test func valuesThatAreNotFiniteAreFound() {
        #expect(problems(of: { $0[0] / 0 }, at: [inputs[0]]) != [])
        #expect(problems(of: { $0[0].squareRoot() }, at: [Tensor([-1])]) != [])
    }
}
