import Differentiation
import Tensors
import TestSupport
import Testing

@Suite struct TensorActivationsTests {
    typealias Function<Scalar: RealScalar> = @Sendable (Tensor<Scalar>) -> Tensor<Scalar>

    /// Every activation of this file, for a type of scalars.
    private static func functions<Scalar: RealScalar>(_ type: Scalar.Type) -> [(
        name: String, function: Function<Scalar>
    )] {
        [
            ("gelu_tanh", { $0.gelu(approximation: .tanh) }), ("mish", { $0.mish() }),
            ("hardswish", { $0.hardswish() }), ("hardsigmoid", { $0.hardsigmoid() }),
            ("leaky_relu", { $0.leakyReLU(negativeSlope: 0.3) }), ("elu", { $0.elu(alpha: 1.5) }),
            ("prelu", { $0.prelu(slope: Tensor([0.25])) }),
        ]
    }

    @Test(arguments: functions(Double.self).indices)
    func functionHasItsDerivativesInEveryLayout(index: Int) {
        let (name, function) = Self.functions(Double.self)[index]
        for shape: Shape in [[], [1], [0], [5], [2, 3], [2, 1, 4], [0, 3]] {
            // No sample is within 0.001 of a kink at −3, 0 or 3.
            for range: ClosedRange<Double> in [-2.9 ... -0.1, 0.1 ... 2.9, -5 ... -3.1, 3.1 ... 5] {
                let found: [String] = problems(of: { function($0[0]) }, at: [sample(shape, in: range)])
                #expect(found == [], "\(name) at \(shape)")
            }
        }
    }

    @Test func preluHasItsDerivativesInEveryLayout() {
        for (shape, slopes): (Shape, Int) in [
            ([3, 4], 4), ([2, 3, 2, 2], 3), ([2, 3, 2], 1), ([5], 1), ([], 1), ([0, 3], 3), ([2, 3, 0], 3),
            ([2, 0], 0),
        ] {
            let signs: [Double] = (0 ..< shape.elementCount).map { $0 % 3 == 0 ? -1 : 1 }
            let input: Tensor<Double> = sample(shape, in: 0.1 ... 2) * Tensor(signs, shape: shape)
            let found: [String] = problems(of: { $0[0].prelu(slope: $0[1]) }, at: [input, sample([slopes])])
            #expect(found == [], "\(shape)")
        }
    }

    @Test func functionsAgreeWithPyTorch() {
        let cases: [ReferenceCase] = referenceCases(in: "activations")
        #expect(cases.count > 14)
        for reference in cases {
            let inputs: [String] = reference.operation == "prelu" ? ["input", "weight"] : ["input"]
            // PyTorch's derivative of hardsigmoid contains 1/6 rounded to a `Float`.
            let tolerance: Double = reference.operation == "hardsigmoid" ? 1e-9 : 1e-14
            let found: [String] = problems(against: reference, inputs: inputs, tolerance: tolerance) { x in
                switch reference.operation {
                case "gelu_tanh": x[0].gelu(approximation: .tanh)
                case "mish": x[0].mish()
                case "hardswish": x[0].hardswish()
                case "hardsigmoid": x[0].hardsigmoid()
                case "leaky_relu": x[0].leakyReLU(negativeSlope: reference.number("slope"))
                case "elu": x[0].elu(alpha: reference.number("alpha"))
                default: x[0].prelu(slope: x[1])
                }
            }
            #expect(found == [])
        }
    }

