// The regularized incomplete gamma functions P(a, x) and Q(a, x) = 1 − P(a, x), with their inverses and derivatives.

#define WITH_DERIVATIVE 0
#include "incomplete_gamma_kernel.h"
#undef WITH_DERIVATIVE
#define WITH_DERIVATIVE 1
#include "incomplete_gamma_kernel.h"
#undef WITH_DERIVATIVE

#include "root.h"

// Returns P(a, x) as `lower` and Q(a, x) as `upper`. If a or x is 0 or infinite, the results are those of SciPy.
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

// Returns x^(a−1) e^(−x) / Γ(a), which is the derivative of P(a, x) with respect to x. The result is NaN if a or x is
// negative or NaN, or if a is infinite.
double synann_gamma_density(double a, double x) {
    if (!(a >= 0 && x >= 0) || isinf(a))
        return NAN;
    if (isinf(x) || (a == 0 && x > 0))
        return 0;
    if (x == 0)
        return a < 1 ? INFINITY : a == 1 ? 1 : 0;
    return a * (power_value(a, x) / x);
}

// Returns ∂P(a, x)/∂a, computed as the imaginary part of P(a + i h, x) divided by h, with h = SYNANN_STEP. The result
// is NaN unless a is positive and finite and x is not negative.
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

// Returns the x for which P(a, x) = p, where q is 1 − p. The code solves P(a, x) = p if p ≤ q, and Q(a, x) = q
// otherwise. The result is NaN if a, p or q is negative or NaN, or if a is infinite.
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
    // The first guess is Wilson and Hilferty's approximation. For a small shape a or a small p, the first guess is the
    // solution for the first term of the power series.
    const double z = p < q ? synann_special_1(SYNANN_INVERSE_NORMAL_CDF, p)
                           : -synann_special_1(SYNANN_INVERSE_NORMAL_CDF, q);
    const double t = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
    guess = a * t * t * t;
    const double log_first = (log(p) + synann_special_1(SYNANN_LOG_GAMMA, a + 1)) / a;
    if (a < 0.6 || t < 0.3 || log_first < log(a) - 1.5)
        guess = exp(log_first);
    // The exact x is less than the least positive double.
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
