import Foundation

/// Returns the quantile Φ⁻¹(p) of the standard normal distribution: the number z for which P(Z ≤ z) = p if Z is a
/// standard normal variable.
///
/// The quantile is −∞ for p = 0, ∞ for p = 1, and NaN for p outside of [0, 1]. The relative error is below 1e-15 if p
/// is not subnormal and z is not near 0. Near p = ½ the quantile is as accurate as p − ½. For a small upper tail q,
/// `−normalQuantile(q)` keeps the digits that `normalQuantile(1 - q)` loses.
///
/// Source: M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", Applied Statistics 37
/// (1988) 477–484, routine PPND16.
public func normalQuantile(_ p: Double) -> Double {
    guard p >= 0 && p <= 1 else { return .nan }
    let q: Double = p - 0.5
    if abs(q) <= 0.425 {
        let r: Double = 0.180625 - q * q
        return q * centre.value(at: r)
    }
    let tail: Double = q < 0 ? p : 1 - p
    if tail == 0 { return q < 0 ? -.infinity : .infinity }
    let r: Double = (-log(tail)).squareRoot()
    let z: Double = r <= 5 ? nearTail.value(at: r - 1.6) : farTail.value(at: r - 5)
    return q < 0 ? -z : z
}

/// A quotient of two polynomials. The coefficients start with the highest power.
private struct RationalFunction {
    let numerator: [Double]
    let denominator: [Double]

    func value(at x: Double) -> Double { horner(numerator, x) / horner(denominator, x) }

    private func horner(_ coefficients: [Double], _ x: Double) -> Double { coefficients.reduce(0) { $0 * x + $1 } }
}

/// The rational function for |p − ½| ≤ 0.425. The variable is 0.425² − (p − ½)², and the quantile is (p − ½) times the
/// value, where p is the probability.
private let centre = RationalFunction(
    numerator: [
        2.5090809287301226727e+3, 3.3430575583588128105e+4, 6.7265770927008700853e+4, 4.5921953931549871457e+4,
        1.3731693765509461125e+4, 1.9715909503065514427e+3, 1.3314166789178437745e+2, 3.3871328727963666080e+0,
    ],
    denominator: [
        5.2264952788528545610e+3, 2.8729085735721942674e+4, 3.9307895800092710610e+4, 2.1213794301586595867e+4,
        5.3941960214247511077e+3, 6.8718700749205790830e+2, 4.2313330701600911252e+1, 1,
    ])

/// The rational function for tails of at least e⁻²⁵, where the tail is min(p, 1 − p). The variable is √(−log tail) −
/// 1.6, and the value is the absolute value of the quantile for the probability p.
private let nearTail = RationalFunction(
    numerator: [
        7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258e+0,
        3.64784832476320460504e+0, 5.76949722146069140550e+0, 4.63033784615654529590e+0, 1.42343711074968357734e+0,
    ],
    denominator: [
        1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1,
        6.89767334985100004550e-1, 1.67638483018380384940e+0, 2.05319162663775882187e+0, 1,
    ])

/// The rational function for tails below e⁻²⁵, where the tail is min(p, 1 − p). The variable is √(−log tail) − 5, and
/// the value is the absolute value of the quantile for the probability p.
private let farTail = RationalFunction(
    numerator: [
        2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2,
        2.96560571828504891230e-1, 1.78482653991729133580e+0, 5.46378491116411436990e+0, 6.65790464350110377720e+0,
    ],
    denominator: [
        2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4,
        1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1,
    ])
