// The zeta functions of Riemann and Hurwitz, and the polygamma functions, which are multiples of Hurwitz's function.

#define WITH_DERIVATIVE 0
#include "zeta_kernel.h"
#undef WITH_DERIVATIVE
#define WITH_DERIVATIVE 1
#include "zeta_kernel.h"
#undef WITH_DERIVATIVE

#undef PI
#define PI 3.141592653589793238462643

// Returns the sum of (x + k)^(−s) over all integers k, for an integer s ≥ 2 and a number x that is not an integer.
static double sum_of_all_poles(double s, double x) {
    double rest = x - nearbyint(x);
    if (s > 24) {
        double sum = pow(rest, -s);
        for (int k = 1; k <= 6; k++)
            sum += pow(rest + k, -s) + pow(rest - k, -s);
        return sum;
    }
    // Derivative n of cot u is, except for its sign, a polynomial pₙ(c) of c = cot u with coefficients that are not
    // negative: p₀ = c, and pₙ₊₁ = (1 + c²) pₙ′. With u = π x the sum is π^s pₛ₋₁(c) / (s − 1)!.
    int order = (int)s - 1;
    double coefficients[32] = {0, 1}, factorial = 1;
    for (int n = 1; n <= order; n++) {
        double derivative[32] = {0};
        for (int i = 1; i <= n; i++)
            derivative[i - 1] = i * coefficients[i];
        for (int i = 0; i <= n + 1; i++)
            coefficients[i] = derivative[i] + (i >= 2 ? derivative[i - 2] : 0);
        factorial *= n;
    }
    double c = fabs(rest) == 0.5 ? 0 : 1 / tan(PI * rest), value = 0;
    for (int i = order + 1; i >= 0; i--)
        value = value * c + coefficients[i];
    return value * pow(PI, s) / factorial;
}

double synann_hurwitz_zeta(double s, double q) {
    if (s != s || q != q)
        return s + q;
    if (s == 1)
        return INFINITY;
    if (s < 1)
        return NAN;
    if (q > 0) {
        if (isinf(q))
            return 0;
        if (isinf(s))
            return q < 1 ? INFINITY : q == 1 ? 1 : 0;
        return hurwitz_value(s, q);
    }
    if (q == floor(q))
        return INFINITY;
    // A power of a negative number is real only if the exponent is an integer.
    if (s != floor(s) || isinf(s))
        return NAN;
    double sign = fmod(s, 2) == 0 ? 1 : -1;
    // For q > −20 the code adds the few powers of negative numbers one by one. The formula below may lose digits here,
    // because it subtracts two sums.
    if (q > -20) {
        double sum = 0;
        for (; q < 0; q += 1)
            sum += pow(q, -s);
        return sum + hurwitz_value(s, q);
    }
    return sum_of_all_poles(s, q) - sign * hurwitz_value(s, 1 - q);
}

double synann_zeta(double s) {
    if (s != s || s == 1 || isinf(s))
        return s != s ? s : s == 1 ? INFINITY : s > 0 ? 1 : NAN;
    if (s < 0 && s == 2 * nearbyint(0.5 * s))
        return 0;
    return zeta_value(s);
}

double synann_zeta_derivative(double s) {
    if (s != s || s == 1 || isinf(s))
        return s == INFINITY ? 0 : NAN;
    return cimag(zeta_derivative(__builtin_complex(s, SYNANN_STEP))) / SYNANN_STEP;
}

double synann_hurwitz_zeta_derivative(double s, double q) {
    if (!(s > 1 && q > 0) || isinf(s))
        return NAN;
    if (isinf(q))
        return 0;
    return cimag(hurwitz_derivative(__builtin_complex(s, SYNANN_STEP), q)) / SYNANN_STEP;
}

double synann_polygamma(double order, double x) {
    if (order == 0)
        return synann_special_1(SYNANN_DIGAMMA, x);
    if (!(order > 0) || order != floor(order) || isinf(order))
        return NAN;
    double sign = fmod(order, 2) == 0 ? -1 : 1;
    if (isinf(x))
        return x > 0 ? sign * 0 : NAN;
    double zeta = synann_hurwitz_zeta(order + 1, x);
    return sign * (tgamma(order + 1) * zeta);
}
