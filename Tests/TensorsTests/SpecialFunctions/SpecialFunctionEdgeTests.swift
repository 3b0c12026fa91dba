import Tensors
import TestSupport
import Testing

/// The special functions have the documented values at 0, at infinities, at NaN, at poles, and outside of their
/// domains.
@Suite struct SpecialFunctionEdgeTests {
    private let infinity: Double = .infinity
    private let nan: Double = .nan

    private func check(
        _ name: String, _ function: (Tensor<Double>) -> Tensor<Double>, _ expected: [(x: Double, value: Double)]
    ) {
        let values: [Double] = function(Tensor(expected.map(\.x))).scalars
        for (value, (x, wanted)) in zip(values, expected) {
            let isSame: Bool = value == wanted ? value.sign == wanted.sign || value != 0 : value.isNaN && wanted.isNaN
            #expect(isSame, "\(name)(\(x)) is \(value) instead of \(wanted)")
        }
    }

    @Test func errorFunctions() {
        check("erfc", { erfc($0) }, [(0, 1), (-0.0, 1), (infinity, 0), (-infinity, 2), (nan, nan), (28, 0), (-6, 2)])
        check("erfcx", { erfcx($0) }, [(0, 1), (infinity, 0), (-infinity, infinity), (nan, nan), (-27, infinity)])
        check(
            "inverseErf", { inverseErf($0) },
            [(0, 0), (-0.0, -0.0), (1, infinity), (-1, -infinity), (1.01, nan), (-1.01, nan), (nan, nan)])
        check(
            "inverseErfc", { inverseErfc($0) },
            [(1, 0), (0, infinity), (2, -infinity), (-0.01, nan), (2.01, nan), (nan, nan), (infinity, nan)])
        check("normalCDF", { normalCDF($0) }, [(0, 0.5), (infinity, 1), (-infinity, 0), (nan, nan), (-40, 0)])
        check("logNormalCDF", { logNormalCDF($0) }, [(infinity, -0.0), (-infinity, -infinity), (nan, nan)])
        check(
            "inverseNormalCDF", { inverseNormalCDF($0) },
            [(0.5, 0), (0, -infinity), (1, infinity), (-0.01, nan), (1.01, nan), (nan, nan)])
        // An argument and a result that are subnormal: `inverseErfc` of the least positive number, and the normal
        // distribution function at −38.
        #expect(relativeError(inverseErfc(Tensor(5e-324)).scalar, 27.213293210812949) < 1e-14)
        #expect(normalCDF(Tensor<Double>(-38)).scalar == 2.885428360068786e-316)
    }

    @Test func gammaFunctions() {
        check(
            "gamma", { gamma($0) },
            [
                (0, infinity), (-0.0, -infinity), (-1, nan), (-171, nan), (infinity, infinity), (-infinity, nan),
                (nan, nan),
                (1, 1), (2, 1), (5, 24), (172, infinity), (-200.5, -0.0),
            ])
        check(
            "logGamma", { logGamma($0) },
            [
                (0, infinity), (-0.0, infinity), (-3, infinity), (1, 0), (2, 0), (infinity, infinity),
                (-infinity, infinity), (nan, nan),
            ].map { ($0.0, $0.1) })
        check(
            "digamma", { digamma($0) },
            [(0, -infinity), (-0.0, infinity), (-2, nan), (infinity, infinity), (-infinity, nan), (nan, nan)])
        check("trigamma", { trigamma($0) }, [(0, infinity), (-2, infinity), (infinity, 0), (nan, nan)])
        check("polygamma", { polygamma(2, $0) }, [(0, -infinity), (infinity, -0.0), (nan, nan)])
        check("logBeta", { logBeta($0, Tensor(2)) }, [(0, infinity), (infinity, -infinity), (nan, nan)])
        check(
            "logGammaRatio", { logGammaRatio($0, Tensor(2)) },
            [(2, 0), (0, infinity), (infinity, infinity), (nan, nan)])
    }

