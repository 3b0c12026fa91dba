import CKernels
import Foundation
import Testing

#if arch(x86_64)
typealias Wide = Float80
#else
typealias Wide = Double
#endif

/// The vector functions are within their stated error bounds, in units in the last place (ulp); vector_math.h lists the
/// bounds. The reference is the C library in a wider type: `Double` for `Float`, `Float80` for `Double`. On processors
/// without `Float80`, the reference for `Double` is `Double`, and the bound is 1 ulp greater. The environment variable
/// SYNANN_KERNELS chooses the instruction set.
@Suite struct VectorMathTests {
    struct Function: Sendable, CustomStringConvertible {
        let description: String
        let operation: synann_unary_operation
        let bound: Double
        let double: @Sendable (Double) -> Double
        let wide: @Sendable (Wide) -> Wide
    }

    static let functions: [Function] = [
        Function(description: "exp", operation: SYNANN_EXP, bound: 1, double: { exp($0) }, wide: { exp($0) }),
        Function(description: "expm1", operation: SYNANN_EXPM1, bound: 2, double: { expm1($0) }, wide: { expm1($0) }),
        Function(description: "log", operation: SYNANN_LOG, bound: 1, double: { log($0) }, wide: { log($0) }),
        Function(description: "log1p", operation: SYNANN_LOG1P, bound: 1, double: { log1p($0) }, wide: { log1p($0) }),
        Function(
            description: "log1mexp", operation: SYNANN_LOG1MEXP, bound: 3,
            double: { $0 < 0.6931471805599453 ? log(-expm1(-$0)) : log1p(-exp(-$0)) },
            wide: { $0 < 0.6931471805599453 ? log(-expm1(-$0)) : log1p(-exp(-$0)) }),
        Function(description: "tanh", operation: SYNANN_TANH, bound: 1.5, double: { tanh($0) }, wide: { tanh($0) }),
        Function(
            description: "sigmoid", operation: SYNANN_SIGMOID, bound: 2.5,
            double: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) },
            wide: { $0 < 0 ? exp($0) / (1 + exp($0)) : 1 / (1 + exp(-$0)) }),
        Function(
            description: "softplus", operation: SYNANN_SOFTPLUS, bound: 2,
            double: { max($0, 0) + log1p(exp(-abs($0))) + ($0 - $0) },
            wide: { max($0, 0) + log1p(exp(-abs($0))) + ($0 - $0) }),
        Function(description: "erf", operation: SYNANN_ERF, bound: 2, double: { erf($0) }, wide: { erf($0) }),
        Function(description: "sin", operation: SYNANN_SINE, bound: 2, double: { sin($0) }, wide: { sin($0) }),
        Function(description: "cos", operation: SYNANN_COSINE, bound: 2, double: { cos($0) }, wide: { cos($0) }),
        Function(description: "exp2", operation: SYNANN_EXP2, bound: 1.5, double: { exp2($0) }, wide: { exp2($0) }),
        Function(description: "log2", operation: SYNANN_LOG2, bound: 2, double: { log2($0) }, wide: { log2($0) }),
        Function(description: "log10", operation: SYNANN_LOG10, bound: 2, double: { log10($0) }, wide: { log10($0) }),
        Function(description: "tan", operation: SYNANN_TANGENT, bound: 3, double: { tan($0) }, wide: { tan($0) }),
        Function(description: "asin", operation: SYNANN_ARC_SINE, bound: 2.5, double: { asin($0) }, wide: { asin($0) }),
        Function(description: "acos", operation: SYNANN_ARC_COSINE, bound: 2, double: { acos($0) }, wide: { acos($0) }),
        Function(
            description: "atan", operation: SYNANN_ARC_TANGENT, bound: 2, double: { atan($0) }, wide: { atan($0) }),
        Function(
            description: "sinh", operation: SYNANN_HYPERBOLIC_SINE, bound: 3, double: { sinh($0) }, wide: { sinh($0) }),
        Function(
            description: "cosh", operation: SYNANN_HYPERBOLIC_COSINE, bound: 3, double: { cosh($0) }, wide: { cosh($0) }
        ),
        Function(
            description: "asinh", operation: SYNANN_AREA_SINE, bound: 3, double: { asinh($0) }, wide: { asinh($0) }),
        Function(
            description: "acosh", operation: SYNANN_AREA_COSINE, bound: 3, double: { acosh($0) }, wide: { acosh($0) }),
        Function(
            description: "atanh", operation: SYNANN_AREA_TANGENT, bound: 3, double: { atanh($0) }, wide: { atanh($0) }),
    ]

    @Test(arguments: functions)
    func floatsAreWithinTheBound(function: Function) {
        let x: [Float] =
            Self.samples().map { Float($0) } + Self.bitPatterns().map { Float(bitPattern: UInt32($0 >> 32)) }
        var y = [Float](repeating: 0, count: x.count)
        synann_unary(SYNANN_FLOAT, function.operation, x.count, x, &y)
        let worst: (error: Double, x: Float) = zip(x, y).reduce((0, 0)) { worst, pair in
            let error: Double = Self.error(pair.1, function.double(Double(pair.0)))
            return error > worst.error ? (error, pair.0) : worst
        }
        #expect(worst.error <= function.bound, "at \(worst.x)")
    }

    @Test(arguments: functions)
    func doublesAreWithinTheBound(function: Function) {
        let x: [Double] = Self.samples() + Self.bitPatterns().map { Double(bitPattern: $0) }
        var y = [Double](repeating: 0, count: x.count)
        synann_unary(SYNANN_DOUBLE, function.operation, x.count, x, &y)
        let worst: (error: Double, x: Double) = zip(x, y).reduce((0, 0)) { worst, pair in
            let error: Double = Self.error(pair.1, function.wide(Wide(pair.0)))
            return error > worst.error ? (error, pair.0) : worst
        }
        #expect(worst.error <= function.bound + (Wide.self == Double.self ? 1 : 0), "at \(worst.x)")
    }

    /// At ±0, ±1, infinities, NaN and the smallest subnormal numbers, the kernels agree with the C library within 2
    /// ulp. A result of 0 also has the same sign. The test skips softplus at infinities.
    @Test(arguments: functions)
    func specialValuesAreTheLibrarys(function: Function) {
        let x: [Double] = [
            0, -0.0, .infinity, -.infinity, .nan, -1, 1, .leastNonzeroMagnitude, -.leastNonzeroMagnitude,
        ]
        var y = [Double](repeating: 0, count: x.count)
        synann_unary(SYNANN_DOUBLE, function.operation, x.count, x, &y)
        for (x, y) in zip(x, y) where !(function.description == "softplus" && x.isInfinite) {
            let expected: Double = function.double(x)
            let isSame: Bool = y == expected ? (y != 0 || y.sign == expected.sign) : y.isNaN && expected.isNaN
            #expect(isSame || abs(y - expected) <= 2 * expected.ulp, "\(x) gives \(y)")
        }
    }

    @Test(arguments: functions)
    func resultsDoNotDependOnTheLane(function: Function) {
        let x: [Float] = Self.samples().prefix(257).map { Float($0) }
        var whole = [Float](repeating: 0, count: x.count)
        synann_unary(SYNANN_FLOAT, function.operation, x.count, x, &whole)
        for start in 1 ... 17 {
            var part = [Float](repeating: 0, count: x.count - start)
            synann_unary(SYNANN_FLOAT, function.operation, part.count, Array(x[start...]), &part)
            #expect(part.map(\.bitPattern) == whole[start...].map(\.bitPattern), "from \(start)")
        }
    }

    /// Rounding is exact at halves, and at numbers whose distance to the next `Float` is ½, 1 or 2.
    @Test func roundingsAreExact() {
        var x: [Float] = [0, -0.0, 0.25, -0.25, .infinity, -.infinity]
        for base: Float in [0x1p22, 0x1p23, 0x1p24, 0.5, 1.5, 2.5, 1e30] {
            let near: [Float] = [base, base.nextUp, base.nextUp.nextUp, base.nextDown, base + 1, base - 1, base * 1.5]
            x += near
            x += near.map { -$0 }
        }
        let functions: [(synann_unary_operation, FloatingPointRoundingRule)] = [
            (SYNANN_FLOOR, .down), (SYNANN_CEILING, .up), (SYNANN_ROUND, .toNearestOrEven),
        ]
        for (operation, rule) in functions {
            var y = [Float](repeating: 0, count: x.count)
            synann_unary(SYNANN_FLOAT, operation, x.count, x, &y)
            #expect(y.map(\.bitPattern) == x.map { $0.rounded(rule).bitPattern })
            let (wide, halves): ([Double], [Double]) = (x.map { Double($0) * 0x1p29 }, x.map { Double($0) })
            for x in [wide, halves] {
                var y = [Double](repeating: 0, count: x.count)
                synann_unary(SYNANN_DOUBLE, operation, x.count, x, &y)
                #expect(y.map(\.bitPattern) == x.map { $0.rounded(rule).bitPattern })
            }
        }
    }

    private static func power<Scalar: BinaryFloatingPoint>(
        _ scalar: synann_scalar_type, _ bases: [Scalar], _ exponents: [Scalar], _ result: inout [Scalar]
    ) {
        let count: Int = result.count
        bases.withUnsafeBytes { bases in
            exponents.withUnsafeBytes { exponents in
                result.withUnsafeMutableBytes { result in
                    synann_binary(
                        scalar, SYNANN_POWER, count, synann_strided(data: bases.baseAddress, stride: 1),
                        synann_strided(data: exponents.baseAddress, stride: 1), result.baseAddress)
                }
            }
        }
    }

    @Test func powersAreWithinTheBound() {
        let bases: [Double] = Self.samples().map { abs($0) }
        let exponents: [Double] = Self.samples().reversed().map { $0 / 8 }
        let (x, e): ([Float], [Float]) = (bases.map { Float($0) }, exponents.map { Float($0) })
        var y = [Float](repeating: 0, count: x.count)
        Self.power(SYNANN_FLOAT, x, e, &y)
        for index in x.indices {
            let error: Double = Self.error(y[index], pow(Double(x[index]), Double(e[index])))
            if error > 1 { Issue.record("\(x[index]) to the power of \(e[index]) is \(y[index]), \(error) units off") }
        }
    }

    /// The exponents are such that the results have every size, from subnormal numbers to infinity, and such that bases
    /// near 1 have large exponents.
    @Test func doublePowersAreWithinTheBound() {
        let samples: [Double] = Self.samples()
        let plain: [Double] = samples.map { abs($0) }
        let patterns: [Double] = Self.bitPatterns().map { Double(bitPattern: $0 & 0x7fff_ffff_ffff_ffff) }
        let near: [Double] = (0 ..< 4000).map { 1 + (Double($0) - 2000.5) * 1e-7 }
        let bases: [Double] = plain + (patterns + near + plain).filter { $0 > 0 && $0.isFinite }
        let exponents: [Double] = bases.enumerated().map { index, base in
            let fraction: Double = (Double(index) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
            let wanted: Double = 1500 * fraction - 760
            return index < plain.count || base == 1 ? samples[index % plain.count] / 8 : wanted / log(base)
        }
        var y = [Double](repeating: 0, count: bases.count)
        Self.power(SYNANN_DOUBLE, bases, exponents, &y)
        let bound: Double = Wide.self == Double.self ? 2 : 1
        for index in bases.indices {
            let error: Double = Self.error(y[index], pow(Wide(bases[index]), Wide(exponents[index])))
            if !(error <= bound) {
                Issue.record("\(bases[index]) to the power of \(exponents[index]) is \(y[index]), \(error) units off")
            }
        }
    }

    @Test func doublePowersOfSpecialValuesAreTheLibrarys() {
        let values: [Double] = [
            0, -0.0, 1, -1, 2, -2, 0.5, -3, 3, .infinity, -.infinity, .nan, 0x1p-1070, 2.5, 1e300, -1e300, 1e-300,
            0x1p53 + 2, 0x1.fffffffffffffp-1,
        ]
        for base in values {
            let bases = [Double](repeating: base, count: values.count)
            var y = [Double](repeating: 0, count: values.count)
            Self.power(SYNANN_DOUBLE, bases, values, &y)
            for (exponent, y) in zip(values, y) {
                let expected: Double = pow(base, exponent)
                let isClose: Bool = y == expected || abs(y - expected) <= expected.ulp
                #expect(isClose || (y.isNaN && expected.isNaN), "\(base) to the power of \(exponent) gives \(y)")
            }
        }
    }

    @Test func powersOfSpecialValuesAreTheLibrarys() {
        let values: [Float] = [0, -0.0, 1, -1, 2, -2, 0.5, -3, 3, .infinity, -.infinity, .nan, 0x1p-133, 2.5, 1e30]
        for base in values {
            let bases = [Float](repeating: base, count: values.count)
            var y = [Float](repeating: 0, count: values.count)
            Self.power(SYNANN_FLOAT, bases, values, &y)
            for (exponent, y) in zip(values, y) {
                let expected = Float(pow(Double(base), Double(exponent)))
                #expect(y == expected || (y.isNaN && expected.isNaN), "\(base) to the power of \(exponent)")
            }
        }
    }

    /// Returns irregular numbers. Many are near 0 and 1, where the kernels change their formula, and some are large
    /// enough to overflow.
    static func samples() -> [Double] {
        let ranges: [Double] = [1e-3, 1, 5, 30, 120, 900, 1e5]
        return ranges.flatMap { range in
            (1 ... 3000).map { index in
                let fraction: Double = (Double(index) * 0.618_033_988_749_894_9).truncatingRemainder(dividingBy: 1)
                return range * (2 * fraction - 1)
            }
        } + (0 ..< 2000).map { 1 + (Double($0) - 1000) * 1e-5 }
    }

    /// Returns bit patterns that are spread evenly over all 64-bit integers. As `Double` they have many exponents, both
    /// signs, subnormal numbers and NaN.
    static func bitPatterns() -> [UInt64] { (1 ... 8000).map { UInt64($0) &* 0x9e37_79b9_7f4a_7c15 } }

    /// Returns |actual − expected| in units in the last place of the expected value. The error is 0 if both numbers are
    /// NaN, and ∞ if only one is NaN.
    private static func error<Scalar: BinaryFloatingPoint, Reference: BinaryFloatingPoint>(
        _ actual: Scalar, _ expected: Reference
    ) -> Double {
        if expected.isNaN || actual.isNaN { return expected.isNaN && actual.isNaN ? 0 : .infinity }
        let rounded = Scalar(expected)
        if actual == rounded {
            return Double(abs(Reference(actual) - expected) / Reference(max(rounded.ulp, .leastNonzeroMagnitude)))
                .finiteOrZero
        }
        // If exactly one of the two numbers overflows, the error is 1 unit if the finite number is the greatest finite
        // number, and ∞ otherwise.
        if !rounded.isFinite {
            return actual.magnitude == .greatestFiniteMagnitude && actual.sign == rounded.sign ? 1 : .infinity
        }
        if !actual.isFinite { return rounded.magnitude == .greatestFiniteMagnitude ? 1 : .infinity }
        return Double(abs(Reference(actual) - expected) / Reference(rounded.ulp))
    }
}

extension Double {
    fileprivate var finiteOrZero: Double { isFinite ? self : 0 }
}
