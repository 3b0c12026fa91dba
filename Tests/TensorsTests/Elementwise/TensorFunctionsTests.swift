import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct TensorFunctionsTests {
    typealias Function = @Sendable (Tensor<Double>) -> Tensor<Double>

    static let shapes: [Shape] = [[], [1], [0], [5], [2, 3], [2, 1, 4]]

    /// Every differentiable function, with the range of inputs for the check of the function. The range contains no
    /// kink and no pole.
    static let functions: [(name: String, range: ClosedRange<Double>, function: Function)] = [
        ("negate", -2 ... 2, { -$0 }), ("exp", -2 ... 2, { $0.exp() }), ("expm1", -1 ... 1, { $0.expm1() }),
        ("log", 0.2 ... 3, { $0.log() }), ("log1p", -0.5 ... 2, { $0.log1p() }),
        ("log1mexp", 0.2 ... 3, { $0.log1mexp() }), ("tanh", -2 ... 2, { $0.tanh() }),
        ("sigmoid", -3 ... 3, { $0.sigmoid() }), ("softplus", -3 ... 3, { $0.softplus() }),
        ("relu", 0.1 ... 1, { ($0 - 0.5501).relu() }), ("gelu", -2 ... 2, { $0.gelu() }),
        ("silu", -2 ... 2, { $0.silu() }), ("erf", -2 ... 2, { $0.erf() }), ("sin", -3 ... 3, { $0.sin() }),
        ("cos", -3 ... 3, { $0.cos() }), ("squareRoot", 0.3 ... 3, { $0.squareRoot() }),
        ("exp2", -2 ... 2, { $0.exp2() }), ("log2", 0.3 ... 3, { $0.log2() }), ("log10", 0.3 ... 3, { $0.log10() }),
        ("tan", -1 ... 1, { $0.tan() }), ("asin", -0.8 ... 0.8, { $0.asin() }),
        ("acos", -0.8 ... 0.8, { $0.acos() }), ("atan", -3 ... 3, { $0.atan() }), ("sinh", -2 ... 2, { $0.sinh() }),
        ("cosh", -2 ... 2, { $0.cosh() }), ("asinh", -3 ... 3, { $0.asinh() }), ("acosh", 1.3 ... 4, { $0.acosh() }),
        ("atanh", -0.7 ... 0.7, { $0.atanh() }),
        ("squared", -2 ... 2, { $0.squared() }), ("reciprocal", 0.5 ... 2, { $0.reciprocal() }),
        ("abs", 0.1 ... 1, { ($0 - 0.5501).abs() }), ("pow(x, 2.5)", 0.3 ... 2, { pow($0, 2.5) }),
        ("clipped", -2 ... 2, { $0.clipped(to: -0.7501 ... 0.9001) }),
        ("plus number", -1 ... 1, { 2 + $0 * 3 - 1 }), ("number over", 0.5 ... 2, { 1 / $0 - (3 - $0) / 2 }),
    ]

    @Test(arguments: functions.indices)
    func functionHasItsDerivativesInEveryLayout(index: Int) {
        let (name, range, function) = Self.functions[index]
        for shape in Self.shapes {
            #expect(problems(of: { function($0[0]) }, at: [sample(shape, in: range)]) == [], "\(name) at \(shape)")
        }
    }

    @Test func functionsAgreeWithPyTorch() {
        let functions: [String: Function] = [
            "exp": { $0.exp() }, "expm1": { $0.expm1() }, "log": { $0.log() }, "log1p": { $0.log1p() },
            "sqrt": { $0.squareRoot() }, "reciprocal": { $0.reciprocal() }, "square": { $0.squared() },
            "abs": { $0.abs() }, "sign": { $0.sign() }, "floor": { $0.floor() }, "ceil": { $0.ceil() },
            "round": { $0.rounded() }, "sin": { $0.sin() }, "cos": { $0.cos() }, "tanh": { $0.tanh() },
            "sigmoid": { $0.sigmoid() }, "softplus": { $0.softplus() }, "relu": { $0.relu() }, "silu": { $0.silu() },
            "gelu": { $0.gelu() }, "erf": { $0.erf() },
        ]
        for (operation, function) in functions {
            for reference in ReferenceCase.all(operation) {
                #expect(referenceProblem(reference, function) == nil, "\(reference)")
            }
        }
    }

    private func referenceProblem(_ reference: ReferenceCase, _ function: Function) -> String? {
        let input: Tensor<Double> = reference.tensor("input")
        if let problem = difference(function(input), reference.tensor("output"), tolerance: 1e-13) { return problem }
        guard reference.has("inputGradient") else { return nil }
        let derivative: Tensor<Double> = gradientOf(function, input, reference.tensor("outputGradient"))
        return difference(derivative, reference.tensor("inputGradient"), tolerance: 1e-12).map { "gradient: " + $0 }
    }
}
