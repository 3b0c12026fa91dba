import Differentiation
import Tensors
import TestSupport
import Testing

/// GELU and SiLU have the limits 0 and ∞ at −∞ and ∞, and their derivatives have the limits 0 and 1.
@Suite struct TensorSmoothRectifiersTests {
    private static let lengths: [Int] = [1, 3, 16, 37]

    private func composedGELU<Scalar: RealScalar>(_ x: Tensor<Scalar>) -> Tensor<Scalar> {
        let half: Tensor<Scalar> = (x * Scalar(0.5.squareRoot())).erf() + 1
        return x * half * 0.5
    }

    /// Checks the limits for each position of the infinities in vectors of several lengths, because whole vectors and
    /// the rest of an array take different paths.
    private func checkLimits<Scalar: RealScalar>(_ function: (Tensor<Scalar>) -> Tensor<Scalar>, _ name: String) {
        for length in Self.lengths {
            for position in 0 ..< length {
                for (infinity, value, slope): (Scalar, Scalar, Scalar) in [
                    (-.infinity, 0, 0), (.infinity, .infinity, 1),
                    (-.greatestFiniteMagnitude, 0, 0), (.greatestFiniteMagnitude, .greatestFiniteMagnitude, 1),
                ] {
                    var x: Tensor<Scalar> = sample([length])
                    x[position] = Tensor(infinity)
                    let result: Scalar = function(x)[position].scalar
                    #expect(result == value && (value != 0 || result.sign == .minus), "\(name): \(result)")
                    let derivative: Tensor<Scalar> = gradient(at: x) { (function($0) * 3)[position].sum() }
                    #expect(derivative[position].scalar == 3 * slope, "\(name): \(derivative)")
                    #expect((derivative .!= 0).countTrue() == (slope == 0 ? 0 : 1), "\(name): \(derivative)")
                }
            }
        }
        #expect(function(Tensor<Scalar>([.nan])).scalars[0].isNaN)
        let atNaN: Tensor<Scalar> = gradient(at: Tensor<Scalar>([.nan])) { function($0).sum() }
        #expect(atNaN.scalars[0].isNaN)
    }

    @Test func limitsAtTheInfinities() {
        checkLimits({ (x: Tensor<Float>) in x.gelu() }, "gelu")
        checkLimits({ (x: Tensor<Double>) in x.gelu() }, "gelu")
        checkLimits({ (x: Tensor<Float>) in x.silu() }, "silu")
        checkLimits({ (x: Tensor<Double>) in x.silu() }, "silu")
    }

    @Test func secondDerivativesVanishAtTheInfinities() {
        let x = Tensor<Double>([-.infinity, .infinity, -1e300, 1e300])
        let functions: [(Tensor<Double>) -> Tensor<Double>] = [{ $0.gelu() }, { $0.silu() }]
        for function in functions {
            let second: Tensor<Double> = gradient(at: x) { x in gradient(at: x) { function($0).sum() }.sum() }
            #expect(second == Tensor(zeros: [4]))
        }
    }

    /// In double precision, the bits are those of the formulas written with `erf` and `sigmoid`, and so are the bits of
    /// the derivatives.
    @Test func bitsAreThoseOfTheFormulas() {
        for length in Self.lengths + [2000] {
            for bound: Double in [1, 8, 60, 700] {
                let x: Tensor<Double> = sample([length], in: -bound ... bound)
                let cotangent: Tensor<Double> = sample([length], in: -2 ... 2, seed: 5)
                #expect(x.gelu().scalars == composedGELU(x).scalars)
                #expect(x.silu().scalars == (x * x.sigmoid()).scalars)
                let gelu: [Tensor<Double>] = [{ $0.gelu() }, composedGELU].map { function in
                    gradient(at: x) { (function($0) * cotangent).sum() }
                }
                #expect(gelu[0].scalars == gelu[1].scalars)
                let silu: [Tensor<Double>] = [{ $0.silu() }, { $0 * $0.sigmoid() }].map { function in
                    gradient(at: x) { (function($0) * cotangent).sum() }
                }
                #expect(silu[0].scalars == silu[1].scalars)
            }
        }
    }

    /// Returns the greatest error of `found`, relative to the greater of |`exact`| and `floor`.
    private func error(_ found: Tensor<Float>, _ exact: Tensor<Double>, floor: Double) -> Double {
        ((Tensor<Double>(found) - exact).abs() / exact.abs().clipped(to: floor ... .infinity)).max().scalar
    }

    /// In single precision, functions and derivatives have small relative errors, GELU also where its factor Φ(x) is
    /// small. The error of e^(−x²/2) grows with x². The derivatives have zeros, near which only the absolute error is
    /// small.
    @Test func singlePrecisionIsAccurate() {
        for bound: Float in [1, 4, 9, 80] {
            let x: Tensor<Float> = sample([4001], in: -bound ... bound)
            let wide = Tensor<Double>(x)
            let gelu: Tensor<Double> = wide * erfc(wide * -0.5.squareRoot()) / 2
            #expect(error(x.gelu(), gelu, floor: 1e-18) < (bound <= 4 ? 7e-7 : 5e-6), "\(bound)")
            #expect(error(x.silu(), wide.silu(), floor: 1e-35) < 6e-7, "\(bound)")
            let functions: [((Tensor<Float>) -> Tensor<Float>, (Tensor<Double>) -> Tensor<Double>)] = [
                ({ $0.gelu() }, { $0.gelu() }), ({ $0.silu() }, { $0.silu() }),
            ]
            for (narrow, exact) in functions {
                let found: Tensor<Float> = gradient(at: x) { narrow($0).sum() }
                let expected: Tensor<Double> = gradient(at: wide) { exact($0).sum() }
                #expect(error(found, expected, floor: 1) < 1e-6, "\(bound)")
            }
        }
    }
}
