// The gamma function, its logarithm and the logarithm's derivative at negative numbers, logarithms of quotients, and the
// beta function.

#define WITH_DERIVATIVE 0
#include "gamma_kernel.h"

#define PI 3.141592653589793238462643

// Between 0 and 8 the argument is moved to [1, 2]; above, Stirling's series; below 0, Γ(x) Γ(−x) = −π / (x sin π x).
double synann_gamma(double x) {
    if (x >= 8) {
        if (x > 171.7)
            return INFINITY;
        // x^(x − ½) alone may overflow.
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
    // The C library's special cases, and results that may be subnormal.
    double rest = x - nearbyint(x);
    if (!(x < 0) || x < -160 || rest == 0 || x > -0x1p-900)
        return tgamma(x);
    double sine = (fmod(x - rest, 2) == 0 ? 1 : -1) * sin(PI * rest);
    return -PI / (x * sine * synann_gamma(-x));
}

static double log_gamma(double x) {
    return synann_special_1(SYNANN_LOG_GAMMA, x);
}

// The C library's function, which keeps the digits near the zeros between −10 and −2.
double synann_log_gamma_of_negative(double x) {
    int sign;
    return lgamma_r(x, &sign);
}

// ψ(x) = ψ(1 − x) − π cot(π x). The cotangent has the period 1.
double synann_digamma_of_negative(double x) {
    if (x == 0)
        return copysign(INFINITY, -x);
    double rest = x - nearbyint(x);
    if (rest == 0 || x - x != 0)
        return NAN;
    // For the least |x| the sum of ψ(1) and 1/x is the whole function, and the cotangent would overflow later.
    if (fabs(x) < 1e-20)
        return -1 / x;
    double cotangent = fabs(rest) == 0.5 ? 0 : 1 / tan(PI * rest);
    return synann_special_1(SYNANN_DIGAMMA, 1 - x) - PI * cotangent;
}

// log(Γ(a) / Γ(b)). Between positive numbers that are close, the difference of the logarithms would lose the digits.
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

// log |B(a, b)|. With both arguments large: Stirling's series; with one of them: the quotient Γ(b) / Γ(a + b).
double synann_log_beta(double a, double b) {
    if (a != a || b != b)
        return a + b;
    double least = a < b ? a : b, greatest = a < b ? b : a;
    if (least <= 0)
        return least == 0 ? INFINITY : log_gamma(a) + log_gamma(b) - log_gamma(a + b);
    if (isinf(greatest))
        return -INFINITY;
    if (least >= 8) {
        // (a − ½) log(a/(a+b)) + b log(b/(a+b)) − ½ log(a + b) + ½ log 2π, all of which but the last are negative.
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
    // Γ(a) Γ(b) / Γ(a + b) is neither tiny nor huge here.
    return log(synann_gamma(least) * (synann_gamma(greatest) / synann_gamma(least + greatest)));
}