    /// Every function has a limit at −∞ and at ∞, and so has every derivative. NaN gives NaN. Each position of a vector
    /// is tried, because whole vectors and the rest of an array take different paths.
    private func checkLimits<Scalar: RealScalar>(_ type: Scalar.Type) throws {
        let greatest: Scalar = .greatestFiniteMagnitude
        let limits: [String: (low: Scalar, lowSlope: Scalar, high: Scalar, highSlope: Scalar)] = [
            "gelu_tanh": (0, 0, greatest, 1), "mish": (0, 0, greatest, 1), "hardswish": (0, 0, greatest, 1),
            "hardsigmoid": (0, 0, 1, 0), "leaky_relu": (-greatest * 0.3, 0.3, greatest, 1),
            "elu": (-1.5, 0, greatest, 1),
            "prelu": (-greatest * 0.25, 0.25, greatest, 1),
        ]
        for (name, function) in Self.functions(type) {
            let expected = try #require(limits[name])
            func infinite(_ value: Scalar) -> Scalar { value.magnitude > 2 ? .infinity * value : value }
            for length in [1, 19] {
                for position in 0 ..< length {
                    for (x, value, slope): (Scalar, Scalar, Scalar) in [
                        (-.infinity, infinite(expected.low), expected.lowSlope),
                        (.infinity, infinite(expected.high), expected.highSlope),
                        (-greatest, expected.low, expected.lowSlope), (greatest, expected.high, expected.highSlope),
                        (.nan, .nan, .nan),
                    ] {
                        var input: Tensor<Scalar> = sample([length])
                        input[position] = Tensor(x)
                        let result: Scalar = function(input)[position].scalar
                        let derivative: Tensor<Scalar> = gradient(at: input) { function($0)[position].sum() }
                        let bits: Bool = result == value || (result.isNaN && value.isNaN)
                        #expect(bits, "\(name)(\(x)) = \(result)")
                        let found: Scalar = derivative[position].scalar
                        #expect(found == slope || (found.isNaN && slope.isNaN), "\(name)′(\(x)) = \(found)")
                        let second: Tensor<Scalar> = gradient(at: input) { input in
                            gradient(at: input) { function($0)[position].sum() }.sum()
                        }
                        let bend: Scalar = second[position].scalar
                        #expect(x.isNaN ? bend.isNaN : bend == 0, "\(name)″(\(x)) = \(bend)")
                    }
                }
            }
        }
    }

    @Test func limitsAtTheInfinities() throws {
        try checkLimits(Float.self)
        try checkLimits(Double.self)
    }

    /// Where the results in `Float` are not tiny, their relative errors, against the same function in `Double`, are a
    /// few units in the last place.
    @Test func floatsAreAccurate() {
        let x: Tensor<Float> = Tensor((-30_000 ... 30_000).map { Float($0) * 1e-3 })
        for (single, double) in zip(Self.functions(Float.self), Self.functions(Double.self)) {
            let (value, exact): (Tensor<Float>, Tensor<Double>) = (
                single.function(x), double.function(Tensor<Double>(x))
            )
            let slopes: Tensor<Float> = gradient(at: x) { single.function($0).sum() }
            let exactSlopes: Tensor<Double> = gradient(at: Tensor<Double>(x)) { double.function($0).sum() }
            // Of GELU's approximation the exponent in the sigmoid has a rounding error of |x|³ / 14 units.
            let bound: Double = single.name == "gelu_tanh" ? 400 : 6
            let (found, expected, slope): ([Float], [Double], [Float]) = (value.scalars, exact.scalars, slopes.scalars)
            let (inputs, expectedSlope): ([Float], [Double]) = (x.scalars, exactSlopes.scalars)
            var worst: (value: Double, slope: Double) = (0, 0)
            for index in inputs.indices where inputs[index] > -9 {
                let scale: Double = abs(expected[index]) * 0x1p-24
                let error: Double = abs(Double(found[index]) - expected[index])
                if error > 0 { worst.value = max(worst.value, error / scale) }
                worst.slope = max(worst.slope, abs(Double(slope[index]) - expectedSlope[index]))
            }
            #expect(worst.value <= bound && worst.slope <= 2e-6, "\(single.name): \(worst)")
        }
    }

    @Test func theExactFormIsTheDefault() {
        let x: Tensor<Double> = sample([40], in: -5 ... 5)
        #expect(x.gelu(approximation: .none) == x.gelu())
        let distance: Tensor<Double> = (x.gelu(approximation: .tanh) - x.gelu()).abs()
        #expect(distance.max().scalar > 1e-5 && distance.max().scalar < 5e-4)
    }

    @Test func bitsDoNotDependOnTheThreads() {
        let x: Tensor<Float> = sample([3, 40_000], in: -6 ... 6)
        let threads: Int = Parallelism.threadCount
        defer { Parallelism.threadCount = threads }
        for (name, function) in Self.functions(Float.self) {
            Parallelism.threadCount = 1
            let (value, slopes): (Tensor<Float>, Tensor<Float>) = (function(x), gradient(at: x) { function($0).sum() })
            for count in [2, 5] {
                Parallelism.threadCount = count
                #expect(function(x) == value, "\(name)")
                #expect(gradient(at: x) { function($0).sum() } == slopes, "\(name)")
            }
        }
    }

    @Test func slopesThatDoNotFitTrap() async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            _ = Tensor<Float>(zeros: [2, 3, 4]).prelu(slope: Tensor(zeros: [4]))
        }
        let sentence: String = text(result?.standardErrorContent)
        #expect(sentence.contains("prelu: slope [4] is neither [1] nor fits the channels of [2, 3, 4]"))
    }
}
