internal import CKernels

/// The special functions of single numbers. The functions of tensors of the same names state formulas, edge cases and
/// errors.
package enum SpecialFunctions {
    package static func erfc(_ x: Double) -> Double { synann_special_1(SYNANN_ERFC, x) }
    package static func erfcx(_ x: Double) -> Double { synann_special_1(SYNANN_ERFCX, x) }
    package static func inverseErf(_ y: Double) -> Double { synann_special_1(SYNANN_INVERSE_ERF, y) }
    package static func inverseErfc(_ y: Double) -> Double { synann_special_1(SYNANN_INVERSE_ERFC, y) }
    package static func normalCDF(_ x: Double) -> Double { synann_special_1(SYNANN_NORMAL_CDF, x) }
    package static func logNormalCDF(_ x: Double) -> Double { synann_special_1(SYNANN_LOG_NORMAL_CDF, x) }
    package static func inverseNormalCDF(_ p: Double) -> Double { synann_special_1(SYNANN_INVERSE_NORMAL_CDF, p) }

    package static func gamma(_ x: Double) -> Double { synann_special_1(SYNANN_GAMMA, x) }
    package static func logGamma(_ x: Double) -> Double { synann_special_1(SYNANN_LOG_GAMMA, x) }
    package static func digamma(_ x: Double) -> Double { synann_special_1(SYNANN_DIGAMMA, x) }
    package static func trigamma(_ x: Double) -> Double { polygamma(1, x) }
    package static func polygamma(_ n: Int, _ x: Double) -> Double { synann_special_2(SYNANN_POLYGAMMA, Double(n), x) }
    package static func logBeta(_ a: Double, _ b: Double) -> Double { synann_special_2(SYNANN_LOG_BETA, a, b) }
    package static func logGammaRatio(_ a: Double, _ b: Double) -> Double {
        synann_special_2(SYNANN_LOG_GAMMA_RATIO, a, b)
    }

    package static func regularizedGammaP(_ a: Double, _ x: Double) -> Double { synann_special_2(SYNANN_GAMMA_P, a, x) }
    package static func regularizedGammaQ(_ a: Double, _ x: Double) -> Double { synann_special_2(SYNANN_GAMMA_Q, a, x) }
    package static func inverseRegularizedGammaP(_ a: Double, _ p: Double) -> Double {
        synann_special_2(SYNANN_INVERSE_GAMMA_P, a, p)
    }
    package static func inverseRegularizedGammaQ(_ a: Double, _ q: Double) -> Double {
        synann_special_2(SYNANN_INVERSE_GAMMA_Q, a, q)
    }
    package static func gammaDensity(_ a: Double, _ x: Double) -> Double {
        synann_special_2(SYNANN_GAMMA_DENSITY, a, x)
    }

    package static func regularizedBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
        synann_special_3(SYNANN_BETA_I, x, a, b)
    }
    package static func regularizedBetaComplement(_ x: Double, _ a: Double, _ b: Double) -> Double {
        synann_special_3(SYNANN_BETA_COMPLEMENT, x, a, b)
    }
    package static func inverseRegularizedBeta(_ p: Double, _ a: Double, _ b: Double) -> Double {
        synann_special_3(SYNANN_INVERSE_BETA, p, a, b)
    }
    package static func betaDensity(_ x: Double, _ a: Double, _ b: Double) -> Double {
        synann_special_3(SYNANN_BETA_DENSITY, x, a, b)
    }

    package static func besselI0(_ x: Double) -> Double { synann_special_1(SYNANN_BESSEL_I0, x) }
    package static func besselI1(_ x: Double) -> Double { synann_special_1(SYNANN_BESSEL_I1, x) }
    package static func besselI0e(_ x: Double) -> Double { synann_special_1(SYNANN_BESSEL_I0E, x) }
    package static func besselI1e(_ x: Double) -> Double { synann_special_1(SYNANN_BESSEL_I1E, x) }

    package static func zeta(_ s: Double) -> Double { synann_special_1(SYNANN_ZETA, s) }
    package static func hurwitzZeta(_ s: Double, _ q: Double) -> Double { synann_special_2(SYNANN_HURWITZ_ZETA, s, q) }
    package static func xlogy(_ x: Double, _ y: Double) -> Double { synann_special_2(SYNANN_X_LOG_Y, x, y) }
    package static func xlog1py(_ x: Double, _ y: Double) -> Double { synann_special_2(SYNANN_X_LOG1P_Y, x, y) }
}
