// The gamma function Γ, log |Γ| and the digamma function ψ at numbers that are not positive, log(Γ(a) / Γ(b)), and the
// logarithm of the beta function.

#define WITH_DERIVATIVE 0
#include "gamma_kernel.h"

#define PI 3.141592653589793238462643

// Returns Γ(x). For 0 < x < 8 the recurrence Γ(y + 1) = y Γ(y) moves the argument to [1, 2]. For x ≥ 8 the code uses
// Stirling's series, and for x < 0 the reflection Γ(x) Γ(−x) = −π / (x sin π x).
double synann_gamma(double x) {
    if (x >= 8) {
        if (x > 171.7)
            return INFINITY;
        // x^(x − ½) may overflow although Γ(x) does not, so the code multiplies by x^(x/2 − ¼) twice.
        double half = pow(x, 0.5 * x - 0.25), inverse = 1 / x;
        double series = POLYNOMIAL(STIRLING, inverse * inverse) * inverse;
        return half * (2.50662827463100050241576528481 * exp(-x) * half) * exp(series);
    }
    if (x > 0x1p-900) {
        double y = x, product = 1;
        for (; y > 2; product *= y)
            y -= 1;
        if (y < 1)
            return POLYNOMIAL(GAMMA, 2 * y - 1) / y;
        return product * POLYNOMIAL(GAMMA, 2 * y - 3);
    }
    // The C library computes Γ at numbers near 0, NaN and negative integers, and for x < −160, where Γ(x) may be
    // subnormal.
    double rest = x - nearbyint(x);
    if (!(x < 0) || x < -160 || rest == 0 || x > -0x1p-900)
        return tgamma(x);
    double sine = (fmod(x - rest, 2) == 0 ? 1 : -1) * sin(PI * rest);
    return -PI / (x * sine * synann_gamma(-x));
}

static double log_gamma(double x) {
    return synann_special_1(SYNANN_LOG_GAMMA, x);
}

// Returns log |Γ(x)|, computed by the C library, which loses no digits near the zeros between −10 and −2.
double synann_log_gamma_of_negative(double x) {
    int sign;
    return lgamma_r(x, &sign);
}

// Returns ψ(x) for x ≤ 0 by the reflection ψ(x) = ψ(1 − x) − π cot(π x). The cotangent has period 1, so the difference
// of x and the nearest integer, `rest`, replaces x. The result is NaN at negative integers, −∞ at 0 and +∞ at −0.
double synann_digamma_of_negative(double x) {
    if (x == 0)
        return copysign(INFINITY, -x);
    double rest = x - nearbyint(x);
    if (rest == 0 || x - x != 0)
        return NAN;
    // For |x| < 1e-20, ψ(x) is −1/x to rounding.
    if (fabs(x) < 1e-20)
        return -1 / x;
    double cotangent = fabs(rest) == 0.5 ? 0 : 1 / tan(PI * rest);
    return synann_special_1(SYNANN_DIGAMMA, 1 - x) - PI * cotangent;
}

// Returns log |Γ(a) / Γ(b)|, or NaN if a and b are +∞. For positive a and b that are close, log Γ(a) − log Γ(b) would
// lose digits. The code then uses a series for the quotient (`ratio_rest`).
double synann_log_gamma_ratio(double a, double b) {
    if (a != a || b != b)
        return a + b;
    if (a <= 0 || b <= 0 || isinf(a) || isinf(b))
        return a == b && a > 0 ? NAN : log_gamma(a) - log_gamma(b);
    double d = a - b;
    if (d == 0)
        return 0;
    double least = a < b ? a : b;
    if (least >= 8 && fabs(d) < 0.5 * b)
        return d * log(b) + ratio_rest_value(d, b);
    if (fabs(d) > 0.25 * least)
        return log_gamma(a) - log_gamma(b);
    double sum = 0, from = b;
    while (from < 8 || from + d < 8) {
        sum -= log1p(d / from);
        from += 1;
    }
    return d * log(from) + ratio_rest_value(d, from) + sum;
}

// Returns log |B(a, b)| for the beta function B. If both arguments are at least 8, the code uses Stirling's series. If
// only the greater argument g is at least 8, the code uses the quotient Γ(g) / Γ(l + g), where l is the lesser
// argument.
double synann_log_beta(double a, double b) {
    if (a != a || b != b)
        return a + b;
    double least = a < b ? a : b, greatest = a < b ? b : a;
    if (least <= 0)
        return least == 0 ? INFINITY : log_gamma(a) + log_gamma(b) - log_gamma(a + b);
    if (isinf(greatest))
        return -INFINITY;
    if (least >= 8) {
        // With l = `least` and g = `greatest`, `terms` is (l − ½) log(l/(l + g)) + g log(g/(l + g)) − ½ log g. The
        // three terms are negative, so they do not cancel.
        double h = least / greatest;
        double terms = (least - 0.5) * log(h / (1 + h)) - greatest * log1p(h) - 0.5 * log(greatest);
        double rest = stirling_value(least) + (stirling_value(greatest) - stirling_value(least + greatest));
        return terms + (rest + 0.918938533204672741780329736406);
    }
    if (greatest >= 8) {
        return log_gamma(least) - (least * log(greatest) + ratio_rest_value(least, greatest));
    }
    if (least < 1e-8)
        return -log(least) + log_gamma(1 + least) + (log_gamma(greatest) - log_gamma(least + greatest));
    // Both arguments are at least 1e-8 and less than 8, so Γ(a) Γ(b) / Γ(a + b) neither overflows nor underflows.
    return log(synann_gamma(least) * (synann_gamma(greatest) / synann_gamma(least + greatest)));
}
