// The regularized incomplete beta function I_x(a, b), with the complement 1 − I_x(a, b), the inverse and the
// derivatives.

#define WITH_DERIVATIVE 0
#include "incomplete_beta_kernel.h"
#undef WITH_DERIVATIVE
#define WITH_DERIVATIVE 1
#include "incomplete_beta_kernel.h"
#undef WITH_DERIVATIVE

#include "root.h"

// The least positive parameter a or b for which the functions are computed. For a smaller positive parameter the result
// is NaN, because the reciprocal would be close to overflow.
#define LEAST_SHAPE 1e-290

// Returns I_x(a, b) as `lower` and 1 − I_x(a, b) as `upper`, where y is 1 − x. If x or y is 0, or if a or b is 0 or
// infinite, the results are those of SciPy.
static beta_tails_value values(double x, double y, double a, double b) {
    const beta_tails_value none = {NAN, NAN}, all = {1, 0}, nothing = {0, 1};
    if (!(x >= 0 && y >= 0 && a >= 0 && b >= 0) || (a == 0 && b == 0) || (isinf(a) && isinf(b)))
        return none;
    if (a == 0 || isinf(b))
        return x > 0 ? all : nothing;
    if (b == 0 || isinf(a))
        return y > 0 ? nothing : all;
    if (x == 0)
        return nothing;
    if (y == 0)
        return all;
    if (a < LEAST_SHAPE || b < LEAST_SHAPE)
        return none;
    return beta_both_value(a, b, x, y);
}

double synann_beta_i(double x, double a, double b) {
    return values(x, 1 - x, a, b).lower;
}

double synann_beta_complement(double x, double a, double b) {
    return values(x, 1 - x, a, b).upper;
}

static double density(double x, double y, double a, double b) {
    if (!(x >= 0 && y >= 0 && a >= LEAST_SHAPE && b >= LEAST_SHAPE) || isinf(a) || isinf(b))
        return NAN;
    if (x == 0)
        return a < 1 ? INFINITY : a == 1 ? b : 0;
    if (y == 0)
        return b < 1 ? INFINITY : b == 1 ? a : 0;
    return beta_power_value(a, b, x, y) / x / y;
}

double synann_beta_density(double x, double a, double b) {
    return density(x, 1 - x, a, b);
}

static double derivative(double x, double a, double b, int of_second) {
    double y = 1 - x;
    if (!(x >= 0 && y >= 0 && a >= LEAST_SHAPE && b >= LEAST_SHAPE) || isinf(a) || isinf(b))
        return NAN;
    if (x == 0 || y == 0)
        return 0;
    beta_tails_derivative tails = beta_both_derivative(
        __builtin_complex(a, of_second ? 0 : SYNANN_STEP), __builtin_complex(b, of_second ? SYNANN_STEP : 0), x, y);
    return creal(tails.lower) < 0.5 ? cimag(tails.lower) / SYNANN_STEP : -cimag(tails.upper) / SYNANN_STEP;
}

double synann_beta_derivative_a(double x, double a, double b) {
    return derivative(x, a, b, 0);
}

double synann_beta_derivative_b(double x, double a, double b) {
    return derivative(x, a, b, 1);
}

typedef struct {
    double a, b;
} beta_parameters;

static tail_values at(const void *parameters, double x) {
    const beta_parameters *shape = parameters;
    const double y = 1 - x;
    const beta_tails_value tails = values(x, y, shape->a, shape->b);
    return (tail_values){tails.lower, tails.upper, density(x, y, shape->a, shape->b),
                         shape->a - (shape->b - 1) * (x / y)};
}

// Returns the x in [0, ½] at which I_x(a, b) is p, where q is 1 − p. The result is 0 if x underflows.
static double lower_half(double a, double b, double p, double q) {
    const beta_parameters parameters = {a, b};
    // The first guess is the solution for the first term of the power series, or for a normal approximation.
    const double log_first = (log(p) + log(a) + synann_log_beta(a, b)) / a;
    if (log_first < -745.2)
        return 0;
    double guess = exp(log_first);
    if (a > 1 && b > 1) {
        const double mean = a / (a + b), deviation = sqrt(mean / (a + b + 1) * (b / (a + b)));
        const double z = p < q ? synann_special_1(SYNANN_INVERSE_NORMAL_CDF, p)
                               : -synann_special_1(SYNANN_INVERSE_NORMAL_CDF, q);
        const double near = mean + z * deviation;
        if (near > guess || (z > -2 && near > 0))
            guess = near;
    }
    return root_of_tails(at, &parameters, p, q, guess, 0.5);
}

double synann_inverse_beta(double p, double a, double b) {
    if (!(p >= 0 && p <= 1 && a >= LEAST_SHAPE && b >= LEAST_SHAPE) || isinf(a) || isinf(b))
        return NAN;
    if (p == 0 || p == 1)
        return p;
    const double q = 1 - p;
    const beta_tails_value middle = values(0.5, 0.5, a, b);
    if (p <= q ? p <= middle.lower : q >= middle.upper)
        return lower_half(a, b, p, q);
    return 1 - lower_half(b, a, q, p);
}
