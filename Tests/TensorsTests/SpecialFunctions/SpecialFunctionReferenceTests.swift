import Foundation
import Tensors
import TestSupport
import Testing

/// The special functions agree with mpmath's values in `special_functions.json`. The bounds of the errors are those in
/// the doc comments of the functions. Errors are in units in the last place (ulp).
@Suite struct SpecialFunctionReferenceTests {
    /// A function's arguments and values. `arguments[i][k]` is argument i of value k.
    private struct Case: Decodable, Sendable {
        let function: String
        let arguments: [[Double]]
        let values: [Double]
    }

    typealias Function<Scalar: RealScalar> = ([Tensor<Scalar>]) -> Tensor<Scalar>

    /// The greatest allowed error of a function: `ulps`, in ulp of the value, or the absolute error that `absolute`
    /// returns for the value and the arguments, if this error is greater. `absolute` is 0 for most functions; it allows
    /// for the zeros of a function.
    struct Bound {
        let ulps: Double
        var absolute: (_ value: Double, _ arguments: [Double]) -> Double = { _, _ in 0 }
    }

    static func functions<Scalar: RealScalar>(
        _: Scalar.Type
    ) -> [String: (bound: Bound, function: Function<Scalar>)] {
        [
            "erfc": (Bound(ulps: 5), { erfc($0[0]) }), "erfcx": (Bound(ulps: 5), { erfcx($0[0]) }),
            "inverseErf": (Bound(ulps: 5), { inverseErf($0[0]) }),
            "inverseErfc": (Bound(ulps: 5), { inverseErfc($0[0]) }),
            "normalCDF": (Bound(ulps: 5), { normalCDF($0[0]) }),
            "logNormalCDF": (Bound(ulps: 5), { logNormalCDF($0[0]) }),
            "inverseNormalCDF": (Bound(ulps: 5), { inverseNormalCDF($0[0]) }),
            "gamma": (Bound(ulps: 5), { gamma($0[0]) }), "logGamma": (Bound(ulps: 4), { logGamma($0[0]) }),
            "digamma": (Bound(ulps: 5), { digamma($0[0]) }),
            "logGammaRatio": (
                Bound(ulps: 0, absolute: { 2e-15 * max(abs($0), abs($1[0] - $1[1])) }), { logGammaRatio($0[0], $0[1]) }
            ),
            "logBeta": (
                Bound(ulps: 0, absolute: { value, _ in 8e-16 * max(1, abs(value)) }), { logBeta($0[0], $0[1]) }
            ),
            "regularizedGammaP": (Bound(ulps: 20), { regularizedGammaP($0[0], $0[1]) }),
            "regularizedGammaQ": (Bound(ulps: 20), { regularizedGammaQ($0[0], $0[1]) }),
            "regularizedBeta": (Bound(ulps: 40), { regularizedBeta($0[0], $0[1], $0[2]) }),
            "regularizedBetaComplement": (Bound(ulps: 40), { regularizedBetaComplement($0[0], $0[1], $0[2]) }),
            "besselI0": (Bound(ulps: 5), { besselI0($0[0]) }), "besselI1": (Bound(ulps: 5), { besselI1($0[0]) }),
            "besselI0e": (Bound(ulps: 5), { besselI0e($0[0]) }), "besselI1e": (Bound(ulps: 5), { besselI1e($0[0]) }),
            "zeta": (Bound(ulps: 30), { zeta($0[0]) }), "hurwitzZeta": (Bound(ulps: 8), { hurwitzZeta($0[0], $0[1]) }),
            "polygamma": (
                Bound(ulps: 8),
                { arguments in
                    let values: [Scalar] = zip(arguments[0].scalars, arguments[1].scalars).map { order, x in
                        polygamma(Int(order), Tensor(x)).scalar
                    }
                    return Tensor(values)
                }
            ),
        ]
    }

    private static let cases: [Case] = referenceCases(in: "special_functions")

