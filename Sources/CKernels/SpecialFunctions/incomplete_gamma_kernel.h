// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x). incomplete_gamma.c includes this file
// twice: for numbers, and for numbers with the derivative with respect to a. The macros of number.h define the type of
// the numbers.
//
// Sources: N. M. Temme, "The asymptotic expansion of the incomplete gamma functions", SIAM J. Math. Anal. 10 (1979)
// 757–766; A. R. DiDonato and A. H. Morris, "Computation of the incomplete gamma function ratios and their inverse",
// ACM TOMS 12 (1986) 377–393.

#include "gamma_kernel.h"

#define LOCAL static __attribute__((unused))

typedef struct {
    NUMBER lower, upper;
} NAME(tails);

// Returns x^a e^(−x) / Γ(a + 1).
LOCAL NUMBER NAME(power)(NUMBER a, double x) {
    if (VALUE(a) >= 100 || x > 500) {
        if (VALUE(a) < 8 && x > 2000)
            return 0;
        if (VALUE(a) < 8)
            return QUOTIENT(NAME(pow)(x, a) * exp(-0.5 * x) * exp(-0.5 * x), NAME(gamma_1p)(a));
        NUMBER factor = NAME(exp_of_deviance)(a, x) * NAME(exp)(-NAME(stirling)(a));
        return QUOTIENT(factor, NAME(sqrt)(6.283185307179586476925286766559 * a));
    }
    // For a < 100 and x ≤ 500 no factor overflows.
    double half = exp(-0.5 * x);
    return QUOTIENT(NAME(pow)(x, a) * half * half, NAME(gamma_1p)(a));
}

// Returns P(a, x) by the power series, whose terms are positive.
LOCAL NUMBER NAME(lower_series)(NUMBER a, double x) {
    NUMBER term = 1, sum = 1, n = a;
    for (int i = 0; i < 2000; i++) {
        n += 1;
        term = QUOTIENT(term * x, n);
        sum += term;
        if (IS_SMALL(term, sum))
            break;
    }
    return NAME(power)(a, x) * sum;
}

// Returns Q(a, x) for x > 1 and x ≥ a by a continued fraction. Steed's method evaluates the fraction as a sum whose
// late terms are small.
LOCAL NUMBER NAME(upper_fraction)(NUMBER a, double x) {
    NUMBER b = x + 1 - a, d = QUOTIENT(1, b), term = d, value = d;
    for (int i = 1; i < 2000; i++) {
        NUMBER numerator = i * (i - a), before = d;
        b += 2;
        d = QUOTIENT(1, b - numerator * d);
        term *= numerator * before * d;
        value += term;
        if (IS_SMALL(term, value))
            break;
    }
    return a * NAME(power)(a, x) * value;
}

// Returns Q(a, x) = a Γ(a, x) / Γ(1 + a) for a < 1 and x ≤ 1.1, without cancellation where Q is small. With a sum over
// k ≥ 1, a Γ(a, x) is Γ(1 + a) − 1 − (x^a − 1) − a x^a Σ (−x)^k / (k! (a + k)).
LOCAL NUMBER NAME(upper_of_small)(NUMBER a, double x) {
    NUMBER gamma_less_1 = NAME(expm1)(NAME(log_gamma_1p)(a)), power_less_1 = NAME(expm1)(a * log(x));
    NUMBER sum = 0;
    double term = 1;
    for (int k = 1; k < 60; k++) {
        term *= -x / k;
        NUMBER part = QUOTIENT(term, a + k);
        sum += part;
        if (IS_SMALL(part, sum))
            break;
    }
    return QUOTIENT(gamma_less_1 - power_less_1 - a * (1 + power_less_1) * sum, 1 + gamma_less_1);
}

// Returns erfcx(x) = e^(x²) erfc(x) for x ≥ 0.
LOCAL NUMBER NAME(scaled_erfc)(NUMBER x) {
    double value = synann_special_1(SYNANN_ERFCX, VALUE(x));
    return CHAIN(x, value, 2 * VALUE(x) * value - 1.1283791670955125738961589);
}

// Returns P(a, x) and Q(a, x) for a ≥ 20 and |x − a| < 0.4 a by Temme's expansion, which is uniform in x/a.
LOCAL NAME(tails) NAME(uniform)(NUMBER a, double x) {
    NUMBER mu = QUOTIENT(x - a, a), ratio = NAME(deviance_ratio)(mu), eta = mu * NAME(sqrt)(2 * ratio);
    NUMBER half_density = NAME(exp_of_deviance)(a, x);
    NUMBER inverse = QUOTIENT(1, a), sum = 0;
    // For a large a, fewer orders suffice: the omitted terms are below 2^−56.
    const int order = VALUE(a) < 100 ? TEMME_ORDER : VALUE(a) < 2000 ? 8 : VALUE(a) < 1e5 ? 5 : 4;
    for (int k = order - 1; k >= 0; k--)
        sum = sum * inverse + NAME(horner)(TEMME + TEMME_LENGTH * k, TEMME_COUNTS[k], eta);
    NUMBER correction = QUOTIENT(half_density * sum, NAME(sqrt)(6.283185307179586476925286766559 * a));
    NUMBER z = eta * NAME(sqrt)(0.5 * a);
    NAME(tails) result;
    if (VALUE(z) >= 0) {
        result.upper = 0.5 * half_density * NAME(scaled_erfc)(z) + correction;
        result.lower = 1 - result.upper;
    } else {
        result.lower = 0.5 * half_density * NAME(scaled_erfc)(-z) - correction;
        result.upper = 1 - result.lower;
    }
    return result;
}

// Returns P(a, x) and Q(a, x) for 0 < x < ∞ and 0 < a < ∞.
LOCAL NAME(tails) NAME(both)(NUMBER a, double x) {
    double shape = VALUE(a);
    if (shape >= 20 && fabs(x - shape) < 0.4 * shape)
        return NAME(uniform)(a, x);
    NAME(tails) result;
    if (x <= 1.1 && shape < 1) {
        result.upper = NAME(upper_of_small)(a, x);
        // If Q < ½, P is 1 − Q. Otherwise P may be small, and the power series has a small relative error.
        result.lower = VALUE(result.upper) < 0.5 ? 1 - result.upper : NAME(lower_series)(a, x);
    } else if (x <= 1.1 || x <= shape) {
        result.lower = NAME(lower_series)(a, x);
        result.upper = 1 - result.lower;
    } else {
        result.upper = NAME(upper_fraction)(a, x);
        result.lower = 1 - result.upper;
    }
    return result;
}

#undef LOCAL