    @Test func incompleteFunctions() {
        let (one, zero, far) = (Tensor<Double>(1), Tensor<Double>(0), Tensor<Double>(.infinity))
        check("P(1, x)", { regularizedGammaP(one, $0) }, [(0, 0), (infinity, 1), (-1, nan), (nan, nan)])
        check("P(a, 1)", { regularizedGammaP($0, one) }, [(0, 1), (infinity, 0), (-1, nan), (nan, nan)])
        check("P(0, x)", { regularizedGammaP(zero, $0) }, [(0, nan), (1, 1), (infinity, 1)])
        check("P(∞, x)", { regularizedGammaP(far, $0) }, [(0, 0), (1, 0), (infinity, nan)])
        check("Q(1, x)", { regularizedGammaQ(one, $0) }, [(0, 1), (infinity, 0), (-1, nan), (nan, nan)])
        check(
            "P⁻¹(1, p)", { inverseRegularizedGammaP(one, $0) },
            [(0, 0), (1, infinity), (-0.1, nan), (1.1, nan), (nan, nan)])
        check("Q⁻¹(1, q)", { inverseRegularizedGammaQ(one, $0) }, [(0, infinity), (1, 0), (-0.1, nan), (1.1, nan)])
        check("P⁻¹(a, ½)", { inverseRegularizedGammaP($0, Tensor(0.5)) }, [(0, 0), (-1, nan), (infinity, nan)])
        check(
            "I_x(1, 2)", { regularizedBeta($0, one, one + 1) }, [(0, 0), (1, 1), (-0.1, nan), (1.1, nan), (nan, nan)])
        check(
            "I_½(a, 1)", { regularizedBeta(Tensor(0.5), $0, one) },
            [(0, 1), (infinity, 0), (-1, nan), (nan, nan), (1, 0.5)])
        check("I_½(0, b)", { regularizedBeta(Tensor(0.5), zero, $0) }, [(0, nan), (1, 1), (infinity, 1)])
        check("I_½(1, b)", { regularizedBeta(Tensor(0.5), one, $0) }, [(0, 0), (infinity, 1), (1, 0.5)])
        check("1 − I", { regularizedBetaComplement($0, one, one) }, [(0, 1), (1, 0), (0.25, 0.75), (2, nan)])
        check(
            "I⁻¹", { inverseRegularizedBeta($0, one, one + 2) }, [(0, 0), (1, 1), (-0.1, nan), (1.1, nan), (nan, nan)])
        check("I⁻¹ of a", { inverseRegularizedBeta(Tensor(0.5), $0, one) }, [(0, nan), (-1, nan), (infinity, nan)])
    }

    @Test func otherFunctions() {
        check(
            "besselI0", { besselI0($0) },
            [(0, 1), (infinity, infinity), (-infinity, infinity), (nan, nan), (720, infinity)])
        check("besselI1", { besselI1($0) }, [(0, 0), (-0.0, -0.0), (infinity, infinity), (-infinity, -infinity)])
        check("besselI0e", { besselI0e($0) }, [(0, 1), (infinity, 0), (-infinity, 0), (nan, nan)])
        check("besselI1e", { besselI1e($0) }, [(0, 0), (-0.0, -0.0), (infinity, 0), (-infinity, -0.0), (nan, nan)])
        check("zeta", { zeta($0) }, [(1, infinity), (-2, 0), (-20, 0), (infinity, 1), (-infinity, nan), (nan, nan)])
        #expect(relativeError(zeta(Tensor<Double>(0)).scalar, -0.5) < 1e-15)
        check(
            "hurwitzZeta(2, q)", { hurwitzZeta(Tensor(2), $0) },
            [(0, infinity), (-3, infinity), (infinity, 0), (nan, nan)])
        check("hurwitzZeta(s, −½)", { hurwitzZeta($0, Tensor(-0.5)) }, [(2.5, nan), (1, infinity), (0.5, nan)])
        check("xlogy(0, y)", { xlogy(Tensor(0), $0) }, [(0, 0), (-1, 0), (infinity, 0), (nan, nan)])
        check("xlog1py(0, y)", { xlog1py(Tensor(0), $0) }, [(-1, 0), (-2, 0), (infinity, 0), (nan, nan)])
        check("xlogy(1, y)", { xlogy(Tensor(1), $0) }, [(0, -infinity), (-1, nan), (infinity, infinity)])
        check("entr", { entr($0) }, [(0, 0), (-1, -infinity), (1, 0), (infinity, -infinity), (nan, nan)])
    }

    /// For shape parameters from 1e-280 to 1e300, the lower and the upper tail are not negative, and their sum is 1.
    @Test func extremeShapesGiveProbabilities() {
        let shapes: [Double] = [1e-280, 1e-100, 1e-10, 0.1, 1, 19, 20, 21, 99, 101, 1e5, 1e8, 1e15, 1e30, 1e100, 1e300]
        let points: [Double] = [1e-320, 1e-300, 1e-20, 0.1, 0.5, 0.9, 1 - 1e-16]
        for a in shapes {
            for b in shapes {
                let p: Double = SpecialFunctions.regularizedGammaP(a, b), q = SpecialFunctions.regularizedGammaQ(a, b)
                #expect(p >= 0 && q >= 0 && abs(p + q - 1) < 2e-15, "P(\(a), \(b))")
                #expect(SpecialFunctions.gammaDensity(a, b) >= 0, "density of (\(a), \(b))")
                for x in points {
                    let lower: Double = SpecialFunctions.regularizedBeta(x, a, b)
                    let upper: Double = SpecialFunctions.regularizedBetaComplement(x, a, b)
                    #expect(lower >= 0 && upper >= 0 && abs(lower + upper - 1) < 4e-15, "I_\(x)(\(a), \(b))")
                }
            }
        }
        // If a shape parameter is too small, the result is NaN.
        #expect(SpecialFunctions.regularizedBeta(0.5, 1e-300, 1).isNaN)
    }

    @Test func mistakesTrap() async {
        await #expect(processExitsWith: .failure) { _ = polygamma(-1, Tensor<Double>(1)) }
        await #expect(processExitsWith: .failure) {
            _ = regularizedGammaP(Tensor<Double>(ones: [2]), Tensor<Double>(ones: [3]))
        }
        await #expect(processExitsWith: .failure) {
            _ = regularizedBeta(Tensor<Double>(0.5), Tensor<Double>(ones: [2]), Tensor<Double>(ones: [3]))
        }
    }
}