    /// Returns |actual − expected| in ulp of the expected value. The result is 0 if the numbers are equal or both are
    /// NaN, and ∞ if exactly one of the numbers is not finite.
    static func ulps(_ actual: Double, _ expected: Double) -> Double {
        if actual == expected || (actual.isNaN && expected.isNaN) { return 0 }
        let distance: Double = abs(actual - expected) / expected.ulp
        return distance.isNaN ? .infinity : distance
    }

    /// The results in `Double` are within the bounds of the functions. The test allows half an ulp more, because the
    /// expected values are rounded to `Double`.
    @Test func doublesAreWithinTheirBounds() {
        let functions = Self.functions(Double.self)
        var found: Set<String> = []
        for reference in Self.cases {
            guard let (bound, function) = functions[reference.function] else { continue }
            found.insert(reference.function)
            let actual: [Double] = function(reference.arguments.map { Tensor($0) }).scalars
            for (index, expected) in reference.values.enumerated() {
                let arguments: [Double] = reference.arguments.map { $0[index] }
                let isNear: Bool = abs(actual[index] - expected) <= bound.absolute(expected, arguments)
                #expect(
                    isNear || Self.ulps(actual[index], expected) <= bound.ulps + 0.5,
                    "\(reference.function)\(arguments) is \(actual[index]) instead of \(expected)")
            }
        }
        #expect(found == Set(functions.keys))
    }

    /// A result in `Float` is computed in `Double` and rounded once, so its error is at most 0.6 ulp. Near a zero of
    /// the function, the absolute error of the bound is added.
    @Test func floatsAreRoundedOnce() {
        let functions = Self.functions(Float.self)
        for reference in Self.cases {
            guard let (bound, function) = functions[reference.function] else { continue }
            let indices: [Int] = reference.values.indices.filter { index in
                reference.arguments.allSatisfy { Double(Float($0[index])) == $0[index] }
            }
            #expect(indices.count > 5, "\(reference.function)")
            let arguments: [Tensor<Float>] = reference.arguments.map { column in
                Tensor(indices.map { Float(column[$0]) })
            }
            for (index, actual) in zip(indices, function(arguments).scalars) {
                let expected: Double = reference.values[index], rounded = Float(expected)
                let row: [Double] = reference.arguments.map { $0[index] }
                if rounded.isInfinite { #expect(actual == rounded, "\(reference.function)\(row)") }
                guard rounded.isFinite else { continue }
                let distance: Double = abs(Double(actual) - expected)
                #expect(
                    distance <= 0.6 * Double(rounded.ulp) + bound.absolute(expected, row),
                    "\(reference.function)\(row) is \(actual) instead of \(expected)")
            }
        }
    }

    /// The derivatives with respect to shape parameters, and with respect to the exponent of the zeta functions, have
    /// an error of at most 100 ulp.
    @Test func shapeDerivativesAreWithinTheirBounds() {
        let derivatives: [String: (Int, Function<Double>)] = [
            "gammaShapeDerivative": (0, { regularizedGammaP($0[0], $0[1]) }),
            "betaDerivativeA": (1, { regularizedBeta($0[0], $0[1], $0[2]) }),
            "betaDerivativeB": (2, { regularizedBeta($0[0], $0[1], $0[2]) }), "zetaDerivative": (0, { zeta($0[0]) }),
            "hurwitzZetaDerivative": (0, { hurwitzZeta($0[0], $0[1]) }),
        ]
        var count = 0
        for reference in Self.cases {
            guard let (position, function) = derivatives[reference.function] else { continue }
            count += 1
            let inputs: [Tensor<Double>] = reference.arguments.map { Tensor($0) }
            let actual: Tensor<Double> = gradientOf(function, inputs, Tensor(ones: inputs[0].shape))[position]
            for (index, (actual, expected)) in zip(actual.scalars, reference.values).enumerated() {
                let row: [Double] = reference.arguments.map { $0[index] }
                #expect(
                    Self.ulps(actual, expected) <= 100,
                    "\(reference.function)\(row) is \(actual) instead of \(expected)")
            }
        }
        #expect(count == derivatives.count)
    }
}
