import ComplexModule
import Tensors
import TestSupport
import Testing

@Suite struct TensorComplexFunctionsTests {
    typealias Function = @Sendable (Tensor<Complex<Double>>) -> Tensor<Complex<Double>>

    static let functions: [(name: String, function: Function)] = [
        ("exp", { $0.exp() }), ("expm1", { $0.expm1() }), ("log", { $0.log() }), ("log1p", { $0.log1p() }),
        ("log2", { $0.log2() }), ("log10", { $0.log10() }), ("squareRoot", { $0.squareRoot() }),
        ("sin", { $0.sin() }), ("cos", { $0.cos() }), ("tan", { $0.tan() }), ("asin", { $0.asin() }),
        ("acos", { $0.acos() }), ("atan", { $0.atan() }), ("sinh", { $0.sinh() }), ("cosh", { $0.cosh() }),
        ("tanh", { $0.tanh() }), ("asinh", { $0.asinh() }), ("acosh", { $0.acosh() }), ("atanh", { $0.atanh() }),
        ("reciprocal", { $0.reciprocal() }), ("squared", { $0.squared() }),
        ("power", { pow($0, Tensor(Complex(0.5, -1))) + pow(Tensor(Complex(2, 1)), $0) }),
        ("product", { $0.product(axis: 0).expandingShape(at: 0) * $0 }), ("conjugated", { $0.conjugated() }),
    ]

    /// Returns the real and the imaginary part of the function's value, stacked along a new first axis. `inputs` are
    /// the real and the imaginary part of the argument.
    private static func parts(_ function: Function, _ inputs: [Tensor<Double>]) -> Tensor<Double> {
        let result: Tensor<Complex<Double>> = function(Tensor(inputs[0], inputs[1]))
        return Tensor(stacking: [result.realPart(), result.imaginaryPart()])
    }

    @Test(arguments: functions.indices)
    func derivativesAgreeWithCentralDifferences(index: Int) {
        let (name, function) = Self.functions[index]
        for shape: Shape in [[3], [2, 2], [0]] {
            let (x, y): (Tensor<Double>, Tensor<Double>) = (
                sample(shape, in: 0.2 ... 0.9), sample(shape, in: 0.3 ... 1.2, seed: 1)
            )
            #expect(problems(of: { Self.parts(function, $0) }, at: [x, y]) == [], "\(name) of \(shape)")
        }
    }

    @Test func magnitudesAndAnglesHaveTheirDerivatives() {
        let (x, y): (Tensor<Double>, Tensor<Double>) = (
            sample([3], in: 0.2 ... 1), sample([3], in: -1 ... -0.2, seed: 1)
        )
        #expect(
            problems(of: { Tensor<Complex<Double>>($0[0], $0[1]).abs() }, at: [x, y], hasSecondDerivative: false) == [])
        #expect(problems(of: { Tensor<Complex<Double>>($0[0], $0[1]).angle() }, at: [x, y]) == [])
    }

    @Test func theGradientOfAMagnitudeAtZeroIsZero() {
        let gradient: Tensor<Double> = gradientOf(
            { Tensor<Complex<Double>>($0, Tensor(zeros: $0.shape)).abs() }, Tensor([0]), Tensor([1]))
        #expect(gradient.scalars == [0])
    }
}
