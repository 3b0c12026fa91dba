import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct WithDerivativeTests {
    /// Returns a · eˣ, computed by an operation as a user would define it, with a derivative for each input. The
    /// derivative with respect to x uses the result of the operation.
    private func scaledExp(_ x: Tensor<Double>, _ a: Tensor<Double>) -> Tensor<Double> {
        withDerivative(
            of: TensorOperation("scaledExp", x, a), a.asConstant() * x.asConstant().exp(),
            .by(x) { cotangent, output in cotangent * output },
            .by(a) { cotangent in cotangent * x.exp() })
    }

    /// Returns the same value as `scaledExp`. The operation has a single pullback for both inputs, and no second
    /// derivative.
    private func fusedScaledExp(_ x: Tensor<Double>, _ a: Tensor<Double>) -> Tensor<Double> {
        let value: Tensor<Double> = a.asConstant() * x.asConstant().exp()
        return withDerivative(of: TensorOperation("fusedScaledExp"), value, inputs: [x, a]) { cotangent, wanted in
            [wanted[0] ? cotangent * value : nil, wanted[1] ? cotangent * x.asConstant().exp() : nil]
        }
    }

    @Test func userOperationsHaveTheirDerivatives() {
        let inputs: [Tensor<Double>] = [sample([2, 3]), sample([2, 3], seed: 1)]
        #expect(problems(of: { scaledExp($0[0], $0[1]) }, at: inputs) == [])
        #expect(problems(of: { fusedScaledExp($0[0], $0[1]) }, at: inputs, hasSecondDerivative: false) == [])
    }

    @Test func wrongDerivativesAreFound() {
        let found: [String] = problems(
            of: { inputs in
                let x: Tensor<Double> = inputs[0]
                return withDerivative(
                    of: TensorOperation("exp", x), x.asConstant().exp(),
                    .by(x) { cotangent, output in 1.01 * cotangent * output })
            }, at: [sample([3])])
        #expect(found != [])
    }

    @Test func constantsAreNotDifferentiated() {
        let x: Tensor<Double> = sample([3])
        let derivative: Tensor<Double> = gradient(at: x) { x in (x.asConstant() * x).sum() }
        #expect(derivative == x)
        var calls = 0
        _ = gradient(at: x) { tracked in
            withDerivative(
                of: TensorOperation("counting"), tracked.asConstant() + x, inputs: [tracked, x]
            ) { cotangent, wanted in
                calls += wanted == [true, false] ? 1 : 100
                return [cotangent, nil]
            }.sum()
        }
        #expect(calls == 1)
    }
}
