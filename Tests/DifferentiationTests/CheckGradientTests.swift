import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct CheckGradientTests {
    /// Returns x³, computed by an operation that a user defines. The derivative is multiplied by `factor`, so the
    /// derivative is right only if `factor` is 1.
    private func cube(_ x: Tensor<Double>, factor: Double) -> Tensor<Double> {
        withDerivative(
            of: TensorOperation("cube", x), x * x * x, .by(x) { cotangent in 3 * factor * x * x * cotangent })
    }

    /// Returns x³ · y, computed by a fused operation. The derivative with respect to y is multiplied by `factor`, so
    /// this derivative is right only if `factor` is 1.
    private func fusedCube(_ x: Tensor<Double>, _ y: Tensor<Double>, factor: Double) -> Tensor<Double> {
        let (a, b): (Tensor<Double>, Tensor<Double>) = (x.asConstant(), y.asConstant())
        return withDerivative(of: TensorOperation("fusedCube"), a * a * a * b, inputs: [x, y]) { cotangent, wanted in
            [wanted[0] ? 3 * a * a * b * cotangent : nil, wanted[1] ? factor * a * a * a * cotangent : nil]
        }
    }

    @Test func rightDerivativePasses() {
        let check: GradientCheck = checkGradient(at: Tensor([0.5, -1.25, 2])) { cube($0, factor: 1).sum() }
        #expect(check.error < 1e-9)
        let fused: GradientCheck = checkGradient(at: [Tensor([0.5, -1.25]), Tensor([2.0, 3])]) {
            fusedCube($0[0], $0[1], factor: 1).sum()
        }
        #expect(fused.error < 1e-9)
    }

    @Test(arguments: [0.99, 1.01])
    func derivativeWithAnErrorOfOnePercentFails(factor: Double) {
        let check: GradientCheck = checkGradient(at: Tensor([0.5, -1.25, 2])) { cube($0, factor: factor).sum() }
        #expect(abs(check.error - 0.01) < 1e-3)
        #expect(check.element == 2 || check.element == 1)
        let fused: GradientCheck = checkGradient(at: [Tensor([0.5, -1.25]), Tensor([2.0, 3])]) {
            fusedCube($0[0], $0[1], factor: factor).sum()
        }
        #expect(abs(fused.error - 0.01) < 1e-3)
        #expect(fused.parameter == "1" && fused.element == 1)
    }

    @Test func forgottenDerivativeFails() {
        let check: GradientCheck = checkGradient(at: Tensor([0.5])) { x in (x * x.asConstant()).sum() }
        #expect(abs(check.analytic - 0.5) < 1e-12 && abs(check.numeric - 1) < 1e-8)
    }

    @Test func reportNamesTheParameterAndBothDerivatives() {
        let check: GradientCheck = checkGradient(at: MixedModel()) { model in
            model.weight.sum() + cube(model.layers[1].b, factor: 2).sum()
        }
        #expect(check.parameter == "layers.1.b" && check.element == 0)
        #expect(abs(check.analytic - 6) < 1e-12 && abs(check.numeric - 3) < 1e-8)
        #expect(check.description.contains("layers.1.b[0]: analytic 6.0, numeric"))
    }

    @Test func everyParameterOfAModelIsChecked() {
        let check: GradientCheck = checkGradient(at: MixedModel()) { $0.loss(Tensor([0.5, -1, 2])) }
        #expect(check.error < 1e-8)
    }

    @Test func derivativeThatIsNotANumberFails() {
        let check: GradientCheck = checkGradient(at: Tensor([1.0])) { x in cube(x, factor: .nan).sum() }
        #expect(check.error == .infinity)
        let outside: GradientCheck = checkGradient(at: Tensor([-1.0])) { $0.squareRoot().sum() }
        #expect(outside.error == .infinity)
    }

    @Test func derivativeOfAnotherShapeTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor<Double>([1, 2])) { x in
                withDerivative(of: TensorOperation("sum", x), x.sum(), .by(x) { cotangent in cotangent })
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("withDerivative: the derivative has shape [], its input [2]"))
    }

    @Test func missingDerivativeOfAFusedOperationTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = gradient(at: Tensor<Double>([1, 2])) { x in
                withDerivative(of: TensorOperation("twice"), x.asConstant().sum(), inputs: [x]) { _, _ in [nil] }
            }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("twice: the derivative by input 0 has shape nil, the input [2]"))
    }

    @Test func parameterThatIsNotDoubleTraps() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = checkGradient(at: [Tensor<Float>([1])]) { $0[0].converted(to: Double.self).sum() }
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("checkGradient: parameter 0 is not Double"))
    }
}
