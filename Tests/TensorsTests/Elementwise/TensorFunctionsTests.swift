import Differentiation
import Foundation
import Tensors
import TestSupport
import Testing

@Suite struct ElementwiseTests {
    typealias Function = @Sendable (Tensor<Double>) -> Tensor<Double>

    static let shapes: [Shape] = [[], [1], [0], [5], [2, 3], [2, 1, 4]]

    /// Every differentiable function with the range that it is checked in, away from kinks and poles.
    static let functions: [(name: String, range: ClosedRange<Double>, function: Function)] = [
        ("negate", -2 ... 2, { -$0 }), ("exp", -2 ... 2, { $0.exp() }), ("expm1", -1 ... 1, { $0.expm1() }),
        ("log", 0.2 ... 3, { $0.log() }), ("log1p", -0.5 ... 2, { $0.log1p() }),
        ("log1mexp", 0.2 ... 3, { $0.log1mexp() }), ("tanh", -2 ... 2, { $0.tanh() }),
        ("sigmoid", -3 ... 3, { $0.sigmoid() }), ("softplus", -3 ... 3, { $0.softplus() }),
        ("relu", 0.1 ... 1, { ($0 - 0.5501).relu() }), ("gelu", -2 ... 2, { $0.gelu() }),
        ("silu", -2 ... 2, { $0.silu() }), ("erf", -2 ... 2, { $0.erf() }), ("sin", -3 ... 3, { $0.sin() }),
        ("cos", -3 ... 3, { $0.cos() }), ("squareRoot", 0.3 ... 3, { $0.squareRoot() }),
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

    static let binaries: [(name: String, function: @Sendable (Tensor<Double>, Tensor<Double>) -> Tensor<Double>)] = [
        ("+", { $0 + $1 }), ("-", { $0 - $1 }), ("*", { $0 * $1 }), ("/", { $0 / $1 }), ("pow", { pow($0, $1) }),
        ("minimum", { minimum($0, $1) }), ("maximum", { maximum($0, $1) }),
        ("select", { select($0 .> $1, $0 * 2, $1) }),
    ]

    static let pairs: [(Shape, Shape)] = [
        ([], []), ([3], []), ([], [2, 2]), ([2, 3], [2, 3]), ([2, 3], [3]), ([2, 1], [1, 3]), ([4, 1, 2], [3, 1]),
        ([0, 3], [3]),
        ([1], [0]),
    ]

    @Test(arguments: binaries.indices)
    func binaryOperationHasItsDerivativesBroadcast(index: Int) {
        let (name, function) = Self.binaries[index]
        for (first, second) in Self.pairs {
            let inputs: [Tensor<Double>] = [sample(first, in: 0.5 ... 2), sample(second, in: 0.6 ... 1.9, seed: 4)]
            #expect(problems(of: { function($0[0], $0[1]) }, at: inputs) == [], "\(name) of \(first) and \(second)")
        }
    }

    @Test func inPlaceOperatorsWriteInPlaceAndCopyWhenShared() {
        var a = Tensor<Float>([1, 2, 3])
        let b: Tensor<Float> = a
        a += Tensor([10, 20, 30])
        a *= 2
        a -= 1
        a /= 3
        #expect(a.scalars == [7, 43 / Float(3), 65 / Float(3)])
        #expect(b.scalars == [1, 2, 3])
    }

    @Test func inPlaceOperatorsAreRecorded() {
        let found: [String] = problems(
            of: { inputs in
                var sum: Tensor<Double> = inputs[0]
                sum += inputs[1]
                sum *= inputs[0]
                return sum
            }, at: [sample([2, 3]), sample([3], seed: 2)])
        #expect(found == [])
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
        let slope: Tensor<Double> = gradientOf(function, input, reference.tensor("outputGradient"))
        return difference(slope, reference.tensor("inputGradient"), tolerance: 1e-12).map { "gradient: " + $0 }
    }

    @Test func comparisonsFollowIEEE() {
        let a = Tensor<Float>([1, .nan, 3, -0.0])
        let b = Tensor<Float>([1, .nan, 2, 0])
        #expect((a .== b).scalars == [true, false, false, true])
        #expect((a .!= b).scalars == [false, true, true, false])
        #expect((a .< b).scalars == [false, false, false, false])
        #expect((a .>= b).scalars == [true, false, true, true])
        #expect((a .> 1).scalars == [false, false, true, false])
        #expect(((a .> 0) .&& !(b .> 1)).scalars == [true, false, false, false])
        #expect(((a .> 0) .|| (b .<= 0)).scalars == [true, false, true, true])
        #expect((a .== a).any() && !(a .== a).all())
    }

    @Test func extremaPropagateNaN() {
        let a = Tensor<Double>([1, .nan, 3, -.infinity])
        let b = Tensor<Double>([.nan, 2, 1, 5])
        #expect(minimum(a, b).scalars.map(\.isNaN) == [true, true, false, false])
        #expect(maximum(a, b).scalars[2...] == [3, 5])
        #expect(Tensor<Float>([.nan, 2]).clipped(to: 0 ... 1).scalars[0].isNaN)
    }

    @Test func conversionsTruncateAndCarryDerivatives() {
        #expect(Tensor<Int>(Tensor<Float>([1.9, -1.9, 3])).scalars == [1, -1, 3])
        #expect(Tensor<Float>(Tensor<UInt8>([0, 255])).scalars == [0, 255])
        #expect(Tensor<Double>(Tensor<Bool>([true, false])).scalars == [1, 0])
        let x = Tensor<Float>([1, 2])
        let slope: Tensor<Float> = gradient(at: x) { $0.converted(to: Double.self).squared().sum() }
        #expect(slope == Tensor([2, 4]))
    }

    @Test func integersWrapAround() {
        #expect((Tensor<UInt8>([250]) + Tensor<UInt8>([10])).scalars == [4])
        #expect((Tensor<Int>([3, 4]) * 2 - 1).scalars == [5, 7])
    }

    @Test func largeArraysAreCutWithoutASeam() {
        let count = 200_003
        let x: Tensor<Float> = sample([count], in: -3 ... 3)
        let y: Tensor<Float> = x.exp() + x
        for index in [0, 1, 32_767, 32_768, 65_536, 131_071, 200_002] {
            let value: Float = x.scalars[index]
            #expect(abs(y.scalars[index] - (exp(value) + value)) <= 1e-5 * (1 + exp(value)))
        }
    }
}
