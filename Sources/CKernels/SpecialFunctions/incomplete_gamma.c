// The regularized incomplete gamma functions, their inverses and derivatives.

#define WITH_DERIVATIVE 0
#include "incomplete_gamma_kernel.h"
#undef WITH_DERIVATIVE
#define WITH_DERIVATIVE 1
#include "incomplete_gamma_kernel.h"
#undef WITH_DERIVATIVE

#include "root.h"

// P and Q, with SciPy's values at the ends.
static tails_value gamma_tails(double a, double x) {
    if (!(a >= 0 && x >= 0) || (a == 0 && x == 0) || (isinf(a) && isinf(x)))
        return (tails_value){NAN, NAN};
    if (x == 0 || isinf(a))
        return (tails_value){0, 1};
    if (a == 0 || isinf(x))
        return (tails_value){1, 0};
    return both_value(a, x);
}

double synann_gamma_p(double a, double x) {
    return gamma_tails(a, x).lower;
}

double synann_gamma_q(double a, double x) {
    return gamma_tails(a, x).upper;
}

// x^(a−1) e^(−x) / Γ(a): the derivative of P with respect to x.
double synann_gamma_density(double a, double x) {
    if (!(a >= 0 && x >= 0) || isinf(a))
        return NAN;
    if (isinf(x) || (a == 0 && x > 0))
        return 0;
    if (x == 0)
        return a < 1 ? INFINITY : a == 1 ? 1 : 0;
    return a * (power_value(a, x) / x);
}

// ∂P/∂a: the imaginary part of P(a + i h, x), divided by h.
double synann_gamma_shape_derivative(double a, double x) {
    if (!(a > 0 && x >= 0) || isinf(a))
        return NAN;
    if (x == 0 || isinf(x))
        return 0;
    tails_derivative result = both_derivative(__builtin_complex(a, SYNANN_STEP), x);
    return creal(result.lower) < 0.5 ? cimag(result.lower) / SYNANN_STEP : -cimag(result.upper) / SYNANN_STEP;
}

typedef struct {
    double a;
} gamma_parameters;

static tail_values gamma_values(const void *parameters, double x) {
    const double a = ((const gamma_parameters *)parameters)->a;
    const tails_value tails = gamma_tails(a, x);
    return (tail_values){tails.lower, tails.upper, synann_gamma_density(a, x), a - x};
}

// The x for which P(a, x) = p, where q = 1 − p. The lesser of the two is used.
static double inverse(double a, double p, double q) {
    if (!(a >= 0 && p >= 0 && q >= 0) || isinf(a))
        return NAN;
    if (p == 0)
        return 0;
    if (q == 0)
        return INFINITY;
    if (a == 0)
        return 0;
    const gamma_parameters parameters = {a};
    double guess;
    // Wilson and Hilferty's approximation; for small shapes or tails the first term of the series.
    const double z = p < q ? synann_special_1(SYNANN_INVERSE_NORMAL_CDF, p)
                           : -synann_special_1(SYNANN_INVERSE_NORMAL_CDF, q);
    const double t = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
    guess = a * t * t * t;
    const double log_first = (log(p) + synann_special_1(SYNANN_LOG_GAMMA, a + 1)) / a;
    if (a < 0.6 || t < 0.3 || log_first < log(a) - 1.5)
        guess = exp(log_first);
    // The least positive quantile is not a normal number: P is below p at no number greater than 0.
    if (log_first < -745.2)
        return 0;
    return root_of_tails(gamma_values, &parameters, p, q, guess, INFINITY);
}

double synann_inverse_gamma_p(double a, double p) {
    return inverse(a, p, 1 - p);
}

double synann_inverse_gamma_q(double a, double q) {
    return inverse(a, 1 - q, q);
}
